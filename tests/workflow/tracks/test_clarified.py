"""Village and contract are heard: minutes signed, or a reason; absent, twice, each with proof."""

from datetime import date
from typing import Any

import pytest

from services.kit.errors import Refused
from tests.workflow.tracks.begun import a_hamlet_head
from tests.workflow.tracks.conftest import Running
from tests.workflow.tracks.makers import (
    CAMAT,
    VILLAGE_HEAD,
    absent,
    clarified,
)
from tests.workflow.tracks.office import Office
from tests.workflow.tracks.walks import decided

FIRST, SECOND = date(2019, 12, 19), date(2019, 12, 23)


async def away(office: Office, on: date, proof: dict[str, Any] | None = None) -> None:
    await office.moves_to(on)
    said = clarified(attended=False, signed=False)
    if proof is not None:
        said["service_proof"] = proof
    await office.answers(CAMAT, "clarify", on, **said)


def proof(on: date) -> dict[str, Any]:
    served: dict[str, Any] = absent(on)["service_proof"]
    return served


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, ""),
        ({"signed": False}, "minutes-unsigned"),
        ({"signed": False, "unsigned_reason": "he refused before two witnesses"}, ""),
    ],
)
async def test_minutes_without_a_signature_need_a_reason(
    run: Running, said: dict[str, Any], code: str
) -> None:
    office = await a_hamlet_head(run)
    await office.moves_to(FIRST)
    if not code:
        await office.answers(CAMAT, "clarify", FIRST, **clarified(**said))
        await office.asked("decide")
        return
    with pytest.raises(Refused) as refusal:
        await office.answers(CAMAT, "clarify", FIRST, **clarified(**said))
    assert (refusal.value.code, bool(refusal.value.citation)) == (code, True)


async def test_who_stays_away_is_called_a_second_time_and_then_it_is_decided(
    run: Running,
) -> None:
    office = await a_hamlet_head(run)
    with pytest.raises(Refused, match="absence-not-proved"):
        await away(office, FIRST)
    with pytest.raises(Refused, match="absence-not-proved"):
        await away(office, FIRST, proof(FIRST))
    await away(office, FIRST, proof(date(2019, 12, 17)))

    with pytest.raises(Refused, match="not-clarified"):
        await office.records(VILLAGE_HEAD, "decide", FIRST)
    with pytest.raises(Refused, match="absence-not-proved"):
        await away(office, FIRST, proof(date(2019, 12, 18)))
    with pytest.raises(Refused, match="proof-used-before"):
        await away(office, SECOND, proof(date(2019, 12, 17)))
    await away(office, SECOND, proof(date(2019, 12, 20)))
    await decided(office, "village.oral_reprimand", date(2020, 1, 6), VILLAGE_HEAD)


async def test_who_comes_the_second_time_is_heard(run: Running) -> None:
    office = await a_hamlet_head(run)
    await away(office, FIRST, proof(date(2019, 12, 17)))
    await office.moves_to(SECOND)
    await office.answers(CAMAT, "clarify", SECOND, **clarified())
    await office.asked("decide")
