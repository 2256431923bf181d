"""A workflow service on a real database, with a register filled by hand and no Temporal."""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI

from services.cli import sandbox_seed
from services.kit.access.entries import Person
from services.kit.database import Database
from services.kit.errors import Failure
from services.workflow import app
from services.workflow.acts import ActReceipt
from services.workflow.desk import Desk
from services.workflow.orchestrator import Orchestrator
from services.workflow.settings import WorkflowSettings
from tests.workflow.edge.complained import the_text

KEY = base64.b64encode(bytes(range(32))).decode()
NOW = datetime(2024, 10, 14, 3, 0, tzinfo=UTC)
LUMAJANG = "35.08"
NIP = "198001012005011902"


class RecordedActing:
    """Stands for `Acting`: keeps what it is asked, answers with a receipt or refuses."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.refuses: Failure | None = None
        self.aside: list[tuple[UUID, str]] = []

    async def stepped_aside(self, _conn: object, matter_id: UUID, person_id: str) -> None:
        self.aside.append((matter_id, person_id))

    async def answer(
        self, task_id: UUID, person: Person, answer: Any, happened_on: date, act_id: UUID
    ) -> ActReceipt:
        return self._take("answer", person, answer, happened_on, act_id, task_id=task_id)

    async def act(
        self,
        case_id: UUID,
        kind: str,
        respondent: int | None,
        person: Person,
        answer: Any,
        happened_on: date,
        act_id: UUID,
    ) -> ActReceipt:
        return self._take(
            kind, person, answer, happened_on, act_id, case_id=case_id, respondent=respondent
        )

    def _take(
        self, kind: str, person: Person, answer: Any, on: date, act_id: UUID, **more: Any
    ) -> ActReceipt:
        if self.refuses is not None:
            raise self.refuses
        self.asked.append(
            {"kind": kind, "by": person.id, "answer": answer, "on": on, "act_id": act_id, **more}
        )
        return ActReceipt(
            act_id=act_id, kind=kind, happened_on=on, recorded_at=NOW, task_id=more.get("task_id")
        )


class StandingClock:
    """Stands for the installation's clock: it is always `NOW`."""

    async def now(self) -> datetime:
        return NOW

    async def today(self, zone: str) -> date:
        return NOW.astimezone(ZoneInfo(zone)).date()


@dataclass
class World:
    """The app with its desk, its people's tokens, and hands to fill the register."""

    app: FastAPI
    desk: Desk
    database: Database
    acting: RecordedActing
    tokens: dict[str, str]
    sent: list[httpx.Request] = field(default_factory=list)

    def client(
        self, person_id: str | None = None, *, language: str = "en", **headers: str
    ) -> httpx.AsyncClient:
        """An HTTP client of the app, as this person."""
        if person_id is not None:
            headers["authorization"] = f"Bearer {self.tokens[person_id]}"
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://testserver",
            headers={"accept-language": language} | headers,
        )

    async def row(self, query: str, *arguments: Any) -> Any:
        async with self.database.connection() as conn:
            return await conn.fetchrow(query, *arguments)

    async def run(self, query: str, *arguments: Any) -> None:
        async with self.database.transaction() as conn:
            await conn.execute(query, *arguments)

    async def complaint(
        self,
        *,
        jurisdiction: str = LUMAJANG,
        state: str = "started",
        case_id: UUID | None = None,
        about_inspectorate: bool = False,
        nip: str | None = NIP,
        evidence: tuple[UUID, ...] = (),
    ) -> UUID:
        """A complaint with its text."""
        complaint_id = uuid4()
        await self.run(
            "insert into workflow.complaint (complaint_id, agency_id, agency_kind, jurisdiction,"
            " kind, received_at, body_sha256, sequence, state, case_id, about_inspectorate,"
            " evidence_ids)"
            " values ($1, 'bawaslu-3508', 'bawaslu', $2, 'report', $3, 'ab', 1, $4, $5, $6, $7)",
            complaint_id,
            jurisdiction,
            NOW,
            state,
            case_id,
            about_inspectorate,
            list(evidence),
        )
        for item in evidence:
            await self.item(item, jurisdiction=jurisdiction, state="attached")
        async with self.database.transaction() as conn:
            await self.desk.contents.keep(conn, the_text(complaint_id, jurisdiction, NOW, nip), NOW)
        return complaint_id

    async def item(
        self,
        item: UUID | None = None,
        *,
        agency: str = "bawaslu-3508",
        sent_for: UUID | None = None,
        jurisdiction: str = LUMAJANG,
        state: str = "sealed",
    ) -> UUID:
        """An item that evidence told of; `sent_for` makes it an official's paper."""
        evidence_id = item or uuid4()
        await self.run(
            "insert into workflow.evidence_item (evidence_id, jurisdiction, agency_id, sent_for,"
            " state, sha256, size, media_type)"
            " values ($1, $2, $3, $4, $5, 'cd', 48211, 'image/png') on conflict do nothing",
            evidence_id,
            jurisdiction,
            f"office:{jurisdiction}" if sent_for else agency,
            sent_for,
            state,
        )
        return evidence_id

    async def case(self, *, jurisdiction: str = LUMAJANG, about_inspectorate: bool = False) -> UUID:
        """An open case with one complaint and one respondent."""
        case_id = uuid4()
        await self.run(
            "insert into workflow.cases (case_id, case_number, jurisdiction, year, opened_at,"
            " opened_on, complaint_id, kind, route, point, stage, expected_on, acting_role,"
            " election_type, election_id, about_inspectorate)"
            " values ($1, $2, $3, 2024, $4, '2024-10-09', $5, 'report', 'inspectorate',"
            " 'investigation', 'under_investigation', '2024-10-28', 'auditor', 'pilkada',"
            " 'pilkada-2024-3508', $6)",
            case_id,
            f"{jurisdiction}/2024/{str(case_id)[:6]}",
            jurisdiction,
            NOW,
            uuid4(),
            about_inspectorate,
        )
        content = the_text(uuid4(), jurisdiction, NOW, NIP)
        details = self.desk.contents.seal_details(case_id, 1, content.respondents[0])
        await self.run(
            "insert into workflow.respondent (case_id, n, category, point, stage, nip_digest,"
            " details_sealed, wrapped_key) values ($1, 1, 'pns', 'decide', 'deciding', $2, $3, $4)",
            case_id,
            details["nip_digest"],
            details["details_sealed"],
            details["wrapped_key"],
        )
        return case_id

    async def task(
        self,
        kind: str,
        role: str,
        *,
        case_id: UUID | None = None,
        complaint_id: UUID | None = None,
        respondent: int | None = None,
        post_id: str | None = None,
        office_id: str | None = None,
        due_on: date | None = date(2024, 10, 16),
        jurisdiction: str = LUMAJANG,
        escalated_to: tuple[str, ...] = (),
    ) -> UUID:
        """An open task."""
        task_id = uuid4()
        await self.run(
            "insert into workflow.task (task_id, workflow_id, kind, jurisdiction, case_id,"
            " complaint_id, respondent, role, office_id, post_id, opened_at, opened_on, due_on,"
            " context, escalated_to) values ($1, 'w', $2, $3, $4, $5, $6, $7, $8, $9, $10,"
            " '2024-10-09', $11, $12::jsonb, $13)",
            task_id,
            kind,
            jurisdiction,
            case_id,
            complaint_id,
            respondent,
            role,
            office_id,
            post_id,
            NOW,
            due_on,
            json.dumps({}),
            list(escalated_to),
        )
        return task_id


async def a_world(
    owner_dsn: str,
    service_dsn: str,
    answers: httpx.MockTransport | None = None,
    *,
    public_url: str = "http://testserver",
    known: dict[str, str] | None = None,
) -> World:
    """A service with the demonstration's people; the other services are played by `answers`.

    `known` keeps the tokens of another world on the same database: new ones would end them.
    """
    owner = Database(owner_dsn, size=2)
    seeded = await sandbox_seed.seed(owner, sandbox_seed.Tokens(people=known or {}))
    await owner.close()
    settings = WorkflowSettings(
        database_dsn=service_dsn,
        sealing_keys=f"k1:{KEY}",
        id_secret=KEY,
        codec_keys=f"k1:{KEY}",
        grant_signing_key=KEY,
        sandbox=True,
        public_url=public_url,
    )
    counter = app.desk(settings, Orchestrator("127.0.0.1:9", "default", {"k1": bytes(32)}))
    acting = RecordedActing()
    counter = _with(counter, acting, answers)
    built = app.build(counter, sandbox=True)
    tokens = {entry["id"]: entry["token"] for entry in seeded["people"]}
    return World(built, counter, counter.database, acting, tokens)


def _with(counter: Desk, acting: RecordedActing, answers: httpx.MockTransport | None) -> Desk:
    from dataclasses import replace  # noqa: PLC0415 -- beside its only use

    http = httpx.AsyncClient(transport=answers) if answers else counter.http
    return replace(counter, acting=acting, http=http, clock=StandingClock())  # type: ignore[arg-type]
