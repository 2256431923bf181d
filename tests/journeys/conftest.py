"""The journeys walk on the whole stack; they take its clock from August through 2024."""

from collections.abc import Iterator

import pytest

from deploy.demo.cast import Cast
from deploy.demo.record import Record
from deploy.embedded import Stack


@pytest.fixture(scope="session")
def sandbox(stack: Stack) -> Stack:
    """Everything, on 26 August 2024; started once a run and shared."""
    return stack


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    """Who acts in a module; all connections end with it."""
    with Record() as record:
        yield record


@pytest.fixture(scope="session")
def cast(sandbox: Stack) -> Cast:
    return Cast.read(sandbox.info)
