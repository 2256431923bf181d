import json
from uuid import uuid4

import pytest

from tests.workflow.edge.world import World

INSPECTOR = "inspector-3508"


async def _status(world: World, person: str, path: str) -> int:
    async with world.client(person) as client:
        return (await client.get(path)).status_code


async def test_a_case_of_another_regency_is_as_if_not_there(world: World) -> None:
    case_id = await world.case(jurisdiction="61.05")

    async with world.client(INSPECTOR) as client:
        theirs = await client.get(f"/v1/cases/{case_id}")
        nowhere = await client.get(f"/v1/cases/{uuid4()}")
        listed = (await client.get("/v1/cases")).json()["items"]

    assert theirs.status_code == nowhere.status_code == 404
    without = {"correlation_id"}
    assert {k: v for k, v in theirs.json().items() if k not in without} == {
        k: v for k, v in nowhere.json().items() if k not in without
    }
    assert str(case_id) not in {case["case_id"] for case in listed}


async def test_nobody_sees_a_case_he_is_in_by_his_nip(world: World) -> None:
    case_id = await world.case()
    task_id = await world.task("team", "inspector", case_id=case_id)
    digest = world.desk.contents.nip_digest("198001012005011902")
    await world.run("update access.person set nip_digest = $1 where id = $2", digest, INSPECTOR)
    try:
        assert await _reread(world, INSPECTOR, f"/v1/cases/{case_id}") == 404
        assert await _status(world, INSPECTOR, f"/v1/tasks/{task_id}") == 404
        async with world.client(INSPECTOR) as client:
            listed = (await client.get("/v1/cases")).json()["items"]
        assert str(case_id) not in {case["case_id"] for case in listed}
    finally:
        await world.run("update access.person set nip_digest = null where id = $1", INSPECTOR)
    assert await _reread(world, INSPECTOR, f"/v1/cases/{case_id}") == 200


async def _reread(world: World, person: str, path: str) -> int:
    """The directory is read again at most a second later: that is its promise."""
    world.desk.directory._read_at = -1e9
    return await _status(world, person, path)


async def test_a_declared_witness_no_longer_sees_the_case(world: World) -> None:
    case_id = await world.case()
    task_id = await world.task("investigate", "auditor", case_id=case_id)
    async with world.client("auditor-3508-2") as client:
        await client.post(f"/v1/tasks/{task_id}/claim")
        before = await client.get(f"/v1/cases/{case_id}")
        declared = await client.post(f"/v1/cases/{case_id}/recusal", json={"part": "witness"})
        after = await client.get(f"/v1/cases/{case_id}")

    assert (before.status_code, declared.status_code, after.status_code) == (200, 204, 404)
    assert (case_id, "auditor-3508-2") in world.acting.aside
    async with world.client("auditor-3508") as client:
        taken = await client.post(f"/v1/tasks/{task_id}/claim")
    assert taken.json()["holder_id"] == "auditor-3508"


async def test_what_is_about_the_inspektorat_is_seen_by_the_substitute_only(world: World) -> None:
    case_id = await world.case(about_inspectorate=True)
    complaint_id = await world.complaint(about_inspectorate=True)

    for path in (f"/v1/cases/{case_id}", f"/v1/complaints/{complaint_id}"):
        assert await _status(world, INSPECTOR, path) == 404
        assert await _status(world, "intake-officer-3508", path) == 404
        assert await _status(world, "substitute-3508", path) == 200


async def test_a_superior_sees_the_case_only_through_his_task(world: World) -> None:
    case_id = await world.case()
    assert await _status(world, "kabid-3508", f"/v1/cases/{case_id}") == 404

    await world.task("examine", "superior", case_id=case_id, respondent=1, post_id="kabid-3508")

    assert await _status(world, "kabid-3508", f"/v1/cases/{case_id}") == 200
    assert await _status(world, "superior-3508", f"/v1/cases/{case_id}") == 404


async def test_a_task_of_an_office_is_its_own(world: World) -> None:
    case_id = await world.case()
    task_id = await world.task("clarify", "camat", case_id=case_id, office_id="kecamatan-1-3508")
    elsewhere = await world.task("clarify", "camat", case_id=case_id, office_id="opd-1-3508")

    assert await _status(world, "camat-3508", f"/v1/tasks/{task_id}") == 200
    assert await _status(world, "camat-3508", f"/v1/tasks/{elsewhere}") == 404


@pytest.mark.parametrize("person", ["bkpsdm-3508", "ppk-3508"])
async def test_a_desk_may_enter_the_paper_of_whoever_was_asked(world: World, person: str) -> None:
    case_id = await world.case()
    task_id = await world.task(
        "decide", "superior", case_id=case_id, respondent=1, post_id="kabid-3508"
    )
    async with world.client(person) as client:
        task = (await client.get(f"/v1/tasks/{task_id}")).json()

    assert task["asked_of_me"] is True


async def test_a_disabled_person_is_out_within_a_second(world: World) -> None:
    await world.run("update access.person set disabled_at = now() where id = 'legal-3508'")

    assert await _reread(world, "legal-3508", "/v1/tasks") == 401


async def test_a_complaint_leads_to_no_case_that_is_not_there_for_me(world: World) -> None:
    seen, hidden = await world.case(), await world.case(about_inspectorate=True)
    complaint_id = await world.complaint()
    async with world.client("intake-officer-3508") as client:
        shown = (await client.get(f"/v1/complaints/{complaint_id}")).json()

    found = shown["same_respondent_in"]
    assert str(seen) in found
    assert str(hidden) not in found


@pytest.mark.parametrize(
    ("part", "sees"), [("witness", 404), ("complainant", 404), ("related", 200)]
)
async def test_a_part_declared_before_there_is_a_case_goes_along_into_it(
    world: World, part: str, sees: int
) -> None:
    officer = "intake-officer-3508"
    complaint_id = await world.complaint()
    task_id = await world.task("triage", "intake_officer", complaint_id=complaint_id)
    async with world.client(officer) as client:
        await client.post(f"/v1/tasks/{task_id}/claim")
        declared = await client.post(f"/v1/complaints/{complaint_id}/recusal", json={"part": part})
    task = await world.row("select holder_id from workflow.task where task_id = $1", task_id)
    case_id = await world.case()
    paths = [f"/v1/complaints/{complaint_id}", f"/v1/tasks/{task_id}", f"/v1/cases/{case_id}"]
    before = [await _status(world, officer, path) for path in paths]
    await world.run(
        "update workflow.complaint set case_id = $2, state = 'opened' where complaint_id = $1",
        complaint_id,
        case_id,
    )
    after = [await _status(world, officer, path) for path in paths]

    assert (declared.status_code, task["holder_id"]) == (204, None)
    assert before == [sees, sees, 200]
    assert after == [sees, sees, sees]
    assert await _status(world, INSPECTOR, paths[0]) == 200


@pytest.mark.parametrize(
    ("profile", "sees"),
    [
        ({"post_id": "irban-3508"}, 404),
        ({"held_by": "irban-3508"}, 404),
        ({"person_id": "irban-3508"}, 404),
        ({"post_id": "auditor-3508", "superior_post_id": "irban-3508"}, 200),
    ],
)
async def test_whoever_a_profile_names_by_post_or_person_sees_nothing_of_his_case(
    world: World, profile: dict[str, str], sees: int
) -> None:
    case_id = await world.case()
    complaint_id = await world.complaint(state="opened", case_id=case_id, nip=None)
    task_id = await world.task("serve", "superior", case_id=case_id, post_id="irban-3508")
    await world.run(
        "update workflow.respondent set profile = $2::jsonb, nip_digest = null where case_id = $1",
        case_id,
        json.dumps(profile),
    )
    paths = (f"/v1/cases/{case_id}", f"/v1/tasks/{task_id}", f"/v1/complaints/{complaint_id}")

    assert [await _status(world, "irban-3508", path) for path in paths] == [sees] * 3
    body = {"act": "upload", "purpose": "a signed paper"}
    async with world.client("irban-3508") as client:
        asked = await client.post(f"/v1/cases/{case_id}/grants", json=body)
        listed = (await client.get("/v1/cases")).json()["items"]
    assert asked.status_code == (404 if sees == 404 else 201)
    assert (str(case_id) in {case["case_id"] for case in listed}) is (sees == 200)
