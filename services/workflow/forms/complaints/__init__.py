"""The forms of a complaint before there is a case."""

from services.workflow.forms.complaints.completion_lapsed import CompletionLapsed
from services.workflow.forms.complaints.late_supplement import LateSupplement
from services.workflow.forms.complaints.triage import Triage
from services.workflow.forms.form import Form

FORMS: tuple[type[Form], ...] = (Triage, CompletionLapsed, LateSupplement)
