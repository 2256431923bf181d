from pathlib import Path

import pytest

from deploy.embedded.environment import environment
from deploy.embedded.layout import Folder, Layout, Plan
from deploy.embedded.own import MODULES


class _Any(dict):
    """Secrets and ports of a stack that is never started."""

    def __missing__(self, key: str) -> int:
        return 1


@pytest.fixture
def a_layout(tmp_path: Path) -> Layout:
    layout = Layout(Folder(tmp_path), _Any(dict.fromkeys(MODULES, 1)), _Any(), Plan())
    assert environment("intake", layout)
    return layout
