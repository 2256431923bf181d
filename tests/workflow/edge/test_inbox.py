from datetime import date
from typing import Any

from tests.workflow.edge.world import World

OFFICER = "intake-officer-6105"


async def _inbox(world: World, person: str, view: str) -> dict[str, Any]:
    async with world.client(person) as client:
        answer = await client.get("/v1/tasks", params={"view": view})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_four_views_and_their_counts(world: World) -> None:
    sintang = "61.05"
    complaint_id = await world.complaint(jurisdiction=sintang)
    late = await world.task(
        "triage",
        "intake_officer",
        complaint_id=complaint_id,
        due_on=date(2024, 10, 11),
        jurisdiction=sintang,
    )
    early = await world.task(
        "triage", "intake_officer", complaint_id=complaint_id, jurisdiction=sintang
    )
    async with world.client(OFFICER) as client:
        claimed = await client.post(f"/v1/tasks/{early}/claim")
    assert claimed.status_code == 200, claimed.text

    office = await _inbox(world, OFFICER, "office")
    listed = {
        view: [task["task_id"] for task in (await _inbox(world, OFFICER, view))["items"]]
        for view in ("mine", "office", "unassigned", "overdue")
    }

    assert office["counts"] == {"mine": 1, "office": 2, "unassigned": 1, "overdue": 1}
    assert office["oldest"] == "2024-10-09"
    assert listed == {
        "mine": [str(early)],
        "office": [str(late), str(early)],
        "unassigned": [str(late)],
        "overdue": [str(late)],
    }


async def test_a_task_of_my_own_post_is_mine_without_being_taken(world: World) -> None:
    case_id = await world.case()
    task_id = await world.task("examine", "superior", case_id=case_id, post_id="superior-3508")

    mine = await _inbox(world, "superior-3508", "mine")

    assert [task["task_id"] for task in mine["items"]] == [str(task_id)]


async def test_an_escalated_task_shows_up_with_whom_it_was_brought_to(world: World) -> None:
    case_id = await world.case(jurisdiction="52.03")
    task_id = await world.task(
        "clarify",
        "camat",
        case_id=case_id,
        jurisdiction="52.03",
        office_id="kecamatan-1-5203",
        due_on=date(2024, 10, 1),
        escalated_to=("secretary",),
    )

    overdue = await _inbox(world, "secretary-5203", "overdue")

    assert [task["task_id"] for task in overdue["items"]] == [str(task_id)]


async def test_titles_follow_the_readers_language(world: World) -> None:
    case_id = await world.case()
    task_id = await world.task("team", "inspector", case_id=case_id)
    said = {}
    for tongue in ("id", "en"):
        async with world.client("inspector-3508", language=tongue) as client:
            said[tongue] = (await client.get(f"/v1/tasks/{task_id}")).json()["title"]

    assert said == {"id": "Surat tugas", "en": "Letter of assignment"}


async def test_a_task_held_by_a_colleague_is_handed_over_by_him_only(world: World) -> None:
    case_id = await world.case()
    task_id = await world.task("investigate", "auditor", case_id=case_id)
    path = f"/v1/tasks/{task_id}"
    async with world.client("auditor-3508") as one, world.client("auditor-3508-2") as two:
        first = await one.post(f"{path}/claim", headers={"if-match": '"1"'})
        again = await one.post(f"{path}/claim")
        other = await two.post(f"{path}/claim")
        stolen = await two.post(f"{path}/hand-over", json={"to": "auditor-3508-2"})
        stale = await one.post(f"{path}/release", headers={"if-match": '"1"'})
        wrong = await one.post(f"{path}/hand-over", json={"to": "camat-3508"})
        given = await one.post(f"{path}/hand-over", json={"to": "auditor-3508-2"})

    assert (first.status_code, first.json()["holder_id"]) == (200, "auditor-3508")
    assert first.headers["etag"] == '"2"'
    assert again.json()["version"] == 2
    assert (other.status_code, other.json()["code"]) == (409, "task-held")
    assert (stolen.status_code, stale.status_code, wrong.status_code) == (403, 412, 422)
    assert given.json()["holder_id"] == "auditor-3508-2"
    moves = await world.row("select count(*) from workflow.task_move where task_id = $1", task_id)
    assert moves[0] == 2


async def test_whoever_left_keeps_no_task_from_his_colleagues(world: World) -> None:
    task_id = await world.task("investigate", "auditor", case_id=await world.case())
    await world.run(
        "update workflow.task set holder_id = 'nobody-any-more' where task_id = $1", task_id
    )
    async with world.client("auditor-3508") as client:
        refused = await client.post(f"/v1/tasks/{task_id}/claim")
        released = await client.post(f"/v1/tasks/{task_id}/release")
        claimed = await client.post(f"/v1/tasks/{task_id}/claim")

    assert (refused.status_code, released.status_code) == (409, 200)
    assert claimed.json()["holder_id"] == "auditor-3508"


async def test_the_overview_adds_up(world: World) -> None:
    lampung = "18.01"
    case_id = await world.case(jurisdiction=lampung)
    await world.complaint(state="opened", case_id=case_id, jurisdiction=lampung)
    await world.complaint(state="joined", case_id=case_id, jurisdiction=lampung)
    await world.complaint(state="settled", jurisdiction=lampung)
    await world.complaint(state="pending", jurisdiction=lampung)

    async with world.client("inspector-1801") as client:
        books = (await client.get("/v1/overview")).json()

    counted = {key: books[key] for key in ("accepted", "opened", "joined", "settled", "waiting")}
    assert counted == {"accepted": 4, "opened": 1, "joined": 1, "settled": 1, "waiting": 1}
    assert books["oldest"].startswith("2024-10-14")


async def test_triage_says_what_the_agency_sent_since_it_was_asked(world: World) -> None:
    complaint_id = await world.complaint()
    task_id = await world.task("triage", "intake_officer", complaint_id=complaint_id)
    asked = '{"withdrawn": false, "supplements": 0, "text_here": false, "other": 1}'
    await world.run(
        "update workflow.task set context = $2::jsonb where task_id = $1", task_id, asked
    )
    await world.run(
        "update workflow.complaint set supplements = 2, withdrawn_at = now(),"
        " content_sealed = '\\x00' where complaint_id = $1",
        complaint_id,
    )
    told = {"withdrawn": True, "supplements": 2, "text_here": True, "other": 1}

    async with world.client("intake-officer-3508") as client:
        alone = (await client.get(f"/v1/tasks/{task_id}")).json()
    inbox = (await _inbox(world, "intake-officer-3508", "office"))["items"]

    assert alone["context"] == told
    assert [one["context"] for one in inbox if one["task_id"] == str(task_id)] == [told]
