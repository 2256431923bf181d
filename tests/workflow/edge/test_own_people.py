"""A case that a profile shows to be about the Inspektorat's own people changes hands at once."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from services.contracts.law import Role
from services.kit.clock import InstallationClock
from services.kit.errors import Refused
from services.workflow.activities import orders
from services.workflow.acts import Act, Actor, Facts
from services.workflow.aftermath import Aftermath
from services.workflow.clocks import Clocks
from services.workflow.forms.kinds import TaskKind
from tests.workflow.edge.recording import recording, the_track
from tests.workflow.edge.world import NOW, World

ON = date(2024, 10, 9)


async def profiled_inside(world: World, case_id: UUID) -> None:
    """His confirmed profile shows that he serves in the Inspektorat."""
    act = Act(
        act_id=uuid4(),
        kind=TaskKind.PROFILE,
        case_id=case_id,
        respondent=1,
        person=Actor(id="bkpsdm-3508", jurisdiction="35.08"),
        happened_on=ON,
        recorded_at=NOW,
        facts=Facts(today=ON),
    )
    await recording(world).record_act(
        orders.ActToRecord(scope=the_track(case_id), step=1, act=act, about_inspectorate=True)
    )


async def row(world: World, task_id: UUID) -> tuple[str, list[str], str | None]:
    async with world.database.connection() as conn:
        found = await conn.fetchrow("select * from workflow.task where task_id = $1", task_id)
    return found["role"], list(found["roles"]), found["holder_id"]


async def status(world: World, person: str, path: str) -> int:
    async with world.client(person) as client:
        return (await client.get(path)).status_code


async def test_the_case_its_complaint_and_its_open_tasks_go_to_the_substitute(
    world: World,
) -> None:
    case_id = await world.case()
    complaint_id = await world.complaint(state="opened", case_id=case_id)
    held = await world.task("investigate", "auditor", case_id=case_id)
    other = await world.task("decide", "bkpsdm", case_id=case_id)
    await world.run(
        "update workflow.task set roles = array[role], holder_id = case role"
        " when 'auditor' then 'auditor-3508' else 'bkpsdm-3508' end where case_id = $1",
        case_id,
    )
    paths = [f"/v1/cases/{case_id}", f"/v1/complaints/{complaint_id}", f"/v1/tasks/{held}"]
    before = [await status(world, "inspector-3508", path) for path in paths]
    await profiled_inside(world, case_id)

    assert before == [200, 200, 200]
    assert await row(world, held) == ("substitute", ["substitute"], None)
    assert await row(world, other) == ("bkpsdm", ["bkpsdm"], "bkpsdm-3508")
    for path in paths:
        assert await status(world, "inspector-3508", path) == 404
        assert await status(world, "substitute-3508", path) == 200


async def test_what_is_asked_afterwards_is_asked_of_the_substitute(world: World) -> None:
    case_id, usual = await world.case(), await world.case()
    await profiled_inside(world, case_id)
    roles = []
    for matter in (case_id, usual):
        task_id = uuid4()
        await recording(world).open_task(
            orders.TaskToOpen(
                scope=the_track(matter),
                step=2,
                task_id=task_id,
                kind=TaskKind.CLEARANCE,
                role=Role.INSPECTOR,
                roles=(Role.INSPECTOR, Role.IRBAN, Role.BKPSDM),
                respondent=1,
            )
        )
        roles.append((await row(world, task_id))[:2])

    assert roles == [
        ("substitute", ["substitute", "bkpsdm"]),
        ("inspector", ["inspector", "irban", "bkpsdm"]),
    ]


async def test_what_is_late_is_brought_to_the_substitute_too(world: World) -> None:
    case_id, usual = await world.case(), await world.case()
    await profiled_inside(world, case_id)
    told = []
    clocks = Clocks(InstallationClock(world.database), world.desk.directory)
    for matter in (case_id, usual):
        task_id, clock_id = await world.task("review", "inspector", case_id=matter), uuid4()
        async with world.database.transaction() as conn:
            await clocks.start(
                conn,
                the_track(matter),
                clock_id,
                "INTAKE_FIRST_RESPONSE",
                ON,
                task_id=task_id,
                fixed_on=ON,
            )
            await clocks.read(conn, the_track(matter), clock_id)
        async with world.database.connection() as conn:
            told.append(
                await conn.fetchval(
                    "select escalated_to from workflow.task where task_id = $1", task_id
                )
            )

    assert told == [["substitute"], ["inspector"]]


@pytest.mark.parametrize(
    ("said", "inside"),
    [
        ({"position": "Inspektur Kabupaten Contoh", "office": None}, True),
        ({"position": "Auditor Ahli Muda", "office": None}, True),
        ({"position": "Sekretaris INSPEKTORAT", "office": "Pemda"}, True),
        ({"position": "Kepala Seksi", "office": "Dinas Contoh 1"}, False),
    ],
)
async def test_what_is_said_of_his_position_counts_as_what_is_said_of_his_office(
    world: World, said: dict[str, str | None], inside: bool
) -> None:
    complaint_id = await world.complaint(nip=None)
    async with world.database.transaction() as conn:
        text = await world.desk.contents.read(conn, complaint_id)
        assert text is not None
        respondent = text.respondents[0].model_copy(update=said)
        text = text.model_copy(update={"respondents": (respondent,)})
        kept = await world.desk.contents.keep(conn, text, NOW)

    assert kept.about_inspectorate is inside
    assert await status(world, "inspector-3508", f"/v1/complaints/{complaint_id}") == (
        404 if inside else 200
    )


@pytest.mark.parametrize(
    ("role", "about", "may"),
    [
        (Role.SUBSTITUTE, True, True),
        (Role.SUBSTITUTE, False, False),
        (Role.INSPECTOR, True, False),
        (Role.INSPECTOR, False, True),
    ],
)
async def test_beside_a_case_without_its_workflow_acts_the_substitute_or_the_inspektorat_never_both(
    world: World, role: Role, about: bool, may: bool
) -> None:
    letter = {"to": "Gakkumdu", "number": "180/9", "letter_date": str(ON), "provision": "188"}
    act = Act(
        act_id=uuid4(),
        kind="criminal_referral",
        case_id=await world.case(about_inspectorate=about),
        person=Actor(id="x", roles=(role,), jurisdiction="35.08"),
        happened_on=ON,
        recorded_at=NOW,
        answer=letter,
        facts=Facts(today=ON, about_inspectorate=about),
    )
    aftermath = Aftermath(world.database, world.desk.sealer)
    if may:
        assert (await aftermath.record(act)).kind == "criminal_referral"
    else:
        with pytest.raises(Refused, match="not-your-act"):
            await aftermath.record(act)
