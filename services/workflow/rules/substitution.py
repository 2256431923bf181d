"""Where the Inspektorat's own people are in it, the named substitute stands in its place."""

from collections.abc import Iterable
from typing import Final

from services.contracts.law import Role

INSPECTORATE: Final = frozenset({Role.INSPECTOR, Role.IRBAN, Role.AUDITOR})
INSIDE: Final = INSPECTORATE | {Role.INTAKE_OFFICER}


def taking_part(roles: Iterable[Role], *, outside: bool) -> tuple[Role, ...]:
    """The Inspektorat's own or, in a matter of its own people, the substitute: never both."""
    away = INSIDE if outside else {Role.SUBSTITUTE}
    return tuple(role for role in roles if role not in away)


def stood_in(roles: Iterable[Role]) -> tuple[Role, ...]:
    """The same roles, with the substitute once where any of the Inspektorat stood."""
    return tuple(dict.fromkeys(Role.SUBSTITUTE if role in INSIDE else role for role in roles))
