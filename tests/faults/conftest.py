"""The fault tests run last: they hurt the stack that all share, and leave hundreds of matters."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.embedded import Stack
from tests.faults.ground import Ground
from tests.faults.history import History
from tests.faults.seeds import seed

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After whoever shuffles, and as they are written: some share an outage in their order."""
    items.sort(key=lambda item: (*item.location[:2],) if HERE in item.path.parents else ("", 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How to have the same kills, submissions and sabotage again."""
    ran = {
        report.nodeid
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and "/faults/" in report.nodeid
    }
    if ran:
        terminalreporter.write_line(f"faults: seed {seed()}; again: NETRAL_FAULT_SEED={seed()}")


@pytest.fixture(scope="session")
def ground(stack: Stack) -> Ground:
    return Ground(stack)


@pytest.fixture
def prefix() -> str:
    """What the keys of one test begin with: nobody else's do."""
    return f"uji-{uuid4().hex[:8]}"


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "history.jsonl") as history:
        yield history
