"""No degree follows from the book by itself: the legal section says it, with its source."""

from typing import ClassVar

from pydantic import Field

from services.contracts.law import Degree, Role
from services.workflow.forms.form import Form, free_text
from services.workflow.forms.kinds import TaskKind
from services.workflow.forms.tracks.papers import SanctionCode


class LegalReview(Form):
    """The degree for the act's date, with the provision it rests on.

    Village and contract know no degrees: there the provision is all that is said.
    """

    kind: ClassVar[str] = TaskKind.LEGAL_REVIEW
    roles: ClassVar[tuple[Role, ...]] = (Role.LEGAL, Role.INSPECTOR)
    deadline: ClassVar[str | None] = "LEGAL_REVIEW"

    degree: Degree | None = None
    basis: str = Field(min_length=1, max_length=300)
    """The provision, as it is printed in the decision."""
    steps: tuple[SanctionCode, ...] = Field(default=(), max_length=20)
    """The sanctions that the law of the act's day knew at this degree, where the book has no ladder
    for that day; none otherwise."""
    reason: str = free_text()
