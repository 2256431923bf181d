"""Papers are asked of who keeps them in that matter, and never of the respondent himself."""

from datetime import date
from typing import Any

import pytest

from services.contracts.law import Category, Role
from services.kit.errors import Refused
from tests.workflow.tracks.begun import a_heavy_track, a_medium_track, a_village_track
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    CAMAT,
    HEAD,
    REGENT,
    SECRETARY,
    SECTION,
    VILLAGE_HEAD,
    a_track,
    a_villagers_profile,
    an_office,
    clarified,
)
from tests.workflow.tracks.office import Office, a_person
from tests.workflow.tracks.walks import (
    decided,
    examined,
    heavy_until_decided,
    profiled,
    served,
    summoned,
)

LETTER, EXAM, DECISION = date(2024, 10, 21), date(2024, 10, 30), date(2024, 11, 20)
CLARIFIED, REPRIMANDED = date(2023, 3, 13), date(2023, 3, 14)


async def a_reprimanded_village_head(run: Running, *vacant: str) -> Office:
    office = await a_village_track(
        run,
        Category.VILLAGE_HEAD,
        CLARIFIED,
        "pilkades-2023-5203",
        vacant=vacant,
        violations=("village.decision-favouring", "village.abuse-of-authority"),
        act_from=date(2023, 3, 11),
    )
    clarifier = "dpmd" if vacant else CAMAT
    await office.answers(clarifier, "clarify", CLARIFIED, **clarified())
    await decided(office, "village.written_reprimand_1", REPRIMANDED, REGENT)
    return office


async def routed_to_the_camat(
    run: Running, office: Office, category: Category, election_id: str
) -> None:
    """Triage named the camat's post; the DPMD has confirmed the profile."""
    opened = a_track(office, category, election_id=election_id, below="camat")
    assert opened.below is not None
    below = opened.below.model_copy(update={"post_id": CAMAT})
    await run(office, opened.model_copy(update={"below": below}))
    await profiled(office, office.today, "dpmd", **a_villagers_profile(category))


@pytest.mark.parametrize("still_in_the_post", [True, False])
async def test_the_respondent_known_by_his_post_answers_nothing(
    run: Running, still_in_the_post: bool
) -> None:
    office = await a_reprimanded_village_head(run)
    himself = office.people[VILLAGE_HEAD]
    # Even as one whose role would do: today in the post, or when the profile was confirmed.
    posts = himself.posts if still_in_the_post else ()
    office.people["he"] = a_person(himself.id, Role.DPMD, posts=posts)

    with pytest.raises(Refused, match="decider-involved"):
        await served(office, REPRIMANDED, "he")
    await served(office, REPRIMANDED, "dpmd")
    with pytest.raises(Refused, match="decider-involved"):
        await office.answers("he", "comply", REPRIMANDED, complied=True)


async def test_compliance_is_asked_of_his_own_camat_and_the_dpmd(run: Running) -> None:
    office = await a_reprimanded_village_head(run)
    await served(office, REPRIMANDED, "dpmd")
    task = await office.asked("comply")
    office.people["other-camat"] = a_person("camat-2", Role.CAMAT, posts=("camat-2",))
    office.people["neighbour"] = a_person("kades-2", Role.VILLAGE_HEAD, posts=("kades-2",))

    assert (task.role, task.post_id, task.roles) == (Role.CAMAT, CAMAT, ())
    for who in ("other-camat", "neighbour"):
        with pytest.raises(Refused, match="not-your-task"):
            await office.answers(who, "comply", REPRIMANDED, complied=True)
    await office.answers("dpmd", "comply", REPRIMANDED, complied=True)


async def test_where_the_chart_says_no_camat_the_one_whom_triage_named_is_asked(
    run: Running,
) -> None:
    office = an_office(date(2019, 12, 16))
    office.posts = tuple(
        post.model_copy(update={"superior_post_id": None}) if post.id == VILLAGE_HEAD else post
        for post in office.posts
    )
    await routed_to_the_camat(run, office, Category.HAMLET_HEAD, "pilkades-2019-3508")
    found = {
        "proven": True,
        "violations": ["pilkades.village-official-in-campaign"],
        "act_from": date(2019, 12, 12),
    }
    heard, decided_on = date(2019, 12, 18), date(2019, 12, 20)
    await office.moves_to(heard)
    await office.answers(CAMAT, "clarify", heard, **clarified(finding=found))
    await decided(office, "village.oral_reprimand", decided_on, VILLAGE_HEAD)
    serve = await office.asked("serve")
    await served(office, decided_on, VILLAGE_HEAD)

    assert (serve.role, serve.post_id) == (Role.DPMD, VILLAGE_HEAD)
    assert (await office.asked("comply")).post_id == CAMAT


async def test_where_no_camat_sits_the_dpmd_alone_is_asked_about_compliance(run: Running) -> None:
    office = await a_reprimanded_village_head(run, CAMAT)
    await served(office, REPRIMANDED, "dpmd")
    task = await office.asked("comply")

    assert (task.role, task.post_id, task.roles) == (Role.DPMD, None, (Role.DPMD,))


async def test_a_vacant_camat_whom_triage_named_gives_his_task_to_the_dpmd(run: Running) -> None:
    office = an_office(CLARIFIED, vacant=(CAMAT,))
    await routed_to_the_camat(run, office, Category.VILLAGE_HEAD, "pilkades-2023-5203")
    task = await office.asked("clarify")

    assert (task.role, task.post_id, task.context) == (Role.DPMD, None, {"vacant_post": CAMAT})


async def test_a_regents_decision_is_served_by_bkpsdm_or_himself_and_no_other(
    run: Running,
) -> None:
    office = await a_heavy_track(run)
    profile = await office.asked("profile")
    await heavy_until_decided(office, LETTER, EXAM)
    await decided(office, "pns.heavy.demotion_12m", DECISION)
    task = await office.asked("serve")

    assert (task.post_id, task.roles) == (None, (Role.BKPSDM, Role.PPK))
    assert not {Role.CAMAT, Role.OPD_HEAD} & {*profile.roles}
    for who in (CAMAT, VILLAGE_HEAD, HEAD, "dpmd"):
        with pytest.raises(Refused, match="not-your-task"):
            await served(office, DECISION, who)
    await served(office, DECISION)


async def test_in_a_matter_of_the_inspektorat_who_is_above_it_examines_and_decides(
    run: Running,
) -> None:
    office = await a_medium_track(run)
    letter, exam = date(2024, 12, 2), date(2024, 12, 11)
    at: dict[str, Any] = {"post_id": None, "superior_post_id": "irban", "office_id": "inspektorat"}
    await profiled(office, letter, **at)

    assert (await office.asked("summons")).post_id == SECRETARY
    await summoned(office, letter, exam, SECRETARY)
    await examined(office, exam, SECRETARY)
    assert (await office.asked("decide")).post_id in {SECRETARY, REGENT}


async def test_a_superior_who_is_not_above_him_in_the_chart_is_refused(run: Running) -> None:
    office = await a_heavy_track(run)

    with pytest.raises(Refused, match="superior-not-above"):
        await profiled(office, LETTER, post_id=SECTION, superior_post_id=CAMAT)
    await profiled(office, LETTER, post_id=SECTION)
