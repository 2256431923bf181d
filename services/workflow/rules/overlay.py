"""What a regency's own regulations say: a TOML text of rows with citation and validity."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from services.workflow.rules.deadlines import Deadline
from services.workflow.rules.elections import Election
from services.workflow.rules.matrix import RoleRow
from services.workflow.rules.regulations import Regulation, Setting
from services.workflow.rules.steps import Step


class Overlay(BaseModel):
    """A regency's rows; every one carries `basis`, `certainty = "local"` and `valid_from`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jurisdiction: str
    title: str
    regulation: tuple[Regulation, ...] = ()
    setting: tuple[Setting, ...] = ()
    step: tuple[Step, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    decides: tuple[RoleRow, ...] = ()
    election: tuple[Election, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The validated overlay; refuses (`overlay-invalid`) with the first thing that is wrong."""
        raise NotImplementedError
