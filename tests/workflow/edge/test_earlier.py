"""What was imposed before is known across cases and regencies, and nothing else of them."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.law import Role
from services.workflow.activities import orders
from services.workflow.forms.kinds import TaskKind
from services.workflow.register.earlier import earlier_sanctions
from services.workflow.rules.repetition import EarlierSanction
from tests.workflow.edge.recording import recording, the_track
from tests.workflow.edge.world import NOW, World

DEMOTION = "pns.heavy.demotion_12m"


async def _sanctioned(
    world: World,
    number: str,
    *,
    sanction: str = DEMOTION,
    degree: str = "heavy",
    effective_on: date | None = date(2023, 2, 1),
    outcome: str = "sanctioned",
    **case: Any,
) -> UUID:
    """A case with a decision; all cases of a world are about the same number of employment."""
    case_id = await world.case(**case)
    await world.run(
        "update workflow.respondent set outcome = $2, degree = $3, sanction = $4,"
        " effective_on = $5 where case_id = $1",
        case_id,
        outcome,
        degree,
        sanction,
        effective_on,
    )
    await world.run(
        "insert into workflow.act (workflow_id, kind, case_id, respondent, recorded_at, number,"
        " paper_date, data) values ($1, 'decide', $2, 1, $3, $4, '2023-01-02', $5::jsonb)",
        f"track/{case_id}/1",
        case_id,
        NOW,
        number,
        json.dumps({"sanction": sanction}),
    )
    return case_id


async def test_sanctions_in_effect_are_known_everywhere_by_kind_number_and_date(
    world: World,
) -> None:
    await _sanctioned(world, "another regency", jurisdiction="52.03")
    await _sanctioned(world, "hidden", about_inspectorate=True, effective_on=date(2023, 5, 1))
    await _sanctioned(world, "held", effective_on=None)
    await _sanctioned(world, "annulled", outcome="annulled")
    await _sanctioned(world, "moral", sanction="ethics.open_statement", degree="ethics")
    mine = await world.case()
    async with world.database.connection() as conn:
        found = await earlier_sanctions(conn, mine, 1)
        nobody = await earlier_sanctions(conn, mine, 2)

    known = {one.number: one.effective_on for one in found}
    assert known.items() >= {
        ("another regency", date(2023, 2, 1)),
        ("hidden", date(2023, 5, 1)),
    }
    assert not known.keys() & {"held", "annulled", "moral"}
    assert set(EarlierSanction.model_fields) == {
        "sanction",
        "number",
        "decided_on",
        "effective_on",
    }
    assert nobody == ()


@pytest.mark.parametrize(
    ("kind", "shown"),
    [(TaskKind.PROFILE, True), (TaskKind.DECIDE, True), (TaskKind.SUMMONS, False)],
)
async def test_whoever_decides_is_shown_them_beside_the_question(
    world: World, kind: TaskKind, shown: bool
) -> None:
    await _sanctioned(world, "188/9/2023", jurisdiction="61.05")
    mine = await world.case()
    task_id = UUID(int=mine.int ^ 1)
    await recording(world).open_task(
        orders.TaskToOpen(
            scope=the_track(mine),
            step=1,
            task_id=task_id,
            kind=kind,
            role=Role.BKPSDM,
            respondent=1,
        )
    )
    async with world.client("bkpsdm-3508") as client:
        task = (await client.get(f"/v1/tasks/{task_id}")).json()
    earlier = task["context"].get("earlier", [])

    assert ("188/9/2023" in {one["number"] for one in earlier}) is shown
    assert all(set(one) == {"sanction", "number", "decided_on", "effective_on"} for one in earlier)
