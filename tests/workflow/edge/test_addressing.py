"""A contract worker's profile is asked of the head of the office that the complaint names."""

import json
from uuid import uuid4

import pytest

from services.contracts.complaint import Respondent
from services.contracts.law import Role
from services.workflow.activities import orders
from services.workflow.forms.kinds import TaskKind
from tests.workflow.edge.recording import recording, the_track
from tests.workflow.edge.world import LUMAJANG, World


async def asked(world: World, said: dict[str, str]) -> str:
    """Path of the task for the profile of a respondent of whose office this is known."""
    case_id, task_id = await world.case(), uuid4()
    await world.run(
        "update workflow.respondent set profile = $2::jsonb where case_id = $1",
        case_id,
        json.dumps(said),
    )
    await recording(world).open_task(
        orders.TaskToOpen(
            scope=the_track(case_id),
            step=1,
            task_id=task_id,
            kind=TaskKind.PROFILE,
            role=Role.OPD_HEAD,
            roles=(Role.OPD_HEAD, Role.BKPSDM, Role.DPMD, Role.INSPECTOR, Role.IRBAN),
            respondent=1,
        )
    )
    return f"/v1/tasks/{task_id}"


@pytest.mark.parametrize(
    ("said", "head"),
    [
        ({"office_said": "opd-1-3508"}, 200),
        ({"office_said": "bkpsdm-3508"}, 404),
        ({}, 404),
    ],
)
async def test_the_head_of_his_own_office_is_asked_and_no_other(
    world: World, said: dict[str, str], head: int
) -> None:
    path = await asked(world, said)
    statuses = []
    for person in ("opd-head-3508", "camat-3508", "village-head-3508", "bkpsdm-3508"):
        async with world.client(person) as client:
            statuses.append((await client.get(path)).status_code)

    assert statuses == [head, 404, 404, 200]


@pytest.mark.parametrize(
    ("office", "found"),
    [("Dinas Contoh 1", "opd-1-3508"), (" dinas  contoh 1", "opd-1-3508"), ("Dinas", None)],
)
async def test_an_office_is_known_by_its_name_alone(
    world: World, office: str, found: str | None
) -> None:
    respondent = Respondent(name="Pegawai Contoh 3", office=office)

    assert await world.desk.contents.office_said(LUMAJANG, respondent) == found
