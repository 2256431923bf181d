"""The report of the investigation (LHP): a finding for each respondent."""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from services.contracts.law import Role
from services.workflow.forms.cases.findings import Finding
from services.workflow.forms.form import Form, evidence
from services.workflow.forms.kinds import TaskKind


class Investigate(Form):
    """Ends in the LHP; its authors never decide."""

    kind: ClassVar[str] = TaskKind.INVESTIGATE
    roles: ClassVar[tuple[Role, ...]] = (Role.AUDITOR, Role.IRBAN, Role.INSPECTOR)
    deadline: ClassVar[str | None] = "INVESTIGATION"
    paper_dates: ClassVar[tuple[str, ...]] = ("lhp_date",)

    number: str = Field(min_length=1, max_length=100)
    lhp_date: date
    author_ids: tuple[str, ...] = Field(min_length=1)
    findings: tuple[Finding, ...] = Field(min_length=1)
    scan: UUID = evidence()

    @model_validator(mode="after")
    def _one_finding_each(self) -> Self:
        named = [finding.respondent for finding in self.findings]
        if len(set(named)) != len(named):
            raise ValueError("one finding for each respondent")
        return self
