"""The description of the API is true: every status that comes is in it, and no input is a 500."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

import services.evidence
from services.evidence import app
from services.evidence.settings import EvidenceSettings
from services.kit.words import Words
from tests.evidence.world import World, until
from tests.nonsense import finds_nothing

SOURCE = Path(services.evidence.__file__).parent
RAISED = re.compile(
    r"(?:EdgeRefusal|Refused|Malformed|Unavailable|NotFound|Altered)\(\s*\"([a-z-]+)\""
)


def a_description() -> dict[str, Any]:
    built = app.build(
        EvidenceSettings(
            database_dsn="postgresql://nobody@127.0.0.1:9/none",
            s3_endpoint="127.0.0.1:9",
            s3_access_key="x",
            s3_secret_key="x",
            sealing_keys={"k": bytes(32)},
            id_secret=bytes(32),
        )
    )
    return built.openapi()


def test_every_refusal_has_its_words_in_both_languages():
    words = Words("services.kit", "services.evidence")
    codes = {
        code for file in SOURCE.rglob("*.py") for code in RAISED.findall(file.read_text("utf-8"))
    }

    assert {"evidence-altered", "evidence-not-sealed", "cut-off"} <= codes
    for code in codes:
        root = next(root for root in ("problem", "refusal") if words.has(f"{root}.{code}.title"))
        for part in ("title", "detail", "help"):
            for lang in ("id", "en"):
                assert words.say(f"{root}.{code}.{part}", lang)


def test_the_description_names_every_problem_and_no_answer_of_the_framework():
    described = a_description()
    schemas = described["components"]["schemas"]
    upload = described["paths"]["/v1/evidence"]["post"]

    assert described["openapi"].startswith("3.1")
    assert "Problem" in schemas
    assert "HTTPValidationError" not in str(described)
    assert set(upload["responses"]) == {
        *("202", "400", "401", "403", "408", "409", "413", "415", "422", "503"),
    }
    required = {each["name"] for each in upload["parameters"] if each["required"]}
    assert required == {"jurisdiction", "Idempotency-Key"}
    assert {parameter["name"].lower() for parameter in upload["parameters"]} >= {
        *("jurisdiction", "name", "taken_at", "place", "source_url", "platform", "account"),
        *("description", "idempotency-key", "content-digest", "content-disposition", "prefer"),
    }
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert operation["security"], path
            assert operation["summary"]
            for status, answer in operation["responses"].items():
                kind = next(iter(answer["content"]))
                assert (kind == "application/problem+json") == (int(status) >= 400)


@pytest.mark.stack
@pytest.mark.timeout(180)
async def test_no_input_makes_a_500_or_an_undescribed_answer(world: World):
    evidence_id = await world.sealed(b"contoh")
    token = world.as_agency()["Authorization"].removeprefix("Bearer ")

    await finds_nothing(world.app.url, token, there={"evidence_id": evidence_id})


@pytest.mark.stack
@pytest.mark.timeout(180)
async def test_a_refusal_is_counted_once_and_what_kafka_was_not_told_grows_old(world: World):
    await world.sealed(b"contoh angka")
    before = await _figure(world.app.url, 'netral_requests_refused_total{code="evidence-type"}')
    answer = await world.send(b"contoh", kind="application/x-odd")
    after = await _figure(world.app.url, 'netral_requests_refused_total{code="evidence-type"}')

    assert answer.status_code == 415
    assert after - before == 1

    async def it_is_old() -> bool:
        return (
            await _figure(world.background.url, 'netral_outbox_age_seconds{schema="evidence"}') > 0
        )

    await until(it_is_old)


async def _figure(url: str, name: str) -> float:
    async with httpx.AsyncClient() as client:
        lines = (await client.get(f"{url}/metrics")).text.splitlines()
    return next((float(line.split()[-1]) for line in lines if line.startswith(f"{name} ")), 0.0)
