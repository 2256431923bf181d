"""Every process is killed at each of its named instants, and what was acknowledged comes out."""

import asyncio
import base64
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaProducer

from deploy.embedded.layout import REPOSITORY
from services.kit.grants import Grant, GrantSigner
from services.kit.topics import COMPLAINT
from tests.catching import Catcher, catching
from tests.faults.calm import calm
from tests.faults.checker import examine
from tests.faults.ground import Ground, until
from tests.faults.history import History
from tests.faults.mortals import ALL, TOGETHER, alive_at, mortals
from tests.faults.plan import AGENCY, JURISDICTION, Submission
from tests.faults.seeds import seed
from tests.faults.senders import Senders

pytestmark = pytest.mark.stack

BURSTS = 28
_OF_COMPLAINTS = "join intake.complaint using (complaint_id) where idempotency_key like $1 || '%'"
_AT_TRIAGE = "select exists (select from workflow.task where complaint_id = $1)"
_REVEALED = f"""select count(distinct complaint_id) from intake.audit
    {_OF_COMPLAINTS} and act = 'revealed' and actor = 'person:inspector-3508'"""
_TOLD = f"""select notice_id::text, body, delivery.state from intake.notice
    left join intake.delivery using (agency_id, position) {_OF_COMPLAINTS}"""
_CALL = re.compile(r'reached\(\s*f?"([^"]+)"')


def test_no_instant_of_the_code_is_left_out():
    named = set()
    for path in (REPOSITORY / "services").rglob("*.py"):
        named |= set(_CALL.findall(path.read_text(encoding="utf-8")))
    schemas = {"{self._schema}": ("intake", "evidence", "workflow")}
    groups = {"{self.group}": ("netral-intake", "netral-evidence", "netral-workflow")}
    for place, names in (schemas | groups).items():
        for name in [one for one in named if place in one]:
            named |= {name.replace(place, each) for each in names}
            named.discard(name)

    # A case event that intake can never work would be set aside like the others' messages.
    assert named - {"netral-intake.set_aside_before_offset"} == ALL
    assert len(ALL) >= 20


async def everything_happens(
    ground: Ground,
    senders: Senders,
    history: History,
    http: httpx.AsyncClient,
    submission: Submission,
) -> None:
    """One complaint with its supplement, opened by an official."""
    await senders.send(submission)
    complaint_id = id_of(history, submission)

    async def revealed() -> bool:
        grant = Grant(
            person_id="inspector-3508",
            jurisdiction=JURISDICTION,
            act="reveal",
            item=complaint_id,
        )
        secret = base64.b64decode(ground.stack.layout.secrets["grant_signing_key"])
        credential = f"Grant {GrantSigner(secret).sign(grant)}"
        place = f"/v1/complaints/{complaint_id}/content"
        return await attempt(http, "GET", place, credential=credential) == 200

    await supplement(http, complaint_id, 1, submission)
    await until(revealed, 90, "identity revealed")


async def supplemented_at_triage(
    ground: Ground, history: History, http: httpx.AsyncClient, submission: Submission
) -> None:
    """Once more, when what was said before is in the text that triage began with."""
    complaint_id = id_of(history, submission)

    async def at_triage() -> bool:
        return bool(await ground.value(_AT_TRIAGE, complaint_id))

    await until(at_triage, 240, "at triage")
    await supplement(http, complaint_id, 2, submission)


def id_of(history: History, submission: Submission) -> str:
    """The id under which it was acknowledged."""
    [answer] = history.answers(submission.key)
    return str(json.loads(answer)["complaint_id"])


async def supplement(
    http: httpx.AsyncClient, complaint_id: str, nth: int, submission: Submission
) -> None:
    """Until it is acknowledged."""
    place, key = f"/v1/complaints/{complaint_id}/supplements", f"{submission.key}-tambahan-{nth}"

    async def supplemented() -> bool:
        return await attempt(http, "POST", place, json={"text": "Contoh"}, key=key) == 202

    await until(supplemented, 90, "supplement acknowledged")


async def attempt(
    http: httpx.AsyncClient,
    method: str,
    path: str,
    *,
    json: object = None,
    key: str | None = None,
    credential: str | None = None,
) -> int:
    """The status, 0 if there was no answer."""
    headers = {"Idempotency-Key": key} if key else {}
    headers |= {"Authorization": credential} if credential else {}
    try:
        return (await http.request(method, path, json=json, headers=headers)).status_code
    except httpx.HTTPError:
        return 0


@pytest.fixture
def agency() -> Iterator[Catcher]:
    """Where the agency takes its notices, but not the first two at their first try."""
    # Two, as the process may die at the first before it notes that it was refused; and none twice,
    # as the wait for a third try is five minutes.
    with catching(refused_at_first=2) as catcher:
        yield catcher


async def set_aside(ground: Ground, keys: Sequence[bytes]) -> dict[str, list[int]]:
    """How many messages each schema keeps under each of these keys."""
    kept = "select count(*) from {}.set_aside where key = $1"
    return {
        schema: [await ground.value(kept.format(schema), key) for key in keys]
        for schema in ("evidence", "workflow")
    }


async def unreadable(ground: Ground, keys: Sequence[bytes]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=ground.kafka)
    await producer.start()
    try:
        for key in keys:
            await producer.send_and_wait(COMPLAINT, b"bukan json", key=key)
    finally:
        await producer.stop()


@pytest.mark.timeout(600)
async def test_killed_at_any_instant_nothing_is_lost_and_nothing_happens_twice(
    ground: Ground, history: History, prefix: str, tmp_path: Path, agency: Catcher
):
    markers = tmp_path / "died"
    markers.mkdir()
    plan = [
        Submission(
            key=f"{prefix}-{n}",
            number=n,
            evidence=bytes(str(n), "ascii") * 50 if n < TOGETHER or n % TOGETHER == 0 else None,
        )
        for n in range(TOGETHER * (BURSTS + 1))
    ]
    poison = [f"{prefix}-{n}".encode() for n in range(TOGETHER)]
    credential = {"Authorization": f"Bearer {ground.token(AGENCY)}"}
    async with (
        httpx.AsyncClient(base_url=ground.intake_url, headers=credential, timeout=8) as http,
        Senders(ground, history) as senders,
    ):
        listening = {"url": f"{agency.url}/{prefix}"}
        assert await attempt(http, "PUT", "/v1/webhook", json=listening) == 200
        async with mortals(ground, markers):
            await unreadable(ground, poison)
            async with asyncio.TaskGroup() as group:
                for one in plan[:TOGETHER]:
                    group.create_task(everything_happens(ground, senders, history, http, one))
            async with asyncio.TaskGroup() as group:
                for one in plan[:TOGETHER]:
                    group.create_task(supplemented_at_triage(ground, history, http, one))
                for burst in batched(plan[TOGETHER:]):
                    group.create_task(senders.send_all(burst, 0))
                    await asyncio.sleep(25 / BURSTS)

            async def all_died() -> bool:
                return not alive_at(markers)

            try:
                await until(all_died, 300, "a death at each instant")
            except AssertionError:
                pytest.fail(f"seed {seed()}; did not die at {alive_at(markers)}")
        await calm(ground, prefix)
        told = await all_told(ground, prefix)
        assert await attempt(http, "DELETE", "/v1/webhook") == 204

    came = {(one.headers["webhook-id"], one.body) for one in agency.at(f"/{prefix}")}
    findings = await examine(ground, history, prefix)
    supplements = await ground.value(
        "select count(*) from intake.supplement where idempotency_key like $1 || '%'", prefix
    )
    assert findings.wrong == {}
    assert supplements == 2 * TOGETHER
    assert await ground.value(_REVEALED, prefix) == TOGETHER
    assert told
    assert set(told) <= came
    assert await set_aside(ground, poison) == {
        "evidence": [1] * TOGETHER,
        "workflow": [1] * TOGETHER,
    }


async def all_told(ground: Ground, prefix: str) -> list[tuple[str, bytes]]:
    """The notices of these complaints, when each is delivered; a lease of the dead lasts 30 s."""

    async def delivered() -> list[dict[str, Any]] | None:
        rows = await ground.rows(_TOLD, prefix)
        return rows if {row["state"] for row in rows} == {"delivered"} else None

    rows = await until(delivered, 150, "each notice delivered")
    return [(row["notice_id"], row["body"]) for row in rows]


def batched(plan: Sequence[Submission]) -> Iterator[Sequence[Submission]]:
    """Those that are begun at once."""
    return (plan[n : n + TOGETHER] for n in range(0, len(plan), TOGETHER))
