"""Contract staff: the head of the office clarifies and decides, by the agreement's clause."""

from datetime import date

import pytest

from services.contracts.law import Category, Outcome
from services.kit.errors import Refused
from services.workflow.rules.stages import Point
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import HEAD, SCAN, a_decision, a_track, an_office, clarified
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import decided, profiled, refused_decision, served

OPENED, HEARD, DECIDED = date(2024, 10, 21), date(2024, 10, 24), date(2024, 10, 28)
AGREEMENT = {
    "agreement_clause": "article 9: neutrality",
    "agreement_covers": ["contract.oral_warning", "contract.written_warning_1"],
    "agreement_scan": SCAN,
}


async def a_driver(run: Running, **agreement: object) -> Office:
    office = an_office(OPENED)
    opened = a_track(
        office,
        Category.CONTRACT,
        violations=("contract.join-campaign",),
        act_from=date(2024, 10, 12),
    )
    await run(office, opened)
    await profiled(
        office,
        OPENED,
        HEAD,
        category_at_act="contract",
        category_today="contract",
        level="non_structural",
        post_id=None,
        superior_post_id=None,
        **agreement,
    )
    return office


async def test_story_3_the_driver_is_warned_in_writing_by_the_head_of_his_office(
    run: Running,
) -> None:
    office = await a_driver(run, **AGREEMENT)
    warning = {"clause": "article 9"}
    on = OPENED
    with pytest.raises(Refused) as early:
        await office.records(
            "kabid-bkpsdm",
            "decide",
            on,
            **a_decision("contract.written_warning_1", "kabid-bkpsdm", on, **warning),
        )
    assert (early.value.code, early.value.about) == ("not-the-authority", "who")
    with pytest.raises(Refused, match="not-clarified"):
        await office.records(
            HEAD, "decide", on, **a_decision("contract.written_warning_1", HEAD, on, **warning)
        )

    await office.moves_to(HEARD)
    await office.answers(HEAD, "clarify", HEARD, **clarified())
    refusal = await refused_decision(
        office, "contract.written_warning_1", DECIDED, "bkpsdm", HEAD, **warning
    )
    assert (refusal.code, "BKPSDM" in str(refusal.citation)) == ("not-the-authority", True)
    await decided(office, "contract.written_warning_1", DECIDED, HEAD, **warning)
    await served(office, DECIDED, HEAD)

    change = await office.reaches(Point.CLOSE)
    assert (change.outcome, change.degree) == (Outcome.SANCTIONED, None)
    assert change.effective_on == DECIDED
    assert not [
        key
        for started, *_ in office.clocks.values()
        if started
        for key in [started.key]
        if key == "EFFECTIVE"
    ]
    assert await office.due("ADM_OBJECTION") == date(2024, 11, 26)
    await office.moves_to(date(2024, 11, 28))
    assert office.handle is not None
    assert (await office.handle.result()).degree is None


async def test_without_an_agreement_there_is_no_sanction(run: Running) -> None:
    office = await a_driver(run)
    await office.moves_to(HEARD)
    await office.answers(HEAD, "clarify", HEARD, **clarified())

    refusal = await refused_decision(
        office, "contract.written_warning_1", DECIDED, HEAD, clause="article 9"
    )
    assert refusal.code == "agreement-missing"


async def test_the_clause_covers_no_termination(run: Running) -> None:
    office = await a_driver(run, **AGREEMENT)
    await office.moves_to(HEARD)
    await office.answers(HEAD, "clarify", HEARD, **clarified())

    refusal = await refused_decision(
        office, "contract.termination", DECIDED, HEAD, clause="article 9"
    )
    assert refusal.code == "agreement-does-not-cover"


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("article 9", ""),
        ("Article 9: neutrality", ""),
        ("article 9: neutrality, second sentence", ""),
        ("article 99 something else", "clause-not-on-file"),
        ("article", "clause-not-on-file"),
        ("...", "clause-not-on-file"),
    ],
)
async def test_the_decision_names_the_clause_on_file(run: Running, clause: str, code: str) -> None:
    office = await a_driver(run, **AGREEMENT)
    await office.moves_to(HEARD)
    await office.answers(HEAD, "clarify", HEARD, **clarified())

    if not code:
        await decided(office, "contract.written_warning_1", DECIDED, HEAD, clause=clause)
        return
    refusal = await refused_decision(
        office, "contract.written_warning_1", DECIDED, HEAD, clause=clause
    )
    assert (refusal.code, bool(refusal.citation)) == (code, True)


async def test_the_agreement_itself_is_on_file_before_a_sanction_rests_on_it(
    run: Running,
) -> None:
    office = await a_driver(run, **{**AGREEMENT, "agreement_scan": None})
    await office.moves_to(HEARD)
    await office.answers(HEAD, "clarify", HEARD, **clarified())
    warning = {"clause": "article 9"}

    refusal = await refused_decision(office, "contract.written_warning_1", DECIDED, HEAD, **warning)
    assert (refusal.code, bool(refusal.citation)) == ("agreement-not-on-file", True)
    await decided(
        office, "contract.written_warning_1", DECIDED, HEAD, agreement_scan=SCAN, **warning
    )


async def test_that_nothing_was_violated_needs_no_clause(run: Running) -> None:
    office = await a_driver(run)
    await office.moves_to(HEARD)
    await office.answers(HEAD, "clarify", HEARD, **clarified())
    await decided(office, None, DECIDED, HEAD)
