"""The real register, worker and acting on a real Postgres and Temporal; only intake is by hand."""

import asyncio
import json
import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from services.contracts.complaint import ComplaintContent, Incident, Recommendation, Respondent
from services.contracts.events import ComplaintData, ComplaintReceived, ComplaintSupplemented
from services.contracts.law import AgencyKind, Category, ComplaintKind
from services.kit.access.directory import Directory
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import Unavailable
from services.kit.ids import IdMint
from services.kit.sealing import Sealer
from services.workflow.acting import Acting
from services.workflow.activities.fetching import IntakeReader
from services.workflow.acts import ActReceipt
from services.workflow.aftermath import Aftermath
from services.workflow.clocks import Clocks
from services.workflow.facts import FactsReader
from services.workflow.orchestrator import Orchestrator
from services.workflow.register.content import Contents
from services.workflow.starting import ComplaintStarter
from services.workflow.taking import Taking
from services.workflow.telling import FactTeller

PATIENCE = 20.0


class HandMadeIntake(IntakeReader):
    """Intake as its contract says: the text, or away."""

    def __init__(self) -> None:
        self.texts: dict[UUID, ComplaintContent] = {}
        self.away = False

    async def content(self, complaint_id: UUID, jurisdiction: str) -> ComplaintContent:
        if self.away or complaint_id not in self.texts:
            raise Unavailable("intake-unavailable")
        return self.texts[complaint_id]


class House:
    """One regency's office, from the arrival of a complaint to the last event."""

    def __init__(
        self, database: Database, orchestrator: Orchestrator, intake: HandMadeIntake
    ) -> None:
        self.database = database
        self.intake = intake
        self.directory = Directory(database)
        self.sealer = Sealer({"1": b"s" * 32})
        self.contents = Contents(self.sealer, IdMint(b"i" * 32), self.directory)
        self.clock = InstallationClock(database)
        self.clocks = Clocks(self.clock, self.directory)
        self.orchestrator = orchestrator
        self.acting = Acting(
            database,
            orchestrator,
            FactsReader(self.directory, self.clocks),
            self.clocks,
            Aftermath(database, self.sealer),
        )
        starter = ComplaintStarter(database, orchestrator, at_once=4)
        self.starter = starter
        self.taking = Taking(
            database, starter, FactTeller(database, orchestrator, InstallationClock(database))
        )

    def nip_digest(self, nip: str) -> bytes:
        return IdMint(b"i" * 32).digest("nip", nip)

    async def receives(
        self,
        *respondents: Respondent,
        agency: str = "bawaslu-3508",
        agency_kind: AgencyKind = AgencyKind.BAWASLU,
        kind: ComplaintKind = ComplaintKind.REPORT,
        received_on: date = date(2024, 10, 8),
        start: bool = True,
        recommendation: Recommendation | None = None,
    ) -> UUID:
        """A complaint of an agency, taken from its event and started."""
        complaint_id = uuid4()
        named = respondents or (a_respondent(),)
        at = datetime.combine(received_on, datetime.min.time(), UTC).replace(hour=2)
        self.intake.texts[complaint_id] = ComplaintContent(
            complaint_id=complaint_id,
            agency_id=agency,
            agency_kind=agency_kind,
            jurisdiction="35.08",
            received_at=at,
            body_sha256="0" * 64,
            kind=kind,
            recommendation=recommendation,
            respondents=named,
            incident=Incident(what="canary-what"),
            narrative="canary-narrative",
        )
        event = ComplaintReceived(
            id=uuid4(),
            source="/netral/intake",
            subject=complaint_id,
            time=at,
            sequence=1,
            jurisdiction="35.08",
            data=ComplaintData(
                complaint_id=complaint_id,
                agency_id=agency,
                agency_kind=agency_kind,
                kind=kind,
                body_sha256="0" * 64,
                respondents=len(named),
            ),
        )
        await self.taking.complaint(event)
        if start:
            await self.starter.start_waiting()
        return complaint_id

    async def supplements(self, complaint_id: UUID, number: int = 1) -> None:
        """The agency sends more, and intake has it."""
        event = ComplaintSupplemented(
            id=uuid4(),
            source="/netral/intake",
            subject=complaint_id,
            time=datetime(2024, 10, 10, 2, tzinfo=UTC),
            sequence=number + 1,
            jurisdiction="35.08",
            data=ComplaintData(
                complaint_id=complaint_id,
                agency_id="bawaslu-3508",
                agency_kind=AgencyKind.BAWASLU,
                kind=ComplaintKind.REPORT,
                body_sha256="0" * 64,
                supplement=number,
            ),
        )
        await self.taking.complaint(event)

    async def asked(self, kind: str, matter: UUID, respondent: int | None = None) -> dict[str, Any]:
        """The open task of that kind about a complaint or a case, as soon as it is there."""
        return await self.found(
            "select * from workflow.task where state = 'open' and kind = $1"
            " and (complaint_id = $2 or case_id = $2)"
            " and ($3::int is null or respondent = $3)",
            kind,
            matter,
            respondent,
        )

    async def found(self, query: str, *values: Any) -> dict[str, Any]:
        """The first row of a query, waited for with a bound."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            row = await self.row(query, *values)
            if row is not None:
                return row
            await asyncio.sleep(0.05)
        raise AssertionError(f"never came: {query} {values}")

    async def row(self, query: str, *values: Any) -> dict[str, Any] | None:
        async with self.database.connection() as conn:
            row = await conn.fetchrow(query, *values)
        return None if row is None else dict(row)

    async def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        async with self.database.connection() as conn:
            return [dict(row) for row in await conn.fetch(query, *values)]

    async def answers(
        self,
        person_id: str,
        kind: str,
        matter: UUID,
        on: date,
        *,
        respondent: int | None = None,
        act_id: UUID | None = None,
        **answer: Any,
    ) -> ActReceipt:
        """A person answers the open task of that kind."""
        task = await self.asked(kind, matter, respondent)
        person = await self.directory.person(person_id)
        assert person is not None
        return await self.acting.answer(task["task_id"], person, answer, on, act_id or uuid4())

    async def acts(
        self,
        person_id: str,
        kind: str,
        case_id: UUID,
        on: date,
        *,
        respondent: int | None = None,
        **answer: Any,
    ) -> ActReceipt:
        """A person acts without having been asked."""
        person = await self.directory.person(person_id)
        assert person is not None
        return await self.acting.act(case_id, kind, respondent, person, answer, on, uuid4())

    async def today_is(self, day: date) -> None:
        """The legal clock stands on that day, and every open clock is read again."""
        async with self.database.transaction() as conn:
            await conn.execute(
                "insert into access.clock (real_anchor, virtual_anchor, rate, set_by)"
                " values (now(), $1, 0, 'test')",
                datetime.combine(day, datetime.min.time(), UTC).replace(hour=4),
            )
        await self.clock.anew()
        open_workflows = await self.rows(
            "select distinct workflow_id from workflow.clock where state = 'running'"
        )
        for row in open_workflows:
            await self.orchestrator.signal(row["workflow_id"], "rearm")

    async def sealed_item(self, sent_for: UUID) -> str:
        """A paper that an official uploaded for the case or task, and evidence has sealed."""
        item = uuid4()
        async with self.database.transaction() as conn:
            await conn.execute(
                "insert into workflow.evidence_item (evidence_id, jurisdiction, agency_id,"
                " sent_for, state, sha256, size, media_type)"
                " values ($1, '35.08', 'office:35.08', $2, 'sealed', 'ab', 1, 'application/pdf')",
                item,
                sent_for,
            )
        return str(item)

    async def events(self, key: UUID) -> list[dict[str, Any]]:
        """The events of a case or complaint in their order."""
        rows = await self.rows(
            "select body from workflow.outbox where key = $1 order by sequence", key
        )
        return [json.loads(row["body"]) for row in rows]


def a_respondent(
    nip: str | None = None, category: Category = Category.PNS, *, office: str | None = None
) -> Respondent:
    said = {"category": category, "nip": nip, "position": "Pegawai Contoh", "office": office}
    return Respondent.model_validate_json(json.dumps(said))
