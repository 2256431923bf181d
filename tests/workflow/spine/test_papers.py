"""A scan counts in the matter it belongs to, and nowhere else."""

from uuid import UUID, uuid4

import pytest

from services.kit.errors import Refused
from tests.workflow.spine.drive import a_case, investigated
from tests.workflow.spine.house import House, a_respondent


async def reported(house: House, case: UUID, scan: str) -> None:
    """The report with this scan."""
    await investigated(house, case, {"respondent": 1, "proven": False}, scan=scan)


async def test_the_scan_of_another_matter_is_refused_and_nothing_is_recorded(
    house: House,
) -> None:
    mine = await a_case(house, a_respondent("198001012005011030"))
    other = await a_case(house, a_respondent("198001012005011031"))
    scan = await house.sealed_item(other)
    with pytest.raises(Refused) as refused:
        await reported(house, mine, scan)

    assert (refused.value.code, refused.value.params) == (
        "evidence-of-another-matter",
        {"item": scan},
    )
    assert (await house.asked("investigate", mine))["state"] == "open"


async def test_a_scan_that_was_uploaded_for_the_task_is_the_cases(house: House) -> None:
    case = await a_case(house, a_respondent("198001012005011032"))
    review = await house.asked("review", case)
    await reported(house, case, await house.sealed_item(review["task_id"]))

    assert await house.asked("clearance", case)


async def test_an_item_nobody_knows_is_said_to_be_not_sealed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.workflow.acting.SEAL_PATIENCE", 0.0)
    case = await a_case(house, a_respondent("198001012005011033"))
    with pytest.raises(Refused) as refused:
        await reported(house, case, str(uuid4()))

    assert refused.value.code == "evidence-not-sealed"
