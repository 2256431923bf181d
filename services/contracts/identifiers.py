"""NIP, NI PPPK and NIK: what can be seen to be wrong with a number. Warnings, never refusals.

Neither number has a check digit, so a clean answer does not mean that the person exists.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from services.contracts.law import Category

_NIP: Final = re.compile(r"^\d{18}$", re.ASCII)
_NIK: Final = re.compile(r"^\d{16}$", re.ASCII)
_FIRST_PPPK_CODE: Final = 21
_FEMALE_DAY_OFFSET: Final = 40


class IdentifierWarning(StrEnum):
    """What looks wrong with a number, as intake names it to the agency."""

    NIP_FORM = "nip_form"
    NIP_BIRTH_DATE = "nip_birth_date"
    NIP_APPOINTMENT = "nip_appointment"
    NIP_APPOINTED_LATER = "nip_appointed_later"
    NIP_AGE = "nip_age"
    NIP_SEX = "nip_sex"
    NIP_OTHER_CATEGORY = "nip_other_category"
    NIK_FORM = "nik_form"
    NIK_BIRTH_DATE = "nik_birth_date"
    NIK_SERIAL = "nik_serial"


def is_pppk_number(nip: str) -> bool:
    """Digits 13 and 14 of a NI PPPK are a scheme code from 21 on, not a month."""
    return _NIP.match(nip) is not None and int(nip[12:14]) >= _FIRST_PPPK_CODE


def warnings_for_nip(
    nip: str, today: date, category: Category = Category.UNKNOWN
) -> list[IdentifierWarning]:
    """What looks wrong with an 18-digit employee number (NIP or NI PPPK)."""
    if not _NIP.match(nip):
        return [IdentifierWarning.NIP_FORM]
    warnings: list[IdentifierWarning] = []
    birth = _day(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    if birth is None or birth.year < 1900 or birth > today:
        warnings.append(IdentifierWarning.NIP_BIRTH_DATE)
    year, month, pppk = int(nip[8:12]), int(nip[12:14]), is_pppk_number(nip)
    if not 1900 <= year < 2100 or not (pppk or 1 <= month <= 12):
        warnings.append(IdentifierWarning.NIP_APPOINTMENT)
    elif year > today.year or (not pppk and (year, month) > (today.year, today.month)):
        warnings.append(IdentifierWarning.NIP_APPOINTED_LATER)
    if birth is not None and not 15 <= year - birth.year <= 60:
        warnings.append(IdentifierWarning.NIP_AGE)
    if nip[14] not in "12":
        warnings.append(IdentifierWarning.NIP_SEX)
    if category in _KINDS and pppk is not _KINDS[category]:
        warnings.append(IdentifierWarning.NIP_OTHER_CATEGORY)
    return warnings


def warnings_for_nik(nik: str, today: date) -> list[IdentifierWarning]:
    """What looks wrong with a 16-digit resident number; its region is no residence."""
    if not _NIK.match(nik):
        return [IdentifierWarning.NIK_FORM]
    warnings: list[IdentifierWarning] = []
    day = int(nik[6:8])
    day -= _FEMALE_DAY_OFFSET if day > _FEMALE_DAY_OFFSET else 0
    short = int(nik[10:12])
    year = 1900 + short if short > today.year % 100 else 2000 + short
    if _day(year, int(nik[8:10]), day) is None:
        warnings.append(IdentifierWarning.NIK_BIRTH_DATE)
    if nik[12:] == "0000":
        warnings.append(IdentifierWarning.NIK_SERIAL)
    return warnings


_KINDS: Final = {
    Category.PNS: False,
    Category.CPNS: False,
    Category.PPPK: True,
    Category.PPPK_PART_TIME: True,
}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
