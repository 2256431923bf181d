"""What every test may ask for; nothing is started until one does."""

from pathlib import Path

import pytest

from tests.browser import browser
from tests.stack import a_database, collector, database, postgres, servers, stack

__all__ = ["a_database", "browser", "collector", "database", "postgres", "servers", "stack"]

HERE = Path(__file__).parent
ALONE = (HERE / "faults", HERE / "journeys")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before `-m` looks: what nothing may run beside."""
    for item in items:
        if any(folder in item.path.parents for folder in ALONE):
            item.add_marker(pytest.mark.alone)
