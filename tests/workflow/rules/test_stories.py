"""The twelve stories of the demo: their dates, degrees, authorities and refusals."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.law import (
    Acting,
    CandidateRelation,
    Category,
    Degree,
    Impact,
    PositionLevel,
    Remedy,
    Role,
    Stage,
)
from services.workflow.rules.authority import (
    Authority,
    Subject,
    deciding_authority,
    sitting_superior,
)
from services.workflow.rules.book import Rulebook
from services.workflow.rules.calendar import Unit
from services.workflow.rules.deciders import (
    Decider,
    Papers,
    check_confirmation,
    check_decider,
    needs_second_person,
)
from services.workflow.rules.degrees import Facts, Judgement, degree_of, heaviest
from services.workflow.rules.effect import effective_on, holds_effect, remedy_period
from services.workflow.rules.examination import (
    Absence,
    Element,
    Hearing,
    Member,
    check_council,
    check_ready_to_decide,
    check_second_summons,
    check_summons,
    check_team,
)
from services.workflow.rules.ladders import Agreement, Asked, VillageStep, check_sanction
from services.workflow.rules.posts import PostChart
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.routes import check_light_route
from services.workflow.rules.stages import Point, standing
from services.workflow.rules.steps import Step
from tests.workflow.rules.making import (
    a_book_with_pppk_ladder,
    a_regency,
    the_book,
    the_calendar,
)

BOOK, CALENDAR = the_book(), the_calendar()
CONSENT = "SE Mendagri 821/5492/SJ"


def judged(violation: str, category: Category, acted: date, event: str, **facts: Any) -> Judgement:
    election = BOOK.find_election(event)
    assert election is not None
    return degree_of(BOOK, violation, category, acted, acted, election, Facts(**facts))


def refused(code: RefusalCode, asked: Asked, book: Rulebook = BOOK) -> LawRefusal:
    with pytest.raises(LawRefusal) as refusal:
        check_sanction(book, asked)
    assert refusal.value.code is code
    assert refusal.value.citation is not None
    return refusal.value


def decider_at(post_id: str, chart: PostChart, **facts: Any) -> Decider:
    post = chart.find(post_id)
    assert post is not None
    assert post.holder is not None
    known: dict[str, Any] = {
        "person_id": post.holder,
        "role": Role.PPK if post.level is PositionLevel.PPK else Role.SUPERIOR,
        "post_id": post.id,
        "office_id": post.office_id,
        "acting": post.acting,
    }
    return Decider(**(known | facts))


def a_team(level: PositionLevel) -> list[Member]:
    elements = (Element.SUPERIOR, Element.SUPERVISION, Element.PERSONNEL)
    return [Member(person_id=f"{e}", level=level, element=e) for e in elements]


def effect(step: Step, category: Category, received: date) -> date:
    return effective_on(BOOK, category, step, received, CALENDAR).on


def test_1_the_like_twenty_days_too_early_for_discipline() -> None:
    acted = date(2024, 9, 2)
    found = judged("disc.social-media-like", Category.PNS, acted, "pilkada-2024-3508")
    asked = Asked(
        category=Category.PNS,
        sanction="ethics.closed_statement",
        on=acted,
        decided_on=date(2024, 10, 1),
        degree=found.degree,
    )
    council = [Member(person_id=f"m{n}", level=PositionLevel.JF_OTHER) for n in range(5)]
    known: dict[str, Any] = {"examinee": "guru", "examinee_level": PositionLevel.JF_OTHER}

    assert (date(2024, 9, 22) - acted).days == 20
    assert (found.violation, found.degree) == ("ethics.social-media-like", Degree.ETHICS)
    for step in BOOK.step:
        if step.code.startswith("pns."):
            refused(
                RefusalCode.SANCTION_NOT_MORAL, asked.model_copy(update={"sanction": step.code})
            )
    with pytest.raises(LawRefusal) as early:
        check_ready_to_decide(BOOK, Category.PNS, Degree.ETHICS, None)
    assert early.value.code is RefusalCode.COUNCIL_NOT_HEARD
    check_council(BOOK, council, formed_by=Role.PPK, **known)
    check_ready_to_decide(BOOK, Category.PNS, Degree.ETHICS, Hearing.COUNCIL_HEARD)
    step = check_sanction(BOOK, asked)
    subject = Subject(category=Category.PNS, level=PositionLevel.JF_OTHER, post_id="guru")
    authority = deciding_authority(
        BOOK, subject, Degree.ETHICS, a_regency(), date(2024, 10, 1), step=step
    )
    assert authority.role is Role.PPK
    assert effect(step, Category.PNS, date(2024, 10, 4)) == date(2024, 10, 4)


def test_2_the_same_like_five_weeks_later() -> None:
    acted, decided, received = date(2024, 10, 7), date(2024, 11, 20), date(2024, 12, 2)
    found = judged("disc.social-media-like", Category.PNS, acted, "pilkada-2024-3508")
    chart = a_regency(bupati={"acting": Acting.PJ})
    subject = Subject(category=Category.PNS, level=PositionLevel.PENGAWAS, post_id="kasi")
    asked = Asked(
        category=Category.PNS,
        sanction="pns.heavy.demotion_12m",
        on=acted,
        decided_on=decided,
        degree=found.degree,
    )

    assert found.degree is Degree.HEAVY
    with pytest.raises(LawRefusal) as alone:
        check_ready_to_decide(BOOK, Category.PNS, Degree.HEAVY, Hearing.MINUTES_SIGNED)
    assert alone.value.code is RefusalCode.TEAM_REQUIRED
    check_team(
        BOOK,
        a_team(PositionLevel.ADMINISTRATOR),
        examinee="holder-of-kasi",
        examinee_level=PositionLevel.PENGAWAS,
        formed_by=Role.PPK,
    )
    check_summons(BOOK, date(2024, 10, 21), date(2024, 10, 30), CALENDAR)
    check_ready_to_decide(BOOK, Category.PNS, Degree.HEAVY, Hearing.MINUTES_SIGNED, by_team=True)
    refused(
        RefusalCode.SANCTION_TOO_LIGHT,
        asked.model_copy(update={"sanction": "pns.medium.kgb_delay_1y"}),
    )
    step = check_sanction(BOOK, asked)
    authority = deciding_authority(BOOK, subject, Degree.HEAVY, chart, decided, step=step)
    assert authority.post_id == "bupati"
    with pytest.raises(LawRefusal) as silent:
        check_decider(
            BOOK, subject, authority, decider_at("bupati", chart), Degree.HEAVY, step, decided
        )
    assert silent.value.code is RefusalCode.CONSENT_MISSING
    decider = decider_at("bupati", chart, consent=CONSENT)
    check_decider(BOOK, subject, authority, decider, Degree.HEAVY, step, decided)
    period = remedy_period(
        BOOK,
        Category.PNS,
        step,
        decided_on=decided,
        received_on=received,
        calendar=CALENDAR,
    )
    assert (period.remedy, period.until) == (Remedy.OBJECTION, date(2024, 12, 20))
    assert effect(step, Category.PNS, received) == date(2024, 12, 23)


def test_3_the_driver() -> None:
    acted, received = date(2024, 10, 12), date(2024, 11, 4)
    found = judged("contract.join-campaign", Category.CONTRACT, acted, "pilkada-2024-3508")
    subject = Subject(category=Category.CONTRACT, office_id="dinas")
    chart = a_regency()
    asked = Asked(
        category=Category.CONTRACT,
        sanction="contract.written_warning_1",
        on=acted,
        decided_on=date(2024, 11, 1),
    )
    bkpsdm = Decider(person_id="bkpsdm", role=Role.BKPSDM, post_id="kepala-bkpsdm")

    assert found.degree is None
    check_light_route(BOOK, [Category.CONTRACT], Role.OPD_HEAD)
    with pytest.raises(LawRefusal) as unheard:
        check_ready_to_decide(BOOK, Category.CONTRACT, None, None)
    assert unheard.value.code is RefusalCode.NOT_CLARIFIED
    refused(RefusalCode.AGREEMENT_MISSING, asked)
    clause = Agreement(clause="Pasal 9", covers=frozenset({"contract.written_warning_1"}))
    step = check_sanction(BOOK, asked.model_copy(update={"agreement": clause}))
    authority = deciding_authority(BOOK, subject, None, chart, asked.decided_on, step=step)
    assert (authority.role, authority.post_id) == (Role.OPD_HEAD, "kadis")
    with pytest.raises(LawRefusal) as wrong:
        check_decider(BOOK, subject, authority, bkpsdm, None, step, asked.decided_on)
    assert wrong.value.code is RefusalCode.NOT_THE_AUTHORITY
    assert "bukan BKPSDM" in str(wrong.value.citation)
    check_decider(
        BOOK, subject, authority, decider_at("kadis", chart), None, step, asked.decided_on
    )
    found_effect = effective_on(BOOK, Category.CONTRACT, step, received, CALENDAR)
    period = remedy_period(
        BOOK,
        Category.CONTRACT,
        step,
        decided_on=received,
        received_on=received,
        calendar=CALENDAR,
    )
    assert (found_effect.on, found_effect.deadline_key) == (received, None)
    assert period.until == CALENDAR.due(received, 21, Unit.WD)


def test_4_the_hamlet_head_and_the_sleeping_village_head() -> None:
    acted, clarified = date(2019, 12, 12), date(2019, 12, 20)
    election = "pilkades-2019-3508"
    found = judged("pilkades.village-official-in-campaign", Category.HAMLET_HEAD, acted, election)
    subject = Subject(category=Category.HAMLET_HEAD, post_id="kadus", office_id="desa")

    with pytest.raises(LawRefusal) as ban:
        judged("village.join-campaign", Category.HAMLET_HEAD, acted, election)
    assert ban.value.code is RefusalCode.VIOLATION_NOT_FOR_ELECTION
    assert found.degree is None
    assert "Pasal 51 huruf b, c, d" in found.citation.text
    assert "29" not in found.citation.text.split(";")[0]
    assert found.criminal == ()
    sleeping = BOOK.find_deadline(str(standing(Point.DECIDE, Category.HAMLET_HEAD).deadline_key))
    assert sleeping.due(clarified, CALENDAR) == clarified + timedelta(days=14)
    assert sleeping.escalate == (Role.CAMAT, Role.DPMD)
    asked = Asked(
        category=Category.HAMLET_HEAD,
        sanction="village.oral_reprimand",
        on=acted,
        decided_on=date(2020, 1, 10),
    )
    refused(
        RefusalCode.VILLAGE_STEP_SKIPPED,
        asked.model_copy(update={"sanction": "village.suspension"}),
    )
    step = check_sanction(BOOK, asked)
    authority = deciding_authority(BOOK, subject, None, a_regency(), asked.decided_on, step=step)
    assert (authority.role, authority.post_id) == (Role.VILLAGE_HEAD, "kades")


def test_5_settled_below_in_three_days() -> None:
    acted, clarified, received = date(2023, 3, 11), date(2023, 3, 13), date(2023, 3, 14)
    election = "pilkades-2023-5203"
    found = judged("pilkades.village-official-in-campaign", Category.VILLAGE_HEAD, acted, election)
    asked = Asked(
        category=Category.VILLAGE_HEAD,
        sanction="village.written_reprimand_1",
        on=acted,
        decided_on=clarified,
    )

    assert (clarified - acted).days < 3
    assert found.degree is None
    assert found.criminal == ()
    assert "Pasal 29 huruf b, c, d" in found.citation.text
    check_light_route(BOOK, [Category.VILLAGE_HEAD], Role.CAMAT)
    check_ready_to_decide(BOOK, Category.VILLAGE_HEAD, None, Hearing.CLARIFIED)
    step = check_sanction(BOOK, asked)
    authority = deciding_authority(
        BOOK,
        Subject(category=Category.VILLAGE_HEAD, post_id="kades"),
        None,
        a_regency(),
        clarified,
        step=step,
    )
    assert authority.role is Role.PPK
    period = remedy_period(
        BOOK,
        Category.VILLAGE_HEAD,
        step,
        decided_on=clarified,
        received_on=received,
        calendar=CALENDAR,
    )
    assert period.until == CALENDAR.add_working_days(received, 21)
    complied = VillageStep(sanction=step.code, decided_on=clarified, complied=True)
    refused(
        RefusalCode.VILLAGE_STEP_TOO_EARLY,
        asked.model_copy(
            update={"sanction": "village.written_reprimand_2", "village_steps": (complied,)}
        ),
    )


def test_6_the_camat_s_voice_note() -> None:
    acted, decided, received = date(2024, 10, 10), date(2024, 11, 18), date(2024, 11, 25)
    found = judged("pp94.mobilise_civil_servants", Category.PNS, acted, "pilkada-2024-1801")
    chart = a_regency(bupati={"acting": Acting.PLT})
    subject = Subject(category=Category.PNS, level=PositionLevel.ADMINISTRATOR, post_id="camat")
    asked = Asked(
        category=Category.PNS,
        sanction="pns.heavy.release_to_executor_12m",
        on=acted,
        decided_on=decided,
        degree=found.degree,
    )

    assert found.degree is Degree.HEAVY
    sits = sitting_superior(BOOK, subject, chart, decided, recused={"holder-of-sekda"})
    assert sits.post_id == "bupati"
    step = check_sanction(BOOK, asked)
    authority = deciding_authority(
        BOOK, subject, Degree.HEAVY, chart, decided, step=step, recused={"holder-of-sekda"}
    )
    check_decider(
        BOOK,
        subject,
        authority,
        decider_at("bupati", chart, consent=CONSENT),
        Degree.HEAVY,
        step,
        decided,
    )
    period = remedy_period(
        BOOK,
        Category.PNS,
        step,
        decided_on=decided,
        received_on=received,
        calendar=CALENDAR,
    )
    tenth = CALENDAR.add_working_days(received, 10)
    assert holds_effect(period, tenth)
    assert tenth < effect(step, Category.PNS, received)
    milder = asked.model_copy(update={"sanction": "pns.heavy.demotion_12m"})
    assert check_sanction(BOOK, milder).rank < step.rank


def test_7_not_our_case() -> None:
    received = date(2024, 10, 8)
    notice = BOOK.find_deadline("AGENCY_REFUSAL_NOTICE")
    triage = BOOK.find_deadline(str(standing(Point.TRIAGE).deadline_key))

    assert triage.due(received, CALENDAR) == date(2024, 10, 11)
    assert (notice.n, notice.unit) == (3, Unit.WD)
    assert standing(Point.CLOSED).stage is Stage.CLOSED


def test_8_a_bad_line() -> None:
    acted, decided, received = date(2024, 10, 19), date(2024, 12, 3), date(2024, 12, 9)
    found = judged("pp94.use_state_facilities", Category.PPPK, acted, "pilkada-2024-6105")
    asked = Asked(
        category=Category.PPPK,
        sanction="pppk.heavy.termination_honourable",
        on=acted,
        decided_on=decided,
        degree=found.degree,
    )

    assert found.degree is Degree.HEAVY
    refused(RefusalCode.NO_LOCAL_LADDER, asked)
    book = a_book_with_pppk_ladder()
    step = check_sanction(book, asked)
    authority = deciding_authority(
        book,
        Subject(category=Category.PPPK, level=PositionLevel.PELAKSANA, post_id="staf"),
        Degree.HEAVY,
        a_regency(),
        decided,
        step=step,
    )
    assert authority.role is Role.PPK
    period = remedy_period(
        book,
        Category.PPPK,
        step,
        decided_on=decided,
        received_on=received,
        calendar=CALENDAR,
    )
    assert period.remedy is Remedy.APPEAL_BPASN
    assert period.until == CALENDAR.add_working_days(received, 14)
    assert holds_effect(period, period.until)


def test_9_equal_service() -> None:
    acted, election = date(2020, 10, 14), "pilkada-2020-6105"
    discriminates = judged("village.discriminatory-act", Category.VILLAGE_HEAD, acted, election)
    abuses = judged("village.abuse-of-authority", Category.VILLAGE_HEAD, acted, election)
    both = heaviest([discriminates, abuses])
    oral = VillageStep(
        sanction="village.oral_reprimand", decided_on=date(2020, 11, 10), complied=False
    )
    asked = Asked(
        category=Category.VILLAGE_HEAD,
        sanction="village.oral_reprimand",
        on=acted,
        decided_on=date(2020, 11, 10),
    )

    assert "29 huruf d" in discriminates.citation.text
    assert discriminates.criminal == ()
    assert "29 huruf c" in abuses.citation.text
    assert ["71" in c.clause and "188" in c.clause for c in both.criminal] == [True]
    assert both.degree is None
    completion = BOOK.find_deadline("INTAKE_COMPLETE")
    assert completion.due(date(2020, 10, 20), CALENDAR) > date(2020, 10, 26)
    check_sanction(BOOK, asked)
    written = asked.model_copy(
        update={
            "sanction": "village.written_reprimand_1",
            "decided_on": date(2020, 12, 1),
            "village_steps": (oral,),
        }
    )
    assert check_sanction(BOOK, written).code == "village.written_reprimand_1"
    open_ = oral.model_copy(update={"complied": None})
    refused(
        RefusalCode.VILLAGE_STEP_TOO_EARLY,
        written.model_copy(update={"village_steps": (open_,)}),
    )


def test_10_the_superior_who_may_decide() -> None:
    acted, decided, received = date(2023, 3, 10), date(2023, 3, 31), date(2023, 4, 3)
    election = "pilkades-2023-5203"
    chart = a_regency()
    subject = Subject(category=Category.PNS, level=PositionLevel.PELAKSANA, post_id="staf")
    papers = Papers(examiners=frozenset({"holder-of-kasi"}), report_authors=frozenset({"auditor"}))

    for article in ("pp94.partisan_activity", "disc.social-media-like"):
        with pytest.raises(LawRefusal) as not_for:
            judged(article, Category.PNS, acted, election)
        assert not_for.value.code is RefusalCode.VIOLATION_NOT_FOR_ELECTION
    found = judged("pilkades.asn-partisan", Category.PNS, acted, election, impact=Impact.UNIT)
    assert found.degree is Degree.LIGHT
    assert "Pasal 3" in found.citation.text
    check_summons(BOOK, date(2023, 3, 16), date(2023, 3, 29), CALENDAR)
    check_ready_to_decide(BOOK, Category.PNS, Degree.LIGHT, Hearing.MINUTES_SIGNED)
    asked = Asked(
        category=Category.PNS,
        sanction="pns.light.written_reprimand",
        on=acted,
        decided_on=decided,
        degree=found.degree,
    )
    step = check_sanction(BOOK, asked)
    authority = deciding_authority(BOOK, subject, Degree.LIGHT, chart, decided, step=step)
    decider = decider_at("kasi", chart)
    assert authority.post_id == "kasi"
    check_decider(BOOK, subject, authority, decider, Degree.LIGHT, step, decided, papers=papers)
    assert needs_second_person(Degree.LIGHT, decider, papers)
    with pytest.raises(LawRefusal):
        check_confirmation(BOOK, decider, "holder-of-kasi")
    check_confirmation(BOOK, decider, "holder-of-kabid")
    assert effect(step, Category.PNS, received) == date(2023, 5, 3)


def test_11_the_wife() -> None:
    acted = date(2024, 8, 28)
    known: dict[str, Any] = {
        "relation": CandidateRelation.SPOUSE,
        "active_support": False,
        "symbols": False,
    }
    for violation in (
        "ethics.attend-declaration",
        "ethics.join-candidate-introduction",
        "ethics.spouse-candidate-no-leave",
        "disc.attend-declaration",
    ):
        found = judged(violation, Category.PNS, acted, "pilkada-2024-1801", **known)
        assert found.exculpated
        assert found.degree is None
        assert "18/2023" in found.citation.text


def test_12_twice_not_there() -> None:
    acted, decided, received = date(2024, 11, 20), date(2025, 1, 6), date(2025, 1, 13)
    found = judged("pp94.campaign_with_attributes", Category.PNS, acted, "pilkada-2024-3508")
    first = Absence(
        summons_on=date(2024, 12, 2),
        exam_on=date(2024, 12, 11),
        served_on=date(2024, 12, 3),
        proof="tanda terima",
    )
    second = Absence(
        summons_on=date(2024, 12, 12),
        exam_on=date(2024, 12, 23),
        served_on=date(2024, 12, 13),
        proof="tanda terima",
    )
    chart = a_regency()
    subject = Subject(category=Category.PNS, level=PositionLevel.PENGAWAS, post_id="kasi")

    assert found.degree is Degree.MEDIUM
    check_summons(BOOK, first.summons_on, first.exam_on, CALENDAR)
    check_second_summons(BOOK, first, second.summons_on, second.exam_on, CALENDAR)
    unproved = second.model_copy(update={"proof": ""})
    with pytest.raises(LawRefusal) as too_soon:
        check_ready_to_decide(
            BOOK, Category.PNS, Degree.MEDIUM, Hearing.TWICE_ABSENT, absences=(first, unproved)
        )
    assert too_soon.value.code is RefusalCode.ABSENCE_NOT_PROVED
    check_ready_to_decide(
        BOOK, Category.PNS, Degree.MEDIUM, Hearing.TWICE_ABSENT, absences=(first, second)
    )
    asked = Asked(
        category=Category.PNS,
        sanction="pns.medium.kgb_delay_1y",
        on=acted,
        decided_on=decided,
        degree=found.degree,
    )
    refused(
        RefusalCode.SANCTION_NOT_IN_FORCE,
        asked.model_copy(update={"sanction": "pns.medium.allowance_cut_25_6m"}),
    )
    refused(
        RefusalCode.SANCTION_TOO_HEAVY,
        asked.model_copy(update={"sanction": "pns.heavy.demotion_12m"}),
    )
    step = check_sanction(BOOK, asked)
    authority: Authority = deciding_authority(
        BOOK, subject, Degree.MEDIUM, chart, decided, step=step
    )
    assert (authority.post_id, authority.level) == ("kadis", PositionLevel.JPT_PRATAMA)
    check_decider(
        BOOK, subject, authority, decider_at("kadis", chart), Degree.MEDIUM, step, decided
    )
    in_effect = effect(step, Category.PNS, received)
    assert in_effect == date(2025, 2, 6)
    idis = BOOK.find_deadline("IDIS_RECORD")
    assert (idis.n, idis.escalate) == (3, (Role.SECRETARY,))
