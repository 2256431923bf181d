"""Village: clarified, decided in order, complied with or followed by the next step."""

from datetime import date
from typing import Any

import pytest

from services.contracts.law import Category, Outcome, Role
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from tests.workflow.tracks.begun import a_hamlet_head, a_village_track
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    CAMAT,
    REGENT,
    VILLAGE_HEAD,
    a_decision,
    a_hamlet_heads_track,
    a_villagers_profile,
    an_office,
    clarified,
)
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import decided, profiled, refused_decision, served

OBJECTION = "ADM_OBJECTION"


async def complies(office: Office, on: date, *, complied: bool) -> None:
    await office.moves_to(on)
    await office.answers(CAMAT, "comply", on, complied=complied)


async def test_story_4_the_village_head_sleeps_and_then_reprimands(run: Running) -> None:
    office = await a_hamlet_head(run)
    heard = date(2019, 12, 17)
    await office.moves_to(heard)
    await office.answers(CAMAT, "clarify", heard, **clarified())
    asked = await office.asked("decide")
    assert (asked.role, asked.post_id, asked.deadline) == (
        Role.VILLAGE_HEAD,
        VILLAGE_HEAD,
        "VILLAGE_HEAD_ACTS",
    )

    due = date(2019, 12, 31)
    inaction = {"by": "village_head", "post_id": VILLAGE_HEAD}
    await office.moves_to(due)
    with pytest.raises(Refused) as refusal:
        await office.records("dpmd", "inaction", due, **inaction, since=due)
    assert (refusal.value.code, refusal.value.params["due_on"]) == ("not-overdue", "2019-12-31")
    after = date(2020, 1, 2)
    await office.moves_to(after)
    await office.records(CAMAT, "inaction", after, **inaction, since=date(2020, 1, 1))

    on = date(2020, 1, 6)
    await decided(office, "village.oral_reprimand", on, VILLAGE_HEAD)
    await served(office, on, VILLAGE_HEAD)
    change = await office.reaches(Point.COMPLIANCE)
    assert (change.degree, change.sanction) == (None, "village.oral_reprimand")
    assert "Pasal 51 huruf b, c, d;" in office.cited("decide")
    assert "huruf j" not in office.cited("decide")
    assert "UU 30/2014" in office.cited("clarify")
    assert "PP 94/2021" not in office.cited("serve")
    await complies(office, date(2020, 1, 20), complied=True)
    await office.moves_to(date(2020, 3, 2))
    assert office.handle is not None
    assert (await office.handle.result()).outcome is Outcome.SANCTIONED


async def test_story_5_the_camat_clarifies_and_the_regent_reprimands_in_writing(
    run: Running,
) -> None:
    office = await a_village_track(
        run, Category.VILLAGE_HEAD, date(2023, 3, 13), "pilkades-2023-5203", below="camat"
    )
    on = date(2023, 3, 13)
    finding = {
        "proven": True,
        "violations": ["village.decision-favouring", "village.abuse-of-authority"],
        "act_from": date(2023, 3, 11),
    }
    await office.answers(CAMAT, "clarify", on, **clarified(finding=finding))
    decided_on = date(2023, 3, 14)
    refusal = await refused_decision(office, "village.written_reprimand_1", decided_on, CAMAT)
    assert (refusal.code, refusal.about) == ("not-the-authority", "who")
    await decided(office, "village.written_reprimand_1", decided_on, REGENT)
    await served(office, decided_on, "dpmd")

    assert (await office.reaches(Point.COMPLIANCE)).effective_on == decided_on
    remedy = (await office.noted("remedy_named"))[1]
    assert remedy["remedy"] == "administrative_objection"
    until = await office.due(OBJECTION)
    assert until == date(2023, 4, 17)
    await complies(office, date(2023, 3, 28), complied=True)
    assert office.point is Point.CLOSE
    await office.moves_to(date(2023, 4, 18))
    assert office.handle is not None
    closed = await office.handle.result()
    assert (closed.outcome, closed.degree) == (Outcome.SANCTIONED, None)


async def test_story_9_a_step_that_is_not_complied_with_is_followed_by_the_next(
    run: Running,
) -> None:
    office = await a_village_track(
        run,
        Category.VILLAGE_HEAD,
        date(2020, 10, 26),
        "pilkada-2020-6105",
        violations=("village.discriminatory-act", "village.abuse-of-authority"),
        act_from=date(2020, 10, 14),
    )
    heard = date(2020, 11, 2)
    await office.moves_to(heard)
    await office.answers(CAMAT, "clarify", heard, **clarified())
    await decided(office, "village.oral_reprimand", date(2020, 11, 5), REGENT)
    await served(office, date(2020, 11, 6), "dpmd")
    await complies(office, date(2020, 11, 20), complied=False)
    assert office.point is Point.DECIDE

    on = date(2020, 11, 23)
    refusal = await refused_decision(office, "village.suspension", on, REGENT)
    assert (refusal.code, bool(refusal.citation)) == ("village-step-skipped", True)
    await decided(office, "village.written_reprimand_1", on, REGENT)
    await served(office, on, "dpmd")
    await complies(office, date(2020, 12, 7), complied=True)
    await office.moves_to(date(2021, 2, 1))
    assert office.handle is not None
    assert (await office.handle.result()).sanction == "village.written_reprimand_1"
    lapsed = [on for kind, on, _ in office.notes if kind == "remedy_lapsed"]
    assert len(lapsed) == 2


async def test_nothing_is_decided_before_the_clarification(run: Running) -> None:
    office = await a_hamlet_head(run)
    on = date(2019, 12, 16)
    with pytest.raises(Refused) as refusal:
        await office.records(
            VILLAGE_HEAD, "decide", on, **a_decision("village.oral_reprimand", VILLAGE_HEAD, on)
        )
    assert (refusal.value.code, bool(refusal.value.citation)) == ("not-clarified", True)


async def test_a_dismissal_of_village_staff_needs_the_camats_written_recommendation(
    run: Running,
) -> None:
    office = await a_hamlet_head(run)
    await office.moves_to(date(2019, 12, 17))
    await office.answers(CAMAT, "clarify", date(2019, 12, 17), **clarified())
    steps: list[tuple[str, date, dict[str, Any]]] = [
        ("village.oral_reprimand", date(2019, 12, 18), {}),
        ("village.written_reprimand_1", date(2020, 1, 6), {}),
        ("village.written_reprimand_2", date(2020, 1, 20), {}),
        ("village.written_reprimand_3", date(2020, 2, 3), {}),
        ("village.suspension", date(2020, 2, 17), {"camat_consulted_on": date(2020, 2, 14)}),
    ]
    for sanction, on, papers in steps:
        await decided(office, sanction, on, VILLAGE_HEAD, **papers)
        await served(office, on, VILLAGE_HEAD)
        await complies(office, date.fromordinal(on.toordinal() + 10), complied=False)

    on = date(2020, 3, 20)
    refusal = await refused_decision(office, "village.dismissal", on, VILLAGE_HEAD)
    assert refusal.code == "camat-recommendation-missing"
    await decided(office, "village.dismissal", on, VILLAGE_HEAD, camat_recommendation="140/7/2020")
    await served(office, on, VILLAGE_HEAD)
    assert (await office.reaches(Point.CLOSE)).sanction == "village.dismissal"
    assert not [task for task in office.tasks.values() if task.kind == "comply"]


async def test_nobody_is_called_idle_of_whom_nothing_was_asked(run: Running) -> None:
    office = await a_hamlet_head(run)
    on = date(2019, 12, 16)
    with pytest.raises(Refused, match="nothing-was-asked-of-him"):
        await office.records(
            CAMAT, "inaction", on, by="village_head", post_id=VILLAGE_HEAD, since=on
        )


async def test_a_vacant_camats_task_is_the_dpmds_and_no_other_camats(run: Running) -> None:
    on = date(2019, 12, 16)
    office = await a_hamlet_head(run, CAMAT)
    asked = await office.asked("clarify")
    with pytest.raises(Refused) as refusal:
        await office.answers(CAMAT, "clarify", on, **clarified())
    await office.answers("dpmd", "clarify", on, **clarified())

    assert (asked.role, asked.post_id, asked.roles) == (Role.DPMD, None, (Role.DPMD,))
    assert asked.context == {"vacant_post": CAMAT}
    assert (refusal.value.code, refusal.value.about) == ("not-your-task", "who")
    assert (await office.asked("decide")).post_id == VILLAGE_HEAD


@pytest.mark.parametrize(
    ("more", "context"),
    [({"recused_post_ids": [CAMAT]}, {"vacant_post": CAMAT}), ({"superior_post_id": None}, {})],
)
async def test_an_involved_or_unknown_camat_does_not_clarify(
    run: Running, more: dict[str, Any], context: dict[str, str]
) -> None:
    on = date(2019, 12, 16)
    office = an_office(on)
    known = (
        a_villagers_profile(Category.HAMLET_HEAD) | ({} if context else {"post_id": None}) | more
    )
    await run(office, a_hamlet_heads_track(office))
    await profiled(office, on, "dpmd", **known)
    asked = await office.asked("clarify")

    assert (asked.role, asked.context) == (Role.DPMD, context)
