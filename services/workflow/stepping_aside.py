"""Who declares a part of his own is asked nothing more: his post's tasks go to the next."""

from contextlib import suppress
from uuid import UUID

from services.kit.database import Connection
from services.workflow.orchestrator import Ended, Orchestrator
from services.workflow.workflows.state import track_workflow

_TRACKS = (
    "select case_id, n, round from workflow.respondent where track_workflow is not null"
    " and (case_id = $1 or case_id in"
    " (select case_id from workflow.complaint where complaint_id = $1))"
)


async def tell_tracks(
    conn: Connection, orchestrator: Orchestrator, matter_id: UUID, person_id: str
) -> None:
    """Tells every open track of a case or complaint; told again, nothing follows.

    Before the declaration is committed: where the tracks cannot be told (`Unavailable`) nothing is
    declared, and whoever declares it again tells them then.
    """
    tracks = await conn.fetch(_TRACKS, matter_id)
    for track in tracks:
        workflow_id = track_workflow(track["case_id"], track["n"], track["round"])
        with suppress(Ended):
            await orchestrator.signal(workflow_id, "recused", person_id)
