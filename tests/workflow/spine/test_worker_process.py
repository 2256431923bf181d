"""The worker as a process: it waits for Temporal, says so, and works once it is there."""

import asyncio
import os
import signal
import socket
import sys
import sysconfig
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.stack import TestDatabase

PATIENCE = 60.0
SCRIPTS = Path(sysconfig.get_path("scripts"))


def a_free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@asynccontextmanager
async def running(*command: str, **env: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | env,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 30)


async def answers(url: str, status: int) -> httpx.Response:
    """The answer with that status, waited for with a bound."""
    end = time.monotonic() + PATIENCE
    async with httpx.AsyncClient() as http:
        while time.monotonic() < end:
            try:
                answer = await http.get(url)
                if answer.status_code == status:
                    return answer
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.2)
    raise AssertionError(f"{url} never answered {status}")


async def test_it_lives_without_temporal_and_is_ready_with_it(database: TestDatabase) -> None:
    http, grpc = a_free_port(), a_free_port()
    env = database.environment("workflow-worker") | {
        "NETRAL_PORT": str(http),
        "NETRAL_HOST": "127.0.0.1",
        "NETRAL_TEMPORAL_ADDRESS": f"127.0.0.1:{grpc}",
    }
    base = f"http://127.0.0.1:{http}"
    async with running(sys.executable, "-m", "services.workflow.worker", **env) as worker:
        await answers(f"{base}/livez", 200)
        waiting = (await answers(f"{base}/readyz", 503)).json()
        assert waiting["checks"]["postgres"] == "ok"
        assert waiting["checks"]["temporal"] != "ok"
        async with running(
            str(SCRIPTS / "temporal"),
            "server",
            "start-dev",
            "--headless",
            "--ip",
            "127.0.0.1",
            "--port",
            str(grpc),
        ):
            ready = (await answers(f"{base}/readyz", 200)).json()
            assert ready["checks"]["temporal"] == "ok"
            assert worker.returncode is None
        await answers(f"{base}/readyz", 503)
        worker.terminate()
        assert await asyncio.wait_for(worker.wait(), 30) in {0, -signal.SIGTERM}
