from datetime import date

import pytest

from services.contracts.law import Category, Degree, OfficeKind, Role, Stage
from services.workflow.rules.paper_dates import check_paper_date
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.routes import check_light_route, light_route
from services.workflow.rules.stages import Point, case_stage, standing
from tests.workflow.rules.making import the_book


@pytest.mark.parametrize(
    ("category", "role"),
    [
        (Category.PNS, Role.SUPERIOR),
        (Category.PPPK_PART_TIME, Role.SUPERIOR),
        (Category.CONTRACT, Role.OPD_HEAD),
        (Category.VILLAGE_HEAD, Role.CAMAT),
        (Category.HAMLET_HEAD, Role.CAMAT),
        (Category.VILLAGE_COUNCIL, Role.CAMAT),
        (Category.UNKNOWN, None),
    ],
)
def test_small_matters_go_to_whom_the_category_says(category: Category, role: Role | None) -> None:
    assert light_route(category) is role


def route_refusal(categories: list[Category], role: Role, **facts: object) -> RefusalCode:
    with pytest.raises(LawRefusal) as refused:
        check_light_route(the_book(), categories, role, **facts)  # type: ignore[arg-type]
    return refused.value.code


def test_a_light_route_that_is_not_open_is_refused() -> None:
    check_light_route(the_book(), [Category.VILLAGE_HEAD], Role.CAMAT)
    check_light_route(the_book(), [Category.PNS], Role.SUPERIOR, expected_degree=Degree.LIGHT)
    pns = [Category.PNS]

    assert route_refusal(pns, Role.CAMAT) is RefusalCode.LIGHT_ROUTE_NOT_OPEN
    mixed = [Category.PNS, Category.CONTRACT]
    assert route_refusal(mixed, Role.SUPERIOR) is RefusalCode.LIGHT_ROUTE_NOT_OPEN
    heavy = route_refusal(pns, Role.SUPERIOR, expected_degree=Degree.HEAVY)
    assert heavy is RefusalCode.LIGHT_ROUTE_HEAVY
    own = route_refusal(pns, Role.SUPERIOR, office_kinds=[OfficeKind.INSPECTORATE])
    assert own is RefusalCode.SUBSTITUTE_HANDLES
    unknown = route_refusal([Category.UNKNOWN], Role.SUPERIOR)
    assert unknown is RefusalCode.LIGHT_ROUTE_NOT_OPEN


@pytest.mark.parametrize(
    ("point", "category", "degree", "stage", "role"),
    [
        (Point.TRIAGE, Category.UNKNOWN, None, Stage.RECEIVED, Role.INTAKE_OFFICER),
        (Point.COMPLETION, Category.UNKNOWN, None, Stage.AWAITING_COMPLETION, Role.AGENCY),
        (Point.REVIEW, Category.PNS, None, Stage.UNDER_REVIEW, Role.IRBAN),
        (Point.INVESTIGATION, Category.PNS, None, Stage.UNDER_INVESTIGATION, Role.AUDITOR),
        (Point.EXAMINE, Category.PNS, Degree.HEAVY, Stage.DECIDING, Role.EXAMINER),
        (Point.EXAMINE, Category.PNS, Degree.LIGHT, Stage.DECIDING, Role.SUPERIOR),
        (Point.CLARIFY, Category.HAMLET_HEAD, None, Stage.DECIDING, Role.CAMAT),
        (Point.CLARIFY, Category.CONTRACT, None, Stage.DECIDING, Role.OPD_HEAD),
        (Point.DECIDE, Category.HAMLET_HEAD, None, Stage.DECIDING, Role.VILLAGE_HEAD),
        (Point.DECIDE, Category.VILLAGE_HEAD, None, Stage.DECIDING, Role.PPK),
        (Point.DECIDE, Category.PNS, Degree.LIGHT, Stage.DECIDING, Role.SUPERIOR),
        (Point.DECIDE, Category.PNS, Degree.ETHICS, Stage.DECIDING, Role.PPK),
        (Point.SERVE, Category.PNS, Degree.HEAVY, Stage.DECIDED, Role.BKPSDM),
        (Point.SERVE, Category.VILLAGE_HEAD, None, Stage.DECIDED, Role.DPMD),
        (Point.WAIT_EFFECT, Category.PNS, Degree.HEAVY, Stage.DECIDED, None),
        (Point.REMEDY, Category.PNS, Degree.HEAVY, Stage.UNDER_REMEDY, Role.PPK),
        (Point.COMPLIANCE, Category.VILLAGE_HEAD, None, Stage.IN_EFFECT, Role.CAMAT),
        (Point.CLOSED, Category.PNS, None, Stage.CLOSED, None),
    ],
)
def test_an_agency_reads_where_it_stands_and_who_acts(
    point: Point, category: Category, degree: Degree | None, stage: Stage, role: Role | None
) -> None:
    found = standing(point, category, degree)

    assert (found.stage, found.acting_role) == (stage, role)


def test_every_point_stands_somewhere() -> None:
    for point in Point:
        found = standing(point)
        assert (found.next_step is None) == (point in {Point.CLOSED, Point.JOINED})


def test_a_case_stands_where_its_slowest_respondent_stands() -> None:
    assert case_stage([Stage.IN_EFFECT, Stage.DECIDING, Stage.CLOSED]) is Stage.DECIDING
    assert case_stage([Stage.CLOSED, Stage.CLOSED]) is Stage.CLOSED
    assert case_stage([Stage.CLOSED, Stage.UNDER_REMEDY]) is Stage.UNDER_REMEDY


def test_a_paper_s_date_is_neither_in_the_future_nor_before_its_step() -> None:
    today, before = date(2024, 10, 21), date(2024, 10, 10)
    check_paper_date(today, today=today, not_before=before)
    check_paper_date(before, today=today, not_before=before)

    with pytest.raises(LawRefusal) as future:
        check_paper_date(date(2024, 10, 22), today=today)
    with pytest.raises(LawRefusal) as early:
        check_paper_date(date(2024, 10, 9), today=today, not_before=before, step="summons")
    assert future.value.code is RefusalCode.DATE_IN_FUTURE
    assert early.value.code is RefusalCode.DATE_BEFORE_STEP
    assert early.value.params["step"] == "summons"
