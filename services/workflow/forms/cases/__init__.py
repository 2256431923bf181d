"""The forms of a case: the Inspektorat's work, and what may be recorded at any time."""

from services.workflow.forms.cases.anytime import (
    CriminalReferral,
    CriminalResult,
    ExtendInvestigation,
    Inaction,
)
from services.workflow.forms.cases.clearance import Clearance
from services.workflow.forms.cases.investigate import Investigate
from services.workflow.forms.cases.review import Review
from services.workflow.forms.cases.take_back import TakeBack
from services.workflow.forms.cases.team import Team
from services.workflow.forms.form import Form

FORMS: tuple[type[Form], ...] = (
    Review,
    Team,
    Investigate,
    TakeBack,
    Clearance,
    CriminalReferral,
    CriminalResult,
    Inaction,
    ExtendInvestigation,
)
