"""One scan is one paper of a case; one number is one decision of whoever signed it."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kit.errors import Refused
from services.workflow.register.one_paper import check_number, check_scans
from tests.workflow.edge.world import NOW, World

SCAN, OTHER = str(uuid4()), str(uuid4())
DAY = date(2024, 11, 4)
OTHER_MINUTES = {"minutes_number": "BA/2", "minutes_scan": SCAN}
MINUTES = ("clarify", {"minutes_number": "BA/1", "minutes_scan": SCAN})
DECISION: tuple[str, dict[str, Any]] = (
    "decide",
    {"number": "188/H", "scan": SCAN, "decided_by": "ppk-3508", "letter_date": DAY.isoformat()},
)


async def entered(
    world: World, case_id: UUID, kind: str, answer: dict[str, Any], n: int = 1
) -> None:
    await world.run(
        "insert into workflow.act (workflow_id, act_id, kind, case_id, respondent, recorded_at,"
        " decided_by, number, paper_date, data)"
        " values ('track', $1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)",
        uuid4(),
        kind,
        case_id,
        n,
        NOW,
        answer.get("decided_by"),
        answer.get("number") or answer.get("minutes_number"),
        date.fromisoformat(answer["letter_date"]) if "letter_date" in answer else None,
        json.dumps(answer),
    )


async def scans(world: World, case_id: UUID, kind: str, answer: dict[str, Any]) -> str:
    async with world.database.connection() as conn:
        try:
            await check_scans(conn, case_id, uuid4(), kind, answer)
        except Refused as refused:
            return refused.code
    return ""


async def number(world: World, case_id: UUID, **said: Any) -> str:
    async with world.database.connection() as conn:
        try:
            answer = {**DECISION[1], **said}
            await check_number(conn, "35.08", case_id, uuid4(), "decide", answer)
        except Refused as refused:
            return refused.code if refused.citation else "without a citation"
    return ""


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        (MINUTES, DECISION, "paper-used-before"),
        (
            MINUTES,
            ("clarify", OTHER_MINUTES),
            "paper-used-before",
        ),
        (MINUTES, ("decide", {**DECISION[1], "scan": OTHER}), ""),
        # The same paper, once more: of another respondent, or sent back and decided again.
        (MINUTES, MINUTES, ""),
        (DECISION, DECISION, ""),
        # The decision that he signed for is its own proof of service.
        (DECISION, ("serve", {"how": "handed_over", "proof_scan": SCAN}), ""),
        (MINUTES, ("serve", {"how": "handed_over", "proof_scan": SCAN}), "paper-used-before"),
        (
            ("examine", {"result": "absent", "service_proof": {"scan": SCAN}}),
            ("examine", {"result": "signed", "minutes_number": "BAP/1", "minutes_scan": SCAN}),
            "paper-used-before",
        ),
        (("profile", {"agreement_scan": SCAN}), DECISION, "paper-used-before"),
    ],
)
async def test_one_scan_is_one_paper_of_the_case(
    world: World,
    before: tuple[str, dict[str, Any]],
    now: tuple[str, dict[str, Any]],
    code: str,
) -> None:
    case_id = await world.case()
    await entered(world, case_id, *before)
    assert await scans(world, case_id, *now) == code
    assert await scans(world, await world.case(), *now) == ""


@pytest.mark.parametrize(
    ("said", "elsewhere", "code"),
    [
        ({}, True, "number-taken"),
        ({"number": " 188/H "}, True, "number-taken"),
        ({"number": "188/I"}, True, ""),
        ({"decided_by": "sekda-3508"}, True, ""),
        ({"letter_date": "2025-11-04"}, True, ""),
        ({"letter_date": "2024-12-04"}, True, "number-taken"),
        # One decision about two respondents of one case; another one needs another number.
        ({}, False, ""),
        ({"letter_date": "2024-12-04"}, False, "number-taken"),
        ({"letter_date": "not a day"}, True, ""),
    ],
)
async def test_one_number_is_one_decision_of_an_official_in_a_year(
    world: World, said: dict[str, Any], elsewhere: bool, code: str
) -> None:
    case_id, own = await world.case(), str(uuid4())
    given = {"number": "188/H", **said}
    said = {name: value.replace("188/H", own) for name, value in given.items()}
    await entered(world, case_id, "decide", {**DECISION[1], "number": own})
    assert await number(world, await world.case() if elsewhere else case_id, **said) == code


async def test_what_was_sent_back_is_decided_again_under_its_number(world: World) -> None:
    case_id, own = await world.case(), str(uuid4())
    await entered(world, case_id, "decide", {**DECISION[1], "number": own})
    await entered(world, case_id, "confirm", {"agreed": False})
    assert await number(world, case_id, number=own, letter_date="2024-11-05") == ""
