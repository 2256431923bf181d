"""The rows of the ladders: what may be imposed, in rising order."""

from enum import StrEnum

from services.contracts.law import Degree
from services.workflow.rules.dated import Labels, Row
from services.workflow.rules.groups import Categories


class MediumRegime(StrEnum):
    """Which medium sanctions of a PNS are imposed while the pay regulation is awaited."""

    INTERIM_PP53 = "interim_pp53"
    PP94_ALLOWANCE = "pp94_allowance"


class Step(Row):
    """One sanction of one ladder.

    `degree` is None on the ladders of village and contract. `personnel_act` marks what
    appoints, moves or dismisses; `ends_service` what is appealed to the BPASN.
    """

    code: str
    ladder: str
    rank: int
    categories: Categories
    degree: Degree | None = None
    medium_regime: MediumRegime | None = None
    personnel_act: bool = False
    ends_service: bool = False
    statute_only: bool = False
    months: int | None = None
    labels: Labels
