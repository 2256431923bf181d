"""Light routes, and who takes the place of those a complaint is about."""

from collections.abc import Iterable

from services.contracts.law import Category, Degree, OfficeKind, Role
from services.workflow.rules.book import Rulebook
from services.workflow.rules.refusals import LawRefusal, RefusalCode


def light_route(category: Category) -> Role | None:
    """Who settles a small matter without an investigation; None while the category is unknown.

    The superior examines a civil servant, the OPD head clarifies with contract staff, the
    camat with village heads, their staff and council members.
    """
    if category is Category.UNKNOWN:
        return None
    if category.is_asn:
        return Role.SUPERIOR
    return Role.OPD_HEAD if category is Category.CONTRACT else Role.CAMAT


def check_light_route(
    book: Rulebook,
    categories: Iterable[Category],
    role: Role,
    *,
    expected_degree: Degree | None = None,
    office_kinds: Iterable[OfficeKind | None] = (),
) -> None:
    """Refuses a light route to the wrong official, for a heavy matter, or about the Inspektorat."""
    cited = book.cite("light_route")
    if OfficeKind.INSPECTORATE in set(office_kinds):
        raise LawRefusal(RefusalCode.SUBSTITUTE_HANDLES, book.cite("substitute"))
    if expected_degree is Degree.HEAVY:
        raise LawRefusal(RefusalCode.LIGHT_ROUTE_HEAVY, book.cite("heavy_by_team"))
    for category in categories:
        if light_route(category) is not role:
            raise LawRefusal(RefusalCode.LIGHT_ROUTE_NOT_OPEN, cited, category=category, role=role)
