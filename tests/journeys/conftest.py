"""A stack of the journeys' own: its clock goes through 2024, which others' tests must not feel."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deploy.demo.cast import Cast
from deploy.embedded import Stack, StackFailure

BEGINS = date(2024, 8, 26)


@pytest.fixture(scope="session")
def sandbox(request: pytest.FixtureRequest) -> Iterator[Stack]:
    """Everything, on 26 August 2024; ends with this run however it ends."""
    folder = Path(tempfile.mkdtemp(prefix="netral-journeys-"))
    soon = {"NETRAL_RECONCILE_AFTER": "10", "NETRAL_RECONCILE_ALERT_AFTER": "60"}
    stack = Stack(folder, clock=BEGINS, env=soon, restart_limit=100, tied=True)
    came_up = False
    try:
        with stack:
            came_up = True
            yield stack
    except StackFailure as failure:
        pytest.fail(f"{failure}", pytrace=False)
    finally:
        if came_up and not request.session.testsfailed:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            sys.stderr.write(f"\nthe logs of the journeys are kept in {folder / 'logs'}\n")
            shutil.rmtree(folder / "data", ignore_errors=True)


@pytest.fixture(scope="session")
def cast(sandbox: Stack) -> Cast:
    return Cast.read(sandbox.info)
