"""Who may do what, as another role, another regency, nobody any more, or with a paper forged."""

import asyncio
import base64
import json
from uuid import uuid4

import httpx
import pytest

from deploy.embedded import Stack
from services.kit.access.writing import AccessWriter
from services.kit.database import Database
from tests.security.asking import Asking, a_key

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]

OFFICER, OUTSIDER = "intake-officer-6105", "intake-officer-3508"
NAME = "KenariTersembunyi2209"


@pytest.fixture(scope="module")
def complaint(asking_once: Asking) -> str:
    return asking_once.submit(complainant={"mode": "confidential", "name": NAME})


@pytest.fixture(scope="module")
def task(asking_once: Asking, complaint: str) -> str:
    return asking_once.task(complaint)


_ANSWER = {"happened_on": "2024-08-26", "answer": {"choice": "accept"}}
MATRIX = [
    ("GET", "/v1/tasks/{task}", None),
    ("GET", "/v1/complaints/{complaint}", None),
    ("POST", "/v1/tasks/{task}/claim", None),
    ("POST", "/v1/tasks/{task}/release", None),
    ("POST", "/v1/tasks/{task}/hand-over", {"to": OFFICER}),
    ("POST", "/v1/tasks/{task}/answer", _ANSWER),
    ("POST", "/v1/tasks/{task}/grants", {"act": "reveal", "item": "{complaint}", "purpose": "x"}),
    ("GET", "/console/tasks/{task}", None),
]


@pytest.mark.parametrize("who", [OUTSIDER, "camat-6105", "village-head-6105", "superior-6105"])
@pytest.mark.parametrize(("method", "path", "body"), MATRIX)
def test_a_task_of_others_is_as_if_not_there(
    asking: Asking, task: str, complaint: str, who: str, method: str, path: str, body: object
) -> None:
    where = path.format(task=task, complaint=complaint)
    more = {} if body is None else {"json": json.loads(json.dumps(body))}
    if body and "item" in more["json"]:
        more["json"]["item"] = complaint
    headers = {"idempotency-key": a_key()}
    answer = asking.ask("workflow", method, where, who, headers=headers, **more)

    assert answer.status_code == (303 if path.startswith("/console") else 404)
    assert NAME not in answer.text


@pytest.mark.parametrize("to", [OUTSIDER, "camat-6105", "nobody", "bawaslu-6105"])
def test_a_task_goes_to_nobody_who_may_not_hold_it(asking: Asking, task: str, to: str) -> None:
    path = f"/v1/tasks/{task}/hand-over"
    answer = asking.ask("workflow", "POST", path, OFFICER, json={"to": to})

    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["bawaslu-6105", None])
def test_an_agency_is_no_official_and_an_official_no_agency(
    asking: Asking, who: str | None
) -> None:
    assert asking.ask("workflow", "GET", "/v1/tasks", who).status_code == 401
    official = None if who is None else OFFICER
    assert asking.ask("intake", "GET", "/v1/complaints", official).status_code == 401
    assert asking.ask("evidence", "GET", "/v1/evidence", official).status_code == 401


def _given(asking: Asking, task: str, act: str, item: str) -> tuple[str, str]:
    given = asking.grant(task, act, item)
    assert given.status_code == 201, given.text
    return str(given.json()["grant"]), str(given.json()["url"])


def test_only_a_grant_to_reveal_shows_who_complained(
    asking: Asking, task: str, complaint: str
) -> None:
    shown = {}
    for act in ("view", "reveal"):
        grant, url = _given(asking, task, act, complaint)
        shown[act] = NAME in asking.ask("intake", "GET", url, grant=grant).text

    assert shown == {"view": False, "reveal": True}


def test_a_grant_opens_no_other_item_act_or_service(
    asking: Asking, task: str, complaint: str
) -> None:
    other = asking.submit()
    item = asking.upload(b"%PDF-1.4\nlain " + uuid4().bytes).json()["evidence_id"]
    grant, url = _given(asking, task, "view", complaint)
    said = {
        "other complaint": asking.ask(
            "intake", "GET", f"/v1/complaints/{other}/content", grant=grant
        ),
        "its audit": asking.ask("intake", "GET", f"/v1/complaints/{other}/audit", grant=grant),
        "evidence": asking.ask("evidence", "GET", f"/v1/evidence/{item}", grant=grant),
        "bytes": asking.ask("evidence", "GET", f"/v1/evidence/{item}/content", grant=grant),
        "list": asking.ask("evidence", "GET", "/v1/evidence", grant=grant),
        "submit": asking.ask(
            "intake",
            "POST",
            "/v1/complaints",
            grant=grant,
            json={},
            headers={"idempotency-key": a_key()},
        ),
        "as bearer": asking.ask("intake", "GET", url, headers={"authorization": f"Bearer {grant}"}),
    }

    assert {name: answer.status_code for name, answer in said.items()} == dict.fromkeys(said, 401)


@pytest.mark.parametrize("how", ["reveal for view", "another item", "later", "no signature"])
def test_a_grant_that_was_changed_opens_nothing(
    asking: Asking, task: str, complaint: str, how: str
) -> None:
    grant, url = _given(asking, task, "view", complaint)
    payload, signature = grant.split(".")
    said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    said |= {
        "reveal for view": {"act": "reveal"},
        "another item": {"item": str(uuid4())},
        "later": {"expires_at": "2099-01-01T00:00:00Z"},
        "no signature": {},
    }[how]
    forged = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    token = f"{forged}." if how == "no signature" else f"{forged}.{signature}"

    assert asking.ask("intake", "GET", url, grant=token).status_code == 401


@pytest.mark.parametrize("how", ["role taken", "disabled"])
async def test_a_grant_ends_with_the_role_and_with_its_person(
    stack: Stack, asking: Asking, task: str, complaint: str, how: str
) -> None:
    database = Database(stack.dsn)
    try:
        writer = AccessWriter(database)
        person = f"uji-{uuid4().hex[:8]}"
        token = await writer.add_person(person, "Pegawai Contoh 71", "61.05", ["intake_officer"])
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            given = await _until_given(client, asking, task, complaint, headers)
            opened = {"authorization": f"Grant {given['grant']}"}
            before = await client.get(given["url"], headers=opened)
            if how == "disabled":
                await writer.disable_person(person)
            else:
                await writer.take_role(person, "intake_officer")
            await asyncio.sleep(1.2)  # the promise itself: at most a second
            after = await client.get(given["url"], headers=opened)
            again = await client.get(
                f"{asking.info['workflow_url']}/v1/tasks/{task}", headers=headers
            )
    finally:
        await database.close()

    assert before.status_code == 200
    assert NAME in before.text
    assert after.status_code == 401
    assert again.status_code == (401 if how == "disabled" else 404)


async def _until_given(
    client: httpx.AsyncClient, asking: Asking, task: str, complaint: str, headers: dict[str, str]
) -> dict[str, str]:
    """As soon as the services know the new person."""
    url = f"{asking.info['workflow_url']}/v1/tasks/{task}/grants"
    wanted = {"act": "reveal", "item": complaint, "purpose": "pemeriksaan"}
    async with asyncio.timeout(20):
        while (answer := await client.post(url, json=wanted, headers=headers)).status_code != 201:  # noqa: ASYNC110 -- another process learns of it
            await asyncio.sleep(0.2)
    await asyncio.sleep(1.2)  # intake reads the directory once a second
    return dict(answer.json())
