"""What a regency's own regulations say: a TOML text of rows with citation and validity."""

import hashlib
import tomllib
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from services.contracts.law import JURISDICTION_PATTERN
from services.workflow.rules.citations import Certainty
from services.workflow.rules.deadlines import Deadline
from services.workflow.rules.elections import Election
from services.workflow.rules.matrix import RoleRow
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.regulations import Regulation, Setting
from services.workflow.rules.steps import Step

# Ladders that the law itself fixes: no regency may write its own.
_NATIONAL_LADDERS: Final = frozenset({"pns", "ethics", "statute"})


class Overlay(BaseModel):
    """A regency's rows; every one carries `basis`, `certainty = "local"` and `valid_from`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jurisdiction: Annotated[str, StringConstraints(pattern=JURISDICTION_PATTERN)]
    title: Annotated[str, StringConstraints(min_length=1)]
    regulation: tuple[Regulation, ...] = ()
    setting: tuple[Setting, ...] = ()
    step: tuple[Step, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    decides: tuple[RoleRow, ...] = ()
    election: tuple[Election, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The validated overlay; refuses (`overlay-invalid`) with the first thing that is wrong."""
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as wrong:
            raise LawRefusal(RefusalCode.OVERLAY_INVALID, problem=str(wrong)) from wrong
        except ValidationError as wrong:
            first = wrong.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            problem = f"{where}: {first['msg']}" if where else first["msg"]
            raise LawRefusal(RefusalCode.OVERLAY_INVALID, problem=problem) from wrong

    @property
    def digest(self) -> str:
        """Names the exact content, as part of the version that is frozen on a case."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    @model_validator(mode="after")
    def _local_and_dated(self) -> Self:
        for row in (*self.setting, *self.step, *self.deadline, *self.decides):
            if row.certainty is not Certainty.LOCAL:
                raise ValueError(f"{row.basis!r}: a regency's row has certainty = 'local'")
            if row.valid_from is None or not row.basis.strip():
                raise ValueError("every row of a regency needs basis and valid_from")
        for step in self.step:
            if step.ladder in _NATIONAL_LADDERS:
                raise ValueError(
                    f"{step.code}: the ladder {step.ladder!r} is fixed by national law"
                )
            if any(c.is_asn for c in step.categories) and step.degree is None:
                raise ValueError(f"{step.code}: a step for civil servants needs its degree")
        return self
