"""The forms of the tracks: `FORMS` lists them all for the registry."""

from services.workflow.forms.form import Form
from services.workflow.forms.tracks.clarify import Clarify
from services.workflow.forms.tracks.comply import Comply
from services.workflow.forms.tracks.confirm import Confirm
from services.workflow.forms.tracks.council_hearing import CouncilHearing
from services.workflow.forms.tracks.decide import Decide
from services.workflow.forms.tracks.examine import Examine
from services.workflow.forms.tracks.legal_review import LegalReview
from services.workflow.forms.tracks.profile import Profile
from services.workflow.forms.tracks.record import Record
from services.workflow.forms.tracks.remedy_received import AppealReceived, ObjectionReceived
from services.workflow.forms.tracks.serve import Serve
from services.workflow.forms.tracks.summons import Summons
from services.workflow.forms.tracks.team import FormCouncil, FormTeam

FORMS: tuple[type[Form], ...] = (
    Profile,
    LegalReview,
    FormTeam,
    Summons,
    Examine,
    Clarify,
    FormCouncil,
    CouncilHearing,
    Decide,
    Confirm,
    Serve,
    Comply,
    Record,
    ObjectionReceived,
    AppealReceived,
)
