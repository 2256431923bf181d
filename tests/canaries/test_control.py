"""The control of the canaries: without sealing the same search finds them, wherever text lies.

Else "found nowhere" would say nothing. A stack of its own, because what lies in it in clear would
be found by the others.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
from aiokafka import AIOKafkaProducer

from deploy.embedded import SERVERS, Stack
from deploy.embedded.own import MODULES
from deploy.embedded.programs import STEPS
from services.kit.topics import TOPICS
from tests.canaries import unsealed
from tests.canaries.forms import Texts, holding, holding_each
from tests.canaries.places import everywhere
from tests.canaries.unsealed import PLANTED
from tests.catching import catching
from tests.evidence.files import a_jpeg
from tests.faults.ground import until
from tests.faults.stand_in import StandIn
from tests.security.asking import JSON, Asking, a_key
from tests.stack import BEGINS, _started

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

STEM = "Kendali4417"
COUNT = 10
OFFICER = "intake-officer-6105"
PEOPLE = ("Pelapor", "Kontak", "Saksi", "Diumumkan", "Berkas", "Kamera", "Uraian")
OFFICIALS = ("Petugas",)
HAVE_TEXT = {
    "rows": (*PEOPLE, *OFFICIALS),
    "disk": (*PEOPLE, *OFFICIALS),
    "temporal": OFFICIALS,
    "temporal's file": OFFICIALS,
}
"""Who complains never reaches Temporal, sealed or not: an official's own words do."""
HAVE_NONE = ("kafka", "logs", "metrics", "traces", "temporary")


def words(*kinds: str) -> list[str]:
    return [f"{STEM}{kind}{n:02}" for kind in kinds for n in range(COUNT)]


@pytest.fixture(scope="module")
async def places(request: pytest.FixtureRequest) -> AsyncIterator[Mapping[str, Texts]]:
    """What lies where after the canaries were submitted to processes that do not seal."""
    with catching() as collector:
        traced = {"NETRAL_OTEL_ENDPOINT": collector.url}
        servers = {*SERVERS, *STEPS}
        with _started(request, servers, durable=False, clock=BEGINS, env=traced) as stack:
            processes = [
                StandIn(stack, name, unsealed.__name__, module) for name, module in MODULES.items()
            ]
            try:
                await asyncio.gather(*(one.start() for one in processes))
                await asyncio.gather(*(_ready(stack, name) for name in MODULES))
                await asyncio.to_thread(_submit, Asking(stack.info))
                await _plant(stack)
                yield await everywhere(stack, collector)
            finally:
                for one in processes:
                    one.kill()


async def _ready(stack: Stack, name: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:

        async def ready() -> bool:
            return (await http.get(f"{stack.layout.url(name)}/readyz")).status_code == 200

        await until(ready, 60, f"{name} is ready")


def _submit(asking: Asking) -> None:
    sent = {n: _complain(asking, n) for n in range(COUNT)}
    for n, complaint in sent.items():
        task = asking.task(complaint)
        claimed = asking.ask("workflow", "POST", f"/v1/tasks/{task}/claim", OFFICER, json={})
        assert claimed.status_code == 200, claimed.text
        answered = asking.ask(
            "workflow",
            "POST",
            f"/v1/tasks/{task}/answer",
            OFFICER,
            json={
                "happened_on": f"{BEGINS}",
                "answer": {"choice": "ask_completion", "asked": f"{STEM}Petugas{n:02}"},
            },
            headers=JSON | {"idempotency-key": a_key()},
        )
        assert answered.status_code == 200, answered.text


def _complain(asking: Asking, n: int) -> str:
    word = {kind: f"{STEM}{kind}{n:02}" for kind in PEOPLE}
    uploaded = asking.upload(
        a_jpeg(camera=word["Kamera"]),
        content_type="image/jpeg",
        content_disposition=f'attachment; filename="{word["Berkas"]}.jpg"',
    )
    assert uploaded.status_code == 202, uploaded.text
    announced = {"name": f"{word['Diumumkan']}.pdf", "size": 3, "sha256": "ab" * 32}
    return asking.submit(
        narrative=word["Uraian"],
        complainant={"mode": "confidential", "name": word["Pelapor"], "contact": word["Kontak"]},
        witnesses=[{"name": word["Saksi"]}],
        evidence=[{"id": uploaded.json()["evidence_id"]}, {"announced": announced}],
    )


async def _plant(stack: Stack) -> None:
    """Where the processes themselves have not put it (`unsealed.plant`)."""
    producer = AIOKafkaProducer(bootstrap_servers=stack.info["kafka_bootstrap"])
    await producer.start()
    try:
        await producer.send_and_wait(next(iter(TOPICS)), PLANTED.encode())
    finally:
        await producer.stop()
    await asyncio.to_thread(Path(stack.folder.tmp, "planted").write_text, PLANTED)


@pytest.mark.parametrize(("place", "kinds"), HAVE_TEXT.items(), ids=list(HAVE_TEXT))
def test_without_sealing_the_canaries_are_found_where_text_lies(
    places: Mapping[str, Texts], place: str, kinds: tuple[str, ...]
) -> None:
    found = holding_each(places[place], STEM, words(*kinds))
    share = sum(bool(where) for where in found.values()) / len(found)

    assert share > 0.95, [word for word, where in found.items() if not where]


@pytest.mark.parametrize("place", HAVE_NONE)
def test_where_no_text_belongs_the_search_finds_a_word_that_is_there(
    places: Mapping[str, Texts], place: str
) -> None:
    assert holding(places[place], PLANTED)


@pytest.mark.parametrize("place", HAVE_NONE)
def test_where_no_text_belongs_there_is_none_even_without_sealing(
    places: Mapping[str, Texts], place: str
) -> None:
    found = holding_each(places[place], STEM, words(*PEOPLE, *OFFICIALS))

    assert {word: where for word, where in found.items() if where} == {}


def test_each_process_is_looked_at(places: Mapping[str, Texts]) -> None:
    logs = {Path(where).stem for where in holding(places["logs"], PLANTED)}

    assert logs >= set(MODULES)
    assert set(holding(places["metrics"], PLANTED)) == set(MODULES)
    assert any(where.endswith("temporal.db-wal") for where in places["temporal's file"])
