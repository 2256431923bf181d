"""A background process: it ends when told to, and says so when it ends by itself."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from deploy.embedded import ports
from services.kit.errors import Unavailable
from services.kit.health import Health
from services.kit.serving import run_background
from services.kit.settings import Settings

UNTIL_TOLD = """
import asyncio
from services.kit.health import Health
from services.kit.serving import run_background
from services.kit.settings import Settings

async def work():
    try:
        print("works", flush=True)
        await asyncio.Event().wait()
    finally:
        print("gave back", flush=True)

asyncio.run(run_background(Health(), Settings.model_construct(host="127.0.0.1", port=0), work()))
"""


def some_settings() -> Settings:
    port = ports.choose({}, names=("background",), known={})["background"]
    return Settings.model_construct(host="127.0.0.1", port=port)


@pytest.fixture(autouse=True)
def the_signals_as_they_were():
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("error", [None, ValueError("odd"), Unavailable("database-unavailable")])
async def test_a_loop_that_ends_ends_the_process_with_1_and_the_other_loops(error):
    given_back = []

    async def ends() -> None:
        await asyncio.sleep(0)
        if error is not None:
            raise error

    async def goes_on() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            given_back.append("what it held")

    running = asyncio.ensure_future(
        _code_of(run_background(Health(), some_settings(), ends(), goes_on()))
    )

    assert await asyncio.wait_for(running, 20) == 1
    assert given_back == ["what it held"]


async def _code_of(running) -> object:
    # A SystemExit inside a task would end the test run itself.
    try:
        await running
    except SystemExit as end:
        return end.code
    return None


def test_told_to_end_the_loops_give_back_what_they_hold_and_it_ends_with_0():
    process = subprocess.Popen(
        [sys.executable, "-c", UNTIL_TOLD], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "works\n"
    process.terminate()
    said, _ = process.communicate(timeout=20)

    assert process.returncode == 0
    assert said.splitlines()[-1] == "gave back"
