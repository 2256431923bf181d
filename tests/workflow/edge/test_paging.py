"""Lists of tasks and cases come page by page, whole and without a repetition."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from services.workflow.console import cases as case_pages
from services.workflow.console import tasks as task_pages
from tests.workflow.edge.test_pages import _signed_in
from tests.workflow.edge.world import World


async def _all(world: World, path: str, key: str, **params: Any) -> tuple[list[str], list[Any]]:
    """Every page's ids, and the pages."""
    ids, pages = [], []
    after: str | None = None
    async with world.client("inspector-5203") as client:
        while True:
            more = {"after": after} if after else {}
            page = (await client.get(path, params=params | more)).json()
            ids += [line[key] for line in page["items"]]
            pages.append(page)
            after = page["next"]
            if after is None:
                return ids, pages


async def _seven(world: World) -> tuple[list[str], list[str]]:
    """Seven cases, each with a task; two tasks have no due date, three share one."""
    due = [None, date(2024, 10, 20), date(2024, 10, 16), None] + [date(2024, 10, 16)] * 2
    due.append(date(2024, 10, 16) + timedelta(days=900))
    cases, tasks = [], []
    for day in due:
        case_id = await world.case(jurisdiction="52.03")
        cases.append(str(case_id))
        task_id = await world.task(
            "review", "inspector", case_id=case_id, jurisdiction="52.03", due_on=day
        )
        tasks.append(str(task_id))
    return cases, tasks


async def test_pages_of_tasks_and_cases_hold_each_one_once_in_one_order(world: World) -> None:
    cases, tasks = await _seven(world)
    for size in (1, 2, 3, 7, 50):
        found, pages = await _all(world, "/v1/tasks", "task_id", view="office", limit=size)
        dues = [task["due_on"] or "9999" for page in pages for task in page["items"]]
        assert sorted(found) == sorted(tasks)
        assert dues == sorted(dues)
        assert {page["counts"]["office"] for page in pages} == {7}
        assert {page["oldest"] for page in pages} == {"2024-10-09"}
        found, pages = await _all(world, "/v1/cases", "case_id", limit=size)
        assert sorted(found) == sorted(cases)
        assert {page["total"] for page in pages} == {7}


async def test_the_total_counts_what_the_person_sees_at_that_stage(world: World) -> None:
    async with world.client("camat-1801") as client:
        none = (await client.get("/v1/cases")).json()
    await world.case(jurisdiction="18.01")
    async with world.client("inspector-1801") as client:
        here = (await client.get("/v1/cases", params={"stage": "under_investigation"})).json()
        not_here = (await client.get("/v1/cases", params={"stage": "closed"})).json()

    assert (none["total"], not_here["total"]) == (0, 0)
    assert here["total"] == len(here["items"]) == 1


@pytest.mark.parametrize("path", ["/v1/tasks", "/v1/cases"])
@pytest.mark.parametrize(
    "after", ["x", "", "AAAA", "MQ==", "MSAyIDM=", "LSA5OTk5LTEyLTMxVDIzOjU5LTEyOjAwIHg="]
)
async def test_a_cursor_that_is_none_is_said_so(world: World, path: str, after: str) -> None:
    async with world.client("inspector-3508") as client:
        answer = await client.get(path, params={"after": after})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/after"


async def test_the_page_leads_on_to_the_next_ones(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pages in (case_pages, task_pages):
        monkeypatch.setattr(pages, "ON_A_PAGE", 3)
    cases, tasks = [], []
    for _ in range(4):
        case_id = await world.case(jurisdiction="61.05")
        cases.append(str(case_id))
        tasks.append(
            str(await world.task("review", "inspector", case_id=case_id, jurisdiction="61.05"))
        )
    client = await _signed_in(world, "inspector-6105")
    for path, ids in (("/console/cases", cases), ("/console/tasks", tasks)):
        first = (await client.get(path)).text
        link = re.search(r'rel="next" href="([^"]+)"', first)
        assert link is not None
        second = (await client.get(link[1].replace("&amp;", "&"))).text
        assert sum(one in first for one in ids) == 3
        assert sum(one in second for one in ids) == 1
        assert 'rel="next"' not in second
