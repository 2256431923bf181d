"""The journeys walk on the whole stack; they take its clock from August through 2024."""

import pytest

from deploy.demo.cast import Cast
from deploy.embedded import Stack


@pytest.fixture(scope="session")
def sandbox(stack: Stack) -> Stack:
    """Everything, on 26 August 2024; started once a run and shared."""
    return stack


@pytest.fixture(scope="session")
def cast(sandbox: Stack) -> Cast:
    return Cast.read(sandbox.info)
