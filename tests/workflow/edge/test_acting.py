from uuid import UUID, uuid4

import pytest

from services.kit.errors import Malformed, Pointer, Refused, Unavailable
from tests.workflow.edge.world import World

BODY = {"happened_on": "2024-10-10", "answer": {"choice": "accept"}}


@pytest.fixture
def answering(world: World) -> str:
    world.acting.refuses = None
    world.acting.asked.clear()
    return f"/v1/tasks/{uuid4()}/answer"


async def test_the_same_key_means_the_same_act(world: World, answering: str) -> None:
    async with world.client("intake-officer-3508") as client:
        for key in ('"a-key"', "a-key", "another"):
            answer = await client.post(answering, json=BODY, headers={"idempotency-key": key})
            assert answer.status_code == 200
    async with world.client("inspector-3508") as client:
        await client.post(answering, json=BODY, headers={"idempotency-key": "a-key"})

    ids = [asked["act_id"] for asked in world.acting.asked]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert all(isinstance(act_id, UUID) for act_id in ids)


async def test_an_act_without_a_key_is_refused(world: World, answering: str) -> None:
    async with world.client("intake-officer-3508") as client:
        answer = await client.post(answering, json=BODY)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")
    assert world.acting.asked == []


@pytest.mark.parametrize(
    ("refuses", "status"),
    [
        (
            Refused("sanction-too-light", citation="PP 94/2021 art. 8", sanction="x", degree="y"),
            409,
        ),
        (Refused("not-your-task", about="who", role="ppk"), 403),
        (Unavailable("answer-outcome-unknown"), 503),
        (Malformed("answer-malformed", pointers=[Pointer("/answer/number", "missing")]), 422),
    ],
)
async def test_a_refusal_comes_back_as_a_person_reads_it(
    world: World, answering: str, refuses: Exception, status: int
) -> None:
    world.acting.refuses = refuses  # type: ignore[assignment]
    said = {}
    for tongue in ("id", "en"):
        async with world.client("ppk-3508", language=tongue) as client:
            answer = await client.post(answering, json=BODY, headers={"idempotency-key": "k"})
        said[tongue] = answer.json()
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"

    assert said["id"]["detail"] != said["en"]["detail"]
    if isinstance(refuses, Refused) and refuses.citation:
        assert said["en"]["citation"] == "PP 94/2021 art. 8"
    if isinstance(refuses, Unavailable):
        assert "retry-after" in answer.headers
    if isinstance(refuses, Malformed):
        assert said["en"]["errors"][0]["pointer"] == "/answer/number"


async def test_an_act_without_a_task_goes_to_its_case(world: World, answering: str) -> None:
    case_id = uuid4()
    body = {"kind": "objection_received", "respondent": 1, **BODY}
    async with world.client("bkpsdm-3508") as client:
        answer = await client.post(
            f"/v1/cases/{case_id}/acts", json=body, headers={"idempotency-key": "k"}
        )

    assert answer.status_code == 200
    asked = world.acting.asked[0]
    assert (asked["kind"], asked["case_id"], asked["respondent"]) == (
        "objection_received",
        case_id,
        1,
    )
