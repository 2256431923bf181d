"""What comes from the other services, and Temporal by hand: makers of the tests of arrival."""

from typing import Any
from uuid import UUID, uuid4

from services.contracts.events import (
    ComplaintData,
    ComplaintReceived,
    EvidenceAttached,
    EvidenceData,
)
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.workflow.catching_up import CatchingUp
from services.workflow.orchestrator import Ended
from services.workflow.telling import FactTeller
from tests.workflow.edge.world import NOW, World


class Orchestra:
    """Temporal by hand: away, or it keeps what was started and told."""

    def __init__(self) -> None:
        self.away = False
        self.asked = self.tried = 0
        self.started: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.ended: set[str] = set()
        self.lost: set[str] = set()
        """Starts that Temporal does not answer."""

    async def ready(self) -> None:
        self.asked += 1
        self._there()

    async def start(self, workflow: str, workflow_id: str, argument: Any) -> bool:
        assert workflow in {"ComplaintWorkflow", "LateWorkflow"}
        self.tried += 1
        self._there()
        if workflow_id in self.lost:
            raise Unavailable("orchestrator-unavailable")
        self.started.append(workflow_id)
        return True

    async def signal(self, workflow_id: str, name: str, argument: Any = None) -> None:
        self._there()
        if workflow_id in self.ended:
            raise Ended
        self.told.append((workflow_id, name))

    def _there(self) -> None:
        if self.away:
            raise Unavailable("orchestrator-unavailable")


def a_teller(pool: Database, orchestra: Orchestra) -> FactTeller:
    return FactTeller(pool, orchestra, InstallationClock(pool))  # type: ignore[arg-type]


def catching_up(pool: Database, orchestra: Orchestra, patience: float = 60) -> CatchingUp:
    return CatchingUp(pool, a_teller(pool, orchestra), patience=patience)


def an_event(complaint_id: UUID, evidence: list[UUID] | None = None, **more: Any) -> Any:
    kind = more.pop("kind", ComplaintReceived)
    return kind(
        id=uuid4(),
        source="/netral/intake",
        subject=complaint_id,
        time=NOW,
        sequence=more.pop("sequence", 1),
        jurisdiction="35.08",
        data=ComplaintData(
            complaint_id=complaint_id,
            agency_id="bawaslu-3508",
            agency_kind="bawaslu",
            kind="report",
            body_sha256="ab",
            respondents=1,
            evidence_ids=evidence or [],
            **more,
        ),
    )


def an_attachment(complaint_id: UUID, item: UUID) -> EvidenceAttached:
    return EvidenceAttached(
        id=uuid4(),
        source="/netral/evidence",
        subject=item,
        time=NOW,
        sequence=2,
        jurisdiction="35.08",
        data=EvidenceData(
            evidence_id=item, complaint_id=complaint_id, sha256="cd", size=1, media_type="image/png"
        ),
    )


async def waiting(world: World, complaint_id: UUID) -> int:
    row = await world.row(
        "select count(*) from workflow.early_fact where waits_for = $1", complaint_id
    )
    return int(row[0])


async def state_of(world: World, complaint_id: UUID) -> str:
    row = await world.row(
        "select state from workflow.complaint where complaint_id = $1", complaint_id
    )
    return str(row["state"])
