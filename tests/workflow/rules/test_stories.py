"""The demo's stories of civil servants by examination: dates, degrees, authorities, refusals."""

from datetime import date

import pytest

from services.contracts.law import (
    Acting,
    Category,
    Degree,
    Impact,
    PositionLevel,
    Remedy,
    Role,
)
from services.workflow.rules.authority import (
    Authority,
    Subject,
    deciding_authority,
    sitting_superior,
)
from services.workflow.rules.deciders import (
    Papers,
    check_decider,
    needs_second_person,
)
from services.workflow.rules.effect import holds_effect, remedy_period
from services.workflow.rules.examination import (
    Absence,
    Hearing,
    check_ready_to_decide,
    check_second_summons,
    check_summons,
    check_team,
)
from services.workflow.rules.ladders import Asked, check_sanction
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from tests.workflow.rules.making import (
    a_book_with_pppk_ladder,
    a_regency,
)
from tests.workflow.rules.telling import (
    BOOK,
    CALENDAR,
    CONSENT,
    a_team,
    decider_at,
    effect,
    judged,
    refused,
)


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
    assert effect(step, Category.PNS, received) == date(2023, 5, 3)


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
