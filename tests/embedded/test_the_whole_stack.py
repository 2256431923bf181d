"""`stack.json` and what it promises, on the stack that the journeys use."""

import json
from datetime import timedelta

import httpx
import psutil
import pytest

from deploy.embedded import OWN, SERVERS, Stack
from deploy.embedded.starting import until

pytestmark = pytest.mark.stack


def test_stack_json_says_all_and_only_its_owner_reads_it(stack: Stack) -> None:
    assert stack.folder.stack.stat().st_mode & 0o777 == 0o600
    info = json.loads(stack.folder.stack.read_text(encoding="utf-8"))

    urls = {"intake_url", "evidence_url", "workflow_url", "temporal_ui_url", "front_door_url"}
    others = {"temporal_address", "kafka_bootstrap", "s3_endpoint", "postgres_dsn"}
    assert info.keys() >= urls | others | {"processes", "agencies", "people"}
    assert info["processes"].keys() == {*SERVERS, *OWN, "caddy"}
    agency = {"id", "name", "kind", "jurisdictions", "token", "webhook_secret"}
    assert all(one.keys() == agency for one in info["agencies"])
    person = {"id", "name", "roles", "jurisdiction", "token"}
    assert all(one.keys() == person for one in info["people"])


@pytest.mark.parametrize("name", OWN)
def test_the_pid_is_the_process_itself_and_it_says_that_it_is_ready(
    stack: Stack, name: str
) -> None:
    command = psutil.Process(stack.info["processes"][name]).cmdline()

    assert command[1] == "-m"
    port = stack.layout.ports[name]
    assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code == 200


def test_an_agency_of_stack_json_is_let_in_and_a_stranger_is_not(stack: Stack) -> None:
    agency = next(one for one in stack.info["agencies"] if one["kind"] == "bawaslu")
    complaints = f"{stack.info['intake_url']}/v1/complaints"

    known = httpx.get(complaints, headers={"Authorization": f"Bearer {agency['token']}"})
    stranger = httpx.get(complaints, headers={"Authorization": "Bearer nta_guessed"})

    assert (known.status_code, stranger.status_code) == (200, 401)


def test_a_person_of_stack_json_sees_their_tasks(stack: Stack) -> None:
    person = next(one for one in stack.info["people"] if "inspector" in one["roles"])
    tasks = f"{stack.info['workflow_url']}/v1/tasks"

    answer = httpx.get(tasks, headers={"Authorization": f"Bearer {person['token']}"})

    assert answer.status_code == 200


def test_temporal_shows_its_page(stack: Stack) -> None:
    page = httpx.get(stack.info["temporal_ui_url"], follow_redirects=True)

    assert page.status_code == 200


def test_a_killed_service_comes_back_under_the_same_address(stack: Stack) -> None:
    before = stack.pids["intake"]

    stack.kill("intake")
    after = stack.wait_ready("intake", after=before)

    assert stack.info["processes"]["intake"] == after
    assert httpx.get(f"{stack.info['intake_url']}/readyz").status_code == 200


def test_a_webhook_that_was_put_shows_its_secret(stack: Stack) -> None:
    agency = next(one for one in stack.info["agencies"] if one["kind"] == "bkn")
    answer = httpx.put(
        f"{stack.info['intake_url']}/v1/webhook",
        json={"url": "http://127.0.0.1:9/hook"},
        headers={"Authorization": f"Bearer {agency['token']}"},
    )
    assert answer.is_success

    def shown() -> bool:
        found = {one["id"]: one["webhook_secret"] for one in stack.info["agencies"]}
        return bool(found[agency["id"]] == answer.json()["secret"])

    assert until(shown, timedelta(seconds=20))
    httpx.delete(
        f"{stack.info['intake_url']}/v1/webhook",
        headers={"Authorization": f"Bearer {agency['token']}"},
    ).raise_for_status()
