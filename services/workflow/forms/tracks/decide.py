"""Decide: the authority's decision, entered from its signed paper."""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.form import Form, evidence, free_text
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import LetterNumber, PostId, SanctionCode


class Decide(Form):
    """A sanction, or that there is no violation.

    `decided_by` is the post that signed it; who enters it is recorded beside, never instead.
    """

    kind: ClassVar[str] = TaskKind.DECIDE
    roles: ClassVar[tuple[Role, ...]] = (
        Role.PPK,
        Role.BKPSDM,
        Role.SUPERIOR,
        Role.OPD_HEAD,
        Role.VILLAGE_HEAD,
        Role.CAMAT,
        Role.DPMD,
    )
    deadline: ClassVar[str | None] = "DECISION"
    paper_dates: ClassVar[tuple[str, ...]] = ("letter_date",)

    sanction: SanctionCode | None = None
    no_violation: bool = False
    decided_by: PostId
    number: LetterNumber
    letter_date: date
    consent_reference: LetterNumber | None = None
    """The ministry's consent that an acting regent needs."""
    substitute_letter: LetterNumber | None = None
    """The letter that names who decides, where nobody in the chart may; `decided_by` is then the
    named post, or the role of the authority for somebody outside the chart."""
    clause: str | None = free_text(required=False)
    """Contract: the clause of the agreement on which the step rests."""
    agreement_scan: UUID | None = evidence(required=False)
    """Contract: the agreement, where the profile did not bring it."""
    other_nature: str | None = free_text(required=False)
    """Why an earlier sanction that the register knows was for a violation of another nature."""
    other_act: str | None = free_text(required=False)
    """Why a decision that the register knows, of the same violation and days, was for another."""
    camat_recommendation: LetterNumber | None = None
    camat_agrees: bool = True
    camat_consulted_on: date | None = None
    village_council_report: LetterNumber | None = None
    regent_review: LetterNumber | None = None
    reasons: str = free_text()
    scan: UUID = evidence()

    @model_validator(mode="after")
    def _it_decides_one_thing(self) -> Self:
        if (self.sanction is None) is not self.no_violation:
            raise ValueError("either a sanction or no violation, and one of them")
        return self
