"""Serve: the decision reaches the respondent, handed over or sent."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from pydantic import model_validator

from services.contracts.law import Role
from services.workflow.forms.choosing import Asks, Choosing
from services.workflow.forms.form import Form, evidence
from services.workflow.forms.kinds import TaskKind


class Way(StrEnum):
    """Handed over at a closed meeting, or sent to the last known address."""

    HANDED_OVER = "handed_over"
    SENT = "sent"


_CHOOSING = Choosing("how", {Way.HANDED_OVER: Asks(), Way.SENT: Asks(needs=("sent_on",))})


class Serve(Form):
    """How it reached him, and the day he received it: the legal clocks run from that day."""

    model_config = _CHOOSING.config()

    kind: ClassVar[str] = TaskKind.SERVE
    roles: ClassVar[tuple[Role, ...]] = (
        Role.BKPSDM,
        Role.SUPERIOR,
        Role.PPK,
        Role.OPD_HEAD,
        Role.CAMAT,
        Role.VILLAGE_HEAD,
        Role.DPMD,
    )
    deadline: ClassVar[str | None] = "DELIVERY"
    citation: ClassVar[str | None] = "PP 94/2021 Pasal 37"
    paper_dates: ClassVar[tuple[str, ...]] = ("sent_on", "received_on")

    how: Way
    received_on: date
    sent_on: date | None = None
    proof_scan: UUID | None = evidence(required=False)

    @model_validator(mode="after")
    def _sent_has_its_dates(self) -> Self:
        _CHOOSING.insist(self)
        if self.sent_on is not None and self.received_on < self.sent_on:
            raise ValueError("it cannot be received before it was sent")
        return self
