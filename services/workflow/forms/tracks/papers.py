"""The kinds of field that papers have: number, post, person, code of the law, proof of service."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.contracts.law import SANCTION_CODE_PATTERN
from services.workflow.forms.form import evidence

LetterNumber = Annotated[str, StringConstraints(min_length=1, max_length=100)]
PostId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
PersonId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
SanctionCode = Annotated[str, StringConstraints(pattern=SANCTION_CODE_PATTERN, max_length=100)]


class Part(BaseModel):
    """A group of fields inside a form."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ServiceProof(Part):
    """That a paper reached the respondent: when, how, and the signed proof."""

    served_on: date
    how: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    scan: UUID = evidence()
