from datetime import date
from typing import Any

import pytest

from services.contracts.law import Acting, Category, Degree, PositionLevel, Role
from services.workflow.rules.authority import Authority, Subject
from services.workflow.rules.deciders import (
    Papers,
    check_decider,
    needs_second_person,
)
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from tests.workflow.rules.making import a_decider, the_book

ON = date(2024, 11, 20)
KABID = Authority(role=Role.SUPERIOR, level=PositionLevel.ADMINISTRATOR, post_id="kabid")
BUPATI = Authority(role=Role.PPK, level=PositionLevel.PPK, post_id="bupati")
KADES = Authority(role=Role.VILLAGE_HEAD, post_id="kades")
OPD = Authority(role=Role.OPD_HEAD, office_id="dinas", why=(the_book().decides[2].citation,))


def check(authority: Authority, post: str | None, sanction: str, **facts: Any) -> None:
    step = the_book().find_step(sanction)
    assert step is not None
    category = facts.pop("category", Category.PNS)
    degree = facts.pop("degree", step.degree)
    papers = facts.pop("papers", Papers())
    recused = facts.pop("recused", frozenset())
    check_decider(
        the_book(),
        Subject(category=category, person_id="respondent"),
        authority,
        a_decider(post, **facts),
        degree,
        step,
        ON,
        papers=papers,
        recused=recused,
    )


def refused(*args: Any, **facts: Any) -> RefusalCode:
    with pytest.raises(LawRefusal) as refusal:
        check(*args, **facts)
    assert refusal.value.citation is not None
    return refusal.value.code


def test_the_authority_decides() -> None:
    check(KABID, "kabid", "pns.light.written_reprimand")
    check(BUPATI, "bupati", "pns.heavy.demotion_12m", role=Role.PPK)


def test_another_official_does_not() -> None:
    assert refused(KABID, "kasi", "pns.light.oral_reprimand") is RefusalCode.NOT_THE_AUTHORITY
    assert refused(KABID, "kadis", "pns.light.oral_reprimand") is RefusalCode.NOT_THE_AUTHORITY


def test_bkpsdm_does_not_decide_about_contract_staff() -> None:
    known = {"category": Category.CONTRACT, "office_id": "bkpsdm"}

    code = refused(OPD, None, "contract.written_warning_1", role=Role.BKPSDM, **known)
    assert code is RefusalCode.NOT_THE_AUTHORITY
    check(OPD, None, "contract.written_warning_1", role=Role.OPD_HEAD, office_id="dinas")
    other = refused(OPD, None, "contract.written_warning_1", role=Role.OPD_HEAD, office_id="other")
    assert other is RefusalCode.NOT_THE_AUTHORITY


def test_the_author_of_the_report_never_decides() -> None:
    papers = Papers(report_authors=frozenset({"holder-of-kabid"}))

    code = refused(KABID, "kabid", "pns.light.oral_reprimand", papers=papers)
    assert code is RefusalCode.REPORT_AUTHOR_DECIDES


def test_nobody_involved_decides() -> None:
    code = refused(KABID, "kabid", "pns.light.oral_reprimand", recused={"holder-of-kabid"})
    himself = refused(KABID, "kabid", "pns.light.oral_reprimand", person_id="respondent")

    assert code is RefusalCode.DECIDER_INVOLVED
    assert himself is RefusalCode.DECIDER_INVOLVED


@pytest.mark.parametrize("acting", [Acting.PLH, Acting.PLT])
def test_a_substitute_stays_light(acting: Acting) -> None:
    kadis = KABID.model_copy(update={"level": PositionLevel.JPT_PRATAMA})

    check(kadis, "kabid", "pns.light.oral_reprimand", acting=acting)
    code = refused(kadis, "kabid", "pns.medium.kgb_delay_1y", acting=acting)
    assert code is RefusalCode.ACTING_MAY_NOT


@pytest.mark.parametrize("acting", [Acting.PLT, Acting.PJ, Acting.PJS])
def test_an_acting_regent_notes_the_consent_for_heavy_and_personnel_acts(acting: Acting) -> None:
    known: dict[str, Any] = {"role": Role.PPK, "acting": acting}

    code = refused(BUPATI, "bupati", "pns.heavy.demotion_12m", **known)
    assert code is RefusalCode.CONSENT_MISSING
    check(BUPATI, "bupati", "pns.heavy.demotion_12m", consent="SE 821/5492/SJ", **known)
    check(BUPATI, "bupati", "pns.medium.kgb_delay_1y", **known)
    moved = refused(BUPATI, "bupati", "pns.medium.rank_demotion_1y", **known)
    assert moved is RefusalCode.CONSENT_MISSING
    check(BUPATI, "bupati", "ethics.closed_statement", **known)


def test_a_daily_substitute_of_the_regent_imposes_nothing_heavy() -> None:
    code = refused(
        BUPATI, "bupati", "pns.heavy.demotion_12m", role=Role.PPK, acting=Acting.PLH, consent="x"
    )

    assert code is RefusalCode.ACTING_MAY_NOT


def test_an_acting_regent_needs_no_consent_for_a_village() -> None:
    check(
        BUPATI, "bupati", "village.oral_reprimand", role=Role.PPK, acting=Acting.PJS,
        category=Category.VILLAGE_HEAD, degree=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    "dates", [{"held_until": date(2024, 11, 19)}, {"held_from": date(2024, 11, 21)}]
)
def test_an_appointment_covers_its_dates_only(dates: dict[str, date]) -> None:
    code = refused(KABID, "kabid", "pns.light.oral_reprimand", **dates)

    assert code is RefusalCode.ACTING_NOT_ON_DATE


def test_an_examining_superior_decides_what_is_his_and_is_confirmed() -> None:
    papers = Papers(examiners=frozenset({"holder-of-kabid"}))
    decider = a_decider("kabid")

    check(KABID, "kabid", "pns.light.written_reprimand", papers=papers)
    assert needs_second_person(Degree.LIGHT, decider, papers)
    assert not needs_second_person(Degree.LIGHT, a_decider("kadis"), papers)


def test_a_heavy_sanction_is_never_decided_by_an_examiner() -> None:
    papers = Papers(examiners=frozenset({"holder-of-bupati"}))

    code = refused(BUPATI, "bupati", "pns.heavy.demotion_12m", role=Role.PPK, papers=papers)
    assert code is RefusalCode.EXAMINER_DECIDES


@pytest.mark.parametrize(
    ("category", "sanction", "papers", "code"),
    [
        (Category.HAMLET_HEAD, "suspension", {}, RefusalCode.CAMAT_CONSULTATION_MISSING),
        (Category.HAMLET_HEAD, "suspension", {"camat_consulted_on": ON}, None),
        (Category.HAMLET_HEAD, "dismissal", {}, RefusalCode.CAMAT_RECOMMENDATION_MISSING),
        (Category.HAMLET_HEAD, "dismissal", {"camat_recommendation": "140/1"}, None),
        (
            Category.HAMLET_HEAD,
            "dismissal",
            {"camat_recommendation": "140/1", "camat_agrees": False},
            RefusalCode.CAMAT_DISAGREES,
        ),
        (Category.VILLAGE_HEAD, "suspension", {}, None),
        (Category.VILLAGE_HEAD, "dismissal", {}, RefusalCode.VILLAGE_REVIEW_MISSING),
        (
            Category.VILLAGE_HEAD,
            "dismissal",
            {"village_council_report": "1/BPD", "regent_review": "180/2"},
            None,
        ),
    ],
)
def test_the_village_s_papers_are_on_the_table(
    category: Category, sanction: str, papers: dict[str, Any], code: RefusalCode | None
) -> None:
    known: dict[str, Any] = {"category": category, "degree": None, "papers": Papers(**papers)}

    if code is None:
        check(KADES, "kades", f"village.{sanction}", **known)
    else:
        assert refused(KADES, "kades", f"village.{sanction}", **known) is code
