"""Steps that most tracks share, so that a test shows only what it is about."""

from datetime import date
from typing import Any

import pytest

from services.kit.errors import Refused
from tests.workflow.tracks.makers import (
    DIVISION as SUPERIOR,
)
from tests.workflow.tracks.makers import (
    REGENT,
    a_council,
    a_decision,
    a_profile,
    a_team,
    signed_minutes,
)
from tests.workflow.tracks.office import Office


async def profiled(office: Office, on: date, who: str = "bkpsdm", **said: Any) -> None:
    await _by(office, on)
    await office.answers(who, "profile", on, **a_profile(**said))


async def teamed(office: Office, on: date, **said: Any) -> None:
    await _by(office, on)
    await office.answers("bkpsdm", "form_team", on, **a_team(letter_date=on, **said))


async def councilled(office: Office, on: date, **said: Any) -> None:
    await _by(office, on)
    await office.answers(REGENT, "form_council", on, **a_council(letter_date=on, **said))


async def summoned(
    office: Office, letter_on: date, exam_on: date, who: str = SUPERIOR, **said: Any
) -> None:
    await _by(office, letter_on)
    usual: dict[str, Any] = {"number": "S/1", "exam_place": "Room 1", **said}
    await office.answers(who, "summons", letter_on, letter_date=letter_on, exam_on=exam_on, **usual)


async def examined(office: Office, on: date, who: str = SUPERIOR, **said: Any) -> None:
    await _by(office, on)
    await office.answers(who, "examine", on, **signed_minutes(**said))


async def decided(
    office: Office, sanction: str | None, on: date, who: str = REGENT, by: str = "", **said: Any
) -> None:
    await _by(office, on)
    await office.answers(who, "decide", on, **a_decision(sanction, by or who, on, **said))


async def served(office: Office, on: date, who: str = "bkpsdm", **said: Any) -> None:
    await _by(office, on)
    usual: dict[str, Any] = {"how": "handed_over", "received_on": on, **said}
    await office.answers(who, "serve", on, **usual)


async def refused_decision(
    office: Office, sanction: str | None, on: date, who: str = REGENT, by: str = "", **said: Any
) -> Refused:
    with pytest.raises(Refused) as refusal:
        await decided(office, sanction, on, who, by, **said)
    return refusal.value


async def heavy_until_decided(office: Office, summons_on: date, exam_on: date) -> None:
    """Profile, team, summons, signed minutes: everything before a heavy decision."""
    await profiled(office, summons_on)
    await teamed(office, summons_on)
    await summoned(office, summons_on, exam_on)
    await examined(office, exam_on)


async def _by(office: Office, day: date) -> None:
    """The legal clock never goes back."""
    if office.today < day:
        await office.moves_to(day)
