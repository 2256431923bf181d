"""Light routes, and who takes the place of whom a complaint is about."""

from services.contracts.law import Category, Degree, OfficeKind, Role


def light_route(category: Category) -> Role:
    """Who settles a small matter without an investigation: superior, OPD head or camat."""
    raise NotImplementedError


def check_light_route(
    category: Category,
    role: Role,
    *,
    expected_degree: Degree | None,
    office_kind: OfficeKind | None,
) -> None:
    """Refuses a light route to the wrong official, for a heavy matter, or about the Inspektorat."""
    raise NotImplementedError


def triage_role(office_kinds: frozenset[OfficeKind | None]) -> Role:
    """Who does what the Inspektorat does: itself, or the named substitute if its people are in it."""
    raise NotImplementedError
