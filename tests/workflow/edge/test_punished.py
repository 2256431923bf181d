"""No act is punished twice: known across cases, and held to when two decide at one moment."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import pytest
from temporalio.exceptions import ApplicationError

from services.contracts.law import Role
from services.workflow.activities import orders
from services.workflow.acts import Act, Actor, ActReceipt, Facts
from services.workflow.forms.kinds import TaskKind
from services.workflow.register.punished import punished_elsewhere
from services.workflow.rules.same_act import Punished
from tests.workflow.edge.recording import recording, the_track
from tests.workflow.edge.world import NOW, World

DEMOTION = "pns.heavy.demotion_12m"


def punished(day: date, number: str) -> Punished:
    return Punished(
        sanction=DEMOTION,
        number=number,
        decided_on=date(2024, 11, 4),
        act_from=day,
        act_to=day,
        violations=("disc.social-media-like",),
    )


def an_act(
    case_id: UUID,
    said: Punished | None,
    kind: TaskKind = TaskKind.DECIDE,
    *,
    step: int = 1,
    known: tuple[Punished, ...] = (),
) -> orders.ActToRecord:
    """A decision about the one person of this world, or what a second person said of it."""
    return orders.ActToRecord(
        scope=the_track(case_id),
        step=step,
        act=Act(
            act_id=uuid4(),
            kind=kind,
            case_id=case_id,
            respondent=1,
            person=Actor(id="ppk-3508", jurisdiction="35.08"),
            happened_on=date(2024, 11, 4),
            recorded_at=NOW,
            facts=Facts(today=date(2024, 11, 4), punished=known),
        ),
        punished=said,
    )


async def known_about(world: World, case_id: UUID) -> set[str]:
    async with world.database.connection() as conn:
        return {one.number for one in await punished_elsewhere(conn, case_id, 1)}


async def test_of_two_decisions_at_one_moment_the_second_is_refused(world: World) -> None:
    cases = [await world.case() for _ in range(4)]
    day, desk = date(2023, 3, 1), recording(world)
    made = await asyncio.gather(
        *(desk.record_act(an_act(case, punished(day, f"once/{case}"))) for case in cases),
        return_exceptions=True,
    )
    refused = [one for one in made if isinstance(one, ApplicationError)]
    kept = [one for one in made if isinstance(one, ActReceipt)]

    assert (len(kept), [one.message for one in refused]) == (1, ["same-act"] * 3)
    third = await world.case()
    assert {n for n in await known_about(world, third) if n.startswith("once/")} == {
        f"once/{kept[0].case_id}"
    }


async def test_what_the_guard_had_seen_is_not_judged_again(world: World) -> None:
    first, second = await world.case(), await world.case(jurisdiction="52.03")
    day, desk = date(2023, 3, 2), recording(world)
    await desk.record_act(an_act(first, punished(day, "seen")))
    await desk.record_act(an_act(second, punished(day, "other"), known=(punished(day, "seen"),)))

    assert {"seen", "other"} <= await known_about(world, await world.case())


async def test_a_decision_sent_back_cleared_or_annulled_punished_nobody(world: World) -> None:
    day, desk = date(2023, 3, 3), recording(world)
    cases = {name: await world.case() for name in ("back", "agreed", "not_proven", "annulled")}
    for number, name in enumerate(cases):
        one = punished(date(2023, 3, 3 + number), name)
        await desk.record_act(an_act(cases[name], one))
    await desk.record_act(an_act(cases["back"], None, TaskKind.CONFIRM, step=2))
    agreed = punished(date(2023, 3, 4), "agreed")
    await desk.record_act(an_act(cases["agreed"], agreed, TaskKind.CONFIRM, step=2))
    for outcome in ("not_proven", "annulled"):
        await world.run(
            "update workflow.respondent set outcome = $2 where case_id = $1",
            cases[outcome],
            outcome,
        )
    known = await known_about(world, await world.case())

    assert known & set(cases) == {"agreed"}
    await desk.record_act(an_act(await world.case(), punished(day, "decided again")))


@pytest.mark.parametrize(("day", "shown"), [(date(2023, 4, 1), True), (date(2023, 4, 2), False)])
async def test_whoever_decides_is_shown_kind_number_and_date(
    world: World, day: date, shown: bool
) -> None:
    number, desk = f"shown/{uuid4()}", recording(world)
    other = an_act(await world.case(), punished(date(2023, 4, 1), number))
    asked = the_track(await world.case())
    await world.run("update workflow.respondent set punished = null")
    await desk.record_act(other)
    task_id = uuid4()
    await desk.open_task(
        orders.TaskToOpen(
            scope=asked,
            step=1,
            task_id=task_id,
            kind=TaskKind.DECIDE,
            role=Role.BKPSDM,
            respondent=1,
            context={
                "act_from": day.isoformat(),
                "act_to": day.isoformat(),
                "violations": ["disc.social-media-like"],
            },
        )
    )
    async with world.client("bkpsdm-3508") as client:
        task = (await client.get(f"/v1/tasks/{task_id}")).json()
    async with world.client() as visitor:
        await visitor.post("/console/sign-in", data={"token": world.tokens["bkpsdm-3508"]})
        page = (await visitor.get(f"/console/tasks/{task_id}")).text
    row = {"sanction": DEMOTION, "number": number, "decided_on": "2024-11-04"}

    assert task["context"].get("same_act", []) == ([row] if shown else [])
    assert (number in page) is shown
