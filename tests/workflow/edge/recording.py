"""What one respondent's workflow has recorded: the real activities on a world's register."""

from uuid import UUID

from services.kit.clock import InstallationClock
from services.workflow.activities.recording import Recording
from services.workflow.clocks import Clocks
from services.workflow.workflows.state import Scope
from tests.workflow.edge.world import LUMAJANG, World


def recording(world: World) -> Recording:
    return Recording(
        world.database,
        Clocks(InstallationClock(world.database), world.desk.directory),
        world.desk.sealer,
    )


def the_track(case_id: UUID) -> Scope:
    """The workflow of the only respondent of a world's case."""
    return Scope(
        workflow_id=f"track/{case_id}/1", jurisdiction=LUMAJANG, case_id=case_id, respondent=1
    )
