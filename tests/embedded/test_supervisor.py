"""What the supervisor tells of a start that went wrong."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded import atomic, keys, ports
from deploy.embedded.failure import StackFailure
from deploy.embedded.layout import Folder, Layout, Plan
from deploy.embedded.programs import Part, Step
from deploy.embedded.supervisor import Supervisor


@pytest.fixture
def _signals() -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals")
def test_the_reason_is_told_although_another_part_is_slow_to_give_up(tmp_path: Path) -> None:
    slow, over = threading.Event(), threading.Event()

    def fail() -> None:
        slow.wait(10)
        raise StackFailure("the first has no room")

    def dawdle() -> None:
        slow.set()
        over.wait(60)

    parts: dict[str, Part] = {"first": Step("first", fail), "second": Step("second", dawdle)}
    layout = Layout(Folder(tmp_path), ports.choose({}, known={}), keys.complete({}), Plan())

    code = Supervisor(layout, parts).run()
    over.set()

    state = atomic.read_json(layout.folder.state) or {}
    assert (code, state["phase"], state["error"]) == (1, "failed", "the first has no room")
