"""A sandbox's first day may be given by a setting, as compose does."""

from datetime import date
from pathlib import Path

import pytest

from services.cli.settings import CommandSettings
from tests.cli.calling import call


@pytest.mark.parametrize(("said", "day"), [("2019-12-01", date(2019, 12, 1)), ("", None)])
def test_the_day_is_read_and_an_empty_one_is_none(
    monkeypatch: pytest.MonkeyPatch, said: str, day: date | None
) -> None:
    monkeypatch.setenv("NETRAL_SANDBOX_CLOCK", said)

    assert CommandSettings().sandbox_clock == day


def test_an_installation_that_is_no_sandbox_refuses_it_before_it_touches_anything(
    tmp_path: Path,
) -> None:
    refused = call("migrate", env={"NETRAL_SANDBOX_CLOCK": "2019-12-01"}, cwd=tmp_path)

    assert refused.code != 0
    assert "only a sandbox's clock can be set" in refused.err
