"""What is typed after a word, refused with its own line and exit code 2 before anything happens."""

import re
from typing import Final

from services.cli.failing import WRONG, fail
from services.contracts.law import Role
from services.kit.access.entries import ID_PATTERN

ZONES: Final = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
"""The time zones of Indonesia."""

ROLES: Final = tuple(
    role for role in Role if role not in {Role.RESPONDENT, Role.PRESIDENT, Role.AGENCY}
)
"""The roles that an account may have; nobody signs in as the others."""

_NIP: Final = re.compile(r"[0-9]{18}")


def an_id(text: str) -> str:
    """The id of an agency or a person."""
    if not re.fullmatch(ID_PATTERN, text):
        fail(f'"{text}" is not an id: a-z, 0-9, dots and dashes within, at most 63', WRONG)
    return text


def a_name(text: str) -> str:
    """A name that people read: it shows something, and nothing unseen."""
    name = text.strip()
    if not name or not name.isprintable():
        fail("a name has at least one character and no control characters", WRONG)
    return name


def a_nip(text: str | None) -> str | None:
    """The number of a civil servant, spaces aside; a wrong one would never be matched."""
    if text is None:
        return None
    digits = "".join(text.split())
    if not _NIP.fullmatch(digits):
        fail("a NIP has 18 digits", WRONG)
    return digits


def a_role(text: str) -> Role:
    """A role that an account may have."""
    if text not in ROLES:
        fail(f'"{text}" is not one of {", ".join(ROLES)}', WRONG)
    return Role(text)


def a_zone(text: str) -> str:
    """A time zone of Indonesia."""
    if text not in ZONES:
        fail(f'"{text}" is not one of {", ".join(ZONES)}', WRONG)
    return text
