"""What a person does, and the receipt for it: the messages of the one `answer` update.

Pure. `Facts` is everything that a guard must know from the register, read before the update is
sent: so a validator asks nobody, and the history explains itself.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.law import Role, Stage
from services.workflow.rules.book import Rulebook
from services.workflow.rules.calendar import Calendar
from services.workflow.rules.elections import Election
from services.workflow.rules.overlay import Overlay
from services.workflow.rules.posts import Post, PostChart
from services.workflow.rules.repetition import EarlierSanction
from services.workflow.rules.same_act import Punished


class Message(BaseModel):
    """A value that travels through Temporal: frozen, and nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Actor(Message):
    """Who acts: the person's id, roles and posts as they stand when the act is sent."""

    id: str
    roles: tuple[Role, ...] = ()
    jurisdiction: str
    posts: tuple[str, ...] = ()

    def has(self, role: Role) -> bool:
        """Whether the person holds the role."""
        return role in self.roles


class JoinTarget(Message):
    """The case that a complaint is to join, as triage may know it."""

    case_id: UUID
    jurisdiction: str
    closed: bool
    about_inspectorate: bool = False
    respondents: tuple[int, ...]
    """All respondents of the case."""
    matched: dict[int, int] = Field(default_factory=dict)
    """Respondent of the complaint -> the same person in the case, by number of employment."""


class Facts(Message):
    """What the register said at the moment of the act."""

    today: date
    calendar_version: int = 0
    non_working: dict[date, str] = Field(default_factory=dict)
    covers_until: date | None = None
    posts: tuple[Post, ...] = ()
    holders_roles: dict[str, tuple[Role, ...]] = Field(default_factory=dict)
    """Roles of the people who are named in the answer."""
    overlays: tuple[Overlay, ...] = ()
    elections: tuple[Election, ...] = ()
    join: JoinTarget | None = None
    complaint_text_here: bool = True
    about_inspectorate: bool = False
    """It is about the Inspektorat's own people, by its text or by a profile: the substitute's."""
    recused: tuple[str, ...] = ()
    """People who declared their own part in the case: they neither examine nor decide in it."""
    earlier: tuple[EarlierSanction, ...] = ()
    """What was imposed before on the same respondent, and took effect."""
    punished: tuple[Punished, ...] = ()
    """What was decided against the same person elsewhere, in effect or not, and for which act."""
    evidence: tuple[UUID, ...] = ()
    """Sealed items that the answer names and that belong to this case or task."""

    @property
    def calendar(self) -> Calendar:
        """The working days of the version in force."""
        return Calendar(
            self.non_working, version=str(self.calendar_version), covers_until=self.covers_until
        )

    @property
    def chart(self) -> PostChart:
        """The posts around the respondent, the answer and the person who acts."""
        return PostChart(self.posts)

    @property
    def book(self) -> Rulebook:
        """The law with the regency's own rows."""
        book = Rulebook.load()
        for overlay in self.overlays:
            book = book.overlaid(overlay)
        return book

    def election(self, event_id: str | None) -> Election | None:
        """The election of that id, from the register or from the book."""
        if event_id is None:
            return None
        found = next((row for row in self.elections if row.event_id == event_id), None)
        return found or self.book.find_election(event_id)


class Act(Message):
    """One person's act; `act_id` is the update's id, so a repetition is the same act."""

    act_id: UUID
    task_id: UUID | None = None
    kind: str
    case_id: UUID | None = None
    respondent: int | None = None
    person: Actor
    happened_on: date
    recorded_at: datetime
    answer: dict[str, Any] = Field(default_factory=dict)
    facts: Facts


class ActReceipt(Message):
    """That the act is in the register; the same for every repetition."""

    act_id: UUID
    task_id: UUID | None = None
    kind: str
    case_id: UUID | None = None
    complaint_id: UUID | None = None
    respondent: int | None = None
    stage: Stage | None = None
    happened_on: date
    recorded_at: datetime
