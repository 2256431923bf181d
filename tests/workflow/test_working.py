import asyncio
from typing import Any, cast

import pytest

from tests.workflow import working as module
from tests.workflow.working import all_let_go, working


class Stuck:
    """A worker that is not let go before it is told to."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()

    async def run(self) -> None:
        await self.let_go.wait()

    async def shutdown(self) -> None:
        await self.let_go.wait()


async def test_a_worker_that_is_not_let_go_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    stuck = Stuck()
    async with asyncio.timeout(5):
        async with working(cast("Any", stuck)):
            pass
    left = set(module._left)
    stuck.let_go.set()
    await all_let_go()

    assert len(left) == 2
    assert all(task.done() for task in left)
    assert not left & module._left
