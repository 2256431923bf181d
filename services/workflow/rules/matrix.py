"""The rows of authority: which level punishes which level, and what acting holders may do."""

from typing import Annotated

from services.contracts.law import Acting, Category, Degree, PositionLevel, Role
from services.workflow.rules.dated import Row
from services.workflow.rules.groups import SORTED


class MatrixRow(Row):
    """Who punishes a civil servant of `level` with a sanction of `degree`.

    `decides` is the lowest level that may; `within_office` says that it must sit in the
    respondent's own office, otherwise the PPK decides. `sanction` narrows the row to one.
    """

    level: PositionLevel
    degree: Degree
    decides: PositionLevel
    role: Role
    within_office: bool = False
    sanction: str | None = None


class RoleRow(Row):
    """Who decides for a category outside the matrix (PPPK, contract, village)."""

    category: Category
    role: Role


class ActingRow(Row):
    """What an acting holder may impose; `consent` where a reference must be on paper."""

    acting: Acting
    ppk: bool
    degrees: Annotated[frozenset[Degree], SORTED]
    personnel_acts: bool = False
    consent: bool = False
