"""The two processes of the evidence service on real servers, and who sends to them."""

import asyncio
import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from deploy.embedded import ports
from deploy.embedded.layout import REPOSITORY
from services.evidence.parts import Parts, assemble
from services.evidence.settings import EvidenceSettings
from services.kit.grants import Grant, GrantSigner

JURISDICTION = "35.08"
AGENCIES = {"bawaslu-3508": ["35.08", "61.05"], "bkn": ["35.08"]}
PATIENCE = 40.0


async def until(condition: Callable[[], Awaitable[object]], patience: float = PATIENCE) -> Any:
    """What the condition gives once it is true; the test fails if it never is."""
    async with asyncio.timeout(patience):
        while not (found := await condition()):  # noqa: ASYNC110 -- it is asked of others
            await asyncio.sleep(0.05)
    return found


def settings_of(env: Mapping[str, str]) -> EvidenceSettings:
    """Settings out of an environment that is not this process's own."""
    given: dict[str, Any] = {
        key.removeprefix("NETRAL_").lower(): value for key, value in env.items()
    }
    return EvidenceSettings(**given)


class Process:
    """One of our processes; ended by its own id."""

    def __init__(self, module: str, env: Mapping[str, str], port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._folder = tempfile.TemporaryDirectory(prefix="netral-evidence-")
        self.log = Path(self._folder.name) / "log"
        self._module = module
        self._env = {**os.environ, **env, "NETRAL_PORT": str(port), "NETRAL_PUBLIC_URL": self.url}
        self._running: subprocess.Popen[bytes] | None = None

    def start(
        self, module: str | None = None, *words: str, env: Mapping[str, str] | None = None
    ) -> None:
        """As itself, or as a test's entry point that becomes it."""
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", module or self._module, *words],
                cwd=REPOSITORY,
                env=self._env | dict(env or {}),
                stdout=log,
                stderr=log,
            )

    async def ready(self) -> None:
        async def answers() -> bool:
            with suppress(httpx.HTTPError):
                async with httpx.AsyncClient() as client:
                    return (await client.get(f"{self.url}/readyz")).status_code == 200
            return False

        await until(answers)

    async def ended(self) -> int:
        assert self._running is not None
        return await asyncio.to_thread(self._running.wait, PATIENCE)

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    def kill(self) -> None:
        if self._running is not None and self._running.poll() is None:
            self._running.kill()
            self._running.wait()

    def forget(self) -> None:
        """Ended for good, and its log gone."""
        self.kill()
        self._folder.cleanup()


@dataclass
class World:
    """What a test of this service may touch."""

    env: dict[str, str]
    tokens: dict[str, str]
    signer: GrantSigner
    parts: Parts
    app: Process
    background: Process
    http: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.AsyncClient(base_url=self.app.url, timeout=30)

    def as_agency(self, agency: str = "bawaslu-3508") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[agency]}"}

    def as_official(self, act: str, item: object, **fields: Any) -> dict[str, str]:
        grant = Grant(
            person_id="inspector-3508",
            jurisdiction=fields.pop("jurisdiction", JURISDICTION),
            act=act,
            item=str(item),
            purpose=fields.pop("purpose", "telaah"),
            **fields,
        )
        return {"Authorization": f"Grant {self.signer.sign(grant)}"}

    async def send(
        self,
        content: bytes,
        *,
        key: str | None = None,
        kind: str = "text/plain",
        wait: int | None = 20,
        caller: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **query: str,
    ) -> httpx.Response:
        told = {
            **(caller or self.as_agency()),
            "Idempotency-Key": key or f"kunci-{uuid4()}",
            "Content-Type": kind,
            **({"Prefer": f"wait={wait}"} if wait else {}),
            **(headers or {}),
        }
        return await self.http.post(
            "/v1/evidence",
            params={"jurisdiction": JURISDICTION, **query},
            headers=told,
            content=content,
        )

    async def sealed(self, content: bytes | None = None, **fields: Any) -> UUID:
        answer = await self.send(content or os.urandom(2000), **fields)
        assert answer.status_code == 202, answer.text
        assert answer.json()["state"] == "sealed", answer.text
        return UUID(answer.json()["evidence_id"])

    async def row(self, evidence_id: UUID) -> dict[str, Any]:
        async with self.parts.database.connection() as conn:
            found = await conn.fetchrow(
                "select * from evidence.item where evidence_id = $1", evidence_id
            )
        return dict(found)

    async def events(self, evidence_id: UUID) -> list[dict[str, Any]]:
        async with self.parts.database.connection() as conn:
            rows = await conn.fetch(
                "select convert_from(body, 'UTF8')::jsonb ->> 'type' as type, sequence, sent_at,"
                " convert_from(body, 'UTF8')::jsonb #>> '{data,complaint_id}' as complaint_id,"
                " convert_from(body, 'UTF8')::jsonb #>> '{data,sent_for}' as sent_for"
                " from evidence.outbox where key = $1 order by sequence",
                evidence_id,
            )
        return [dict(row) for row in rows]

    async def attempts_in_quarantine(self) -> set[UUID]:
        return set(await self.parts.quarantine.attempts())

    async def close(self) -> None:
        await self.http.aclose()
        self.app.forget()
        self.background.forget()
        await self.parts.close()


def a_world(env: dict[str, str], tokens: dict[str, str], signing_key: bytes) -> World:
    """The processes, not yet started."""
    chosen = ports.choose({}, names=("app", "background"), known={})
    app = Process("services.evidence.app", env, chosen["app"])
    background = Process("services.evidence.background", env, chosen["background"])
    return World(
        env=env,
        tokens=tokens,
        signer=GrantSigner(signing_key),
        parts=assemble(settings_of(env), "test"),
        app=app,
        background=background,
    )


def digest_header(content: bytes) -> dict[str, str]:
    text = base64.b64encode(sha256(content).digest()).decode()
    return {"Content-Digest": f"sha-256=:{text}:"}
