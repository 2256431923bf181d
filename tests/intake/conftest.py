"""Intake on a real Postgres, spoken to over its HTTP; Kafka, Temporal and S3 are not there."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.intake.app import build
from services.intake.desk import Desk
from services.intake.projecting import Projecting
from services.intake.settings import IntakeSettings
from services.kit.access.entries import Jurisdiction
from services.kit.access.writing import AccessWriter
from services.kit.database import Database
from services.kit.grants import Grant, GrantAct, GrantSigner
from tests.intake.makers import MINT, SECRET, a_small_body, raw
from tests.stack import TestDatabase

SIGNING = bytes(range(1, 33))


@dataclass
class Counter:
    """Intake's HTTP, its desk behind it, and the tables as the administrator sees them."""

    client: httpx.AsyncClient
    desk: Desk
    admin: Database
    settings: IntakeSettings
    tokens: dict[str, str] = field(default_factory=dict)

    async def post(
        self,
        body: dict[str, Any] | bytes,
        *,
        key: str | None = None,
        agency: str = "bawaslu-3508",
        to: str = "/v1/complaints",
        **headers: str,
    ) -> httpx.Response:
        sent = {
            "authorization": f"Bearer {self.tokens[agency]}",
            "content-type": "application/json",
            "idempotency-key": key or str(uuid4()),
        }
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) else raw(body)
        return await self.client.post(to, content=content, headers=sent)

    async def get(
        self, path: str, *, agency: str = "bawaslu-3508", **params: Any
    ) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.tokens[agency]}"}
        return await self.client.get(path, headers=headers, params=params)

    async def a_complaint(self, *, agency: str = "bawaslu-3508", **changes: Any) -> UUID:
        answer = await self.post(a_small_body(**changes), agency=agency)
        assert answer.status_code == 202, answer.text
        return UUID(answer.json()["complaint_id"])

    def a_grant(self, act: GrantAct, item: str, **changes: Any) -> dict[str, str]:
        grant = Grant(
            person_id="inspector-3508",
            roles=("inspector",),
            jurisdiction="35.08",
            act=act,
            item=item,
            **{"purpose": "triage"} | changes,
        )
        return {"authorization": f"Grant {GrantSigner(SIGNING).sign(grant)}"}

    async def rows(self, query: str, *args: Any) -> list[dict[str, Any]]:
        async with self.admin.connection() as conn:
            return [dict(row) for row in await conn.fetch(query, *args)]


AGENCIES = {"bawaslu-3508": "bawaslu", "bkn": "bkn", "sp4n": "sp4n", "dpmd-3508": "dpmd"}


@pytest.fixture(scope="module")
async def counter(database: TestDatabase) -> AsyncIterator[Counter]:
    public = Ed25519PrivateKey.from_private_bytes(SIGNING).public_key().public_bytes_raw()
    settings = IntakeSettings(
        database_dsn=database.dsn_of("intake"),
        sealing_keys={"k1": SECRET},
        id_secret=SECRET,
        grant_verify_keys=[public],
        public_url="https://intake.example",
        sandbox=True,
        webhook_allowed_networks=["127.0.0.0/8"],
    )
    admin = Database(database.dsn)
    writer = AccessWriter(admin)
    await writer.add_jurisdiction(
        Jurisdiction(code="35.08", name="Kabupaten Lumajang", zone="Asia/Jakarta")
    )
    await writer.add_jurisdiction(
        Jurisdiction(code="52.03", name="Kabupaten Lombok Timur", zone="Asia/Makassar")
    )
    await writer.add_person("inspector-3508", "Pegawai Contoh 1", "35.08", ["inspector"])
    app = build(settings)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://intake") as client:
        counter = Counter(client, app.state.desk, admin, settings)
        for agency_id, kind in AGENCIES.items():
            counter.tokens[agency_id] = await writer.add_agency(
                agency_id, f"Lembaga Contoh {kind}", kind, ["35.08"]
            )
        yield counter
    await counter.desk.database.close()
    await admin.close()


async def stand_the_clock(counter: Counter, at: datetime) -> None:
    """Put the installation's legal clock somewhere, standing."""
    async with counter.admin.connection() as conn:
        await conn.execute(
            "insert into access.clock (real_anchor, virtual_anchor, rate, set_by)"
            " values (now(), $1, 0, 'test')",
            at,
        )


async def terminate_sessions(dsn: str, application: str) -> None:
    """Cut every line of an application to Postgres."""
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
            application,
        )
    finally:
        await conn.close()


SOON = timedelta(seconds=1)


@pytest.fixture
def projecting(counter: Counter) -> Projecting:
    return Projecting(counter.desk.database, MINT, "https://intake.example")
