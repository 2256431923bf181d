"""The demo's stories of ethics, contract, village, clearance and refusal, with their dates."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.contracts.law import (
    CandidateRelation,
    Category,
    Degree,
    PositionLevel,
    Role,
    Stage,
)
from services.workflow.rules.authority import (
    Subject,
    deciding_authority,
)
from services.workflow.rules.calendar import Unit
from services.workflow.rules.deciders import (
    Decider,
    check_decider,
)
from services.workflow.rules.degrees import heaviest
from services.workflow.rules.effect import effective_on, remedy_period
from services.workflow.rules.examination import (
    Hearing,
    Member,
    check_council,
    check_ready_to_decide,
)
from services.workflow.rules.ladders import Agreement, Asked, VillageStep, check_sanction
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.routes import check_light_route
from services.workflow.rules.stages import Point, standing
from tests.workflow.rules.making import (
    a_regency,
)
from tests.workflow.rules.telling import (
    BOOK,
    CALENDAR,
    decider_at,
    effect,
    judged,
    refused,
)


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


def test_7_not_our_case() -> None:
    received = date(2024, 10, 8)
    notice = BOOK.find_deadline("AGENCY_REFUSAL_NOTICE")
    triage = BOOK.find_deadline(str(standing(Point.TRIAGE).deadline_key))

    assert triage.due(received, CALENDAR) == date(2024, 10, 11)
    assert (notice.n, notice.unit) == (3, Unit.WD)
    assert standing(Point.CLOSED).stage is Stage.CLOSED


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
