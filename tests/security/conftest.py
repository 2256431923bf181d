"""Attacks on the whole stack as it stands, in Sintang, where the canaries live too."""

import pytest

from deploy.embedded import Stack
from tests.security.asking import Asking


@pytest.fixture
def asking(stack: Stack) -> Asking:
    return Asking(stack.info)


@pytest.fixture(scope="module")
def asking_once(stack: Stack) -> Asking:
    return Asking(stack.info)
