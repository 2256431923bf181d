"""The whole demo at its full size, on a stack of its own that begins in 2019."""

from pathlib import Path

import pytest
from rich.console import Console

from deploy.demo.fresh import BEGINS
from deploy.demo.run import run_demo
from deploy.demo.view import View
from deploy.embedded import Stack

pytestmark = [pytest.mark.full, pytest.mark.stack, pytest.mark.timeout(1500)]


def test_the_twelve_stories_come_out_to_the_last_date_byte_and_notice(tmp_path: Path) -> None:
    with Stack(tmp_path / "stack", clock=BEGINS, restart_limit=100, tied=True) as stack:
        summary = run_demo(stack, folder=tmp_path / "files", view=View({}, Console(quiet=True)))

    assert summary.faults == []
    assert {one["story"] for one in summary.complaints} == set(range(1, 13))
    assert len(summary.complaints) == 13
    assert {one["story"] for one in summary.complaints if one["stage"] == "under_remedy"} == {6, 8}
