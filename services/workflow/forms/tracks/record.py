"""Record: the sanction's number in I'DIS, the national register of discipline (ASN only)."""

from datetime import date
from typing import ClassVar

from services.contracts.law import Role
from services.workflow.forms.form import Form
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import LetterNumber


class Record(Form):
    """Number and date of the entry."""

    kind: ClassVar[str] = TaskKind.RECORD
    roles: ClassVar[tuple[Role, ...]] = (Role.BKPSDM,)
    deadline: ClassVar[str | None] = "IDIS_RECORD"
    citation: ClassVar[str | None] = "PP 94/2021 Pasal 39"
    paper_dates: ClassVar[tuple[str, ...]] = ("recorded_on",)

    register_number: LetterNumber
    recorded_on: date
