"""Where the Inspektorat's own people are in it, the named substitute stands in its place."""

from collections.abc import Iterable
from typing import Final

from services.contracts.law import Role

INSIDE: Final = frozenset({Role.INSPECTOR, Role.IRBAN, Role.AUDITOR, Role.INTAKE_OFFICER})


def stood_in(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The same roles, with the substitute once where any of the Inspektorat stood."""
    return tuple(dict.fromkeys(Role.SUBSTITUTE if role in INSIDE else role for role in roles))
