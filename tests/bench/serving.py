"""Processes that the bench itself starts, beside the stack, and ends."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psutil

from deploy.embedded.layout import REPOSITORY

PATIENCE = 60.0


@contextmanager
def serving(module: str, environment: Mapping[str, str], port: int) -> Iterator[psutil.Process]:
    """The module as a process, from when its port answers until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=REPOSITORY,
        env=dict(environment),
        stdout=subprocess.DEVNULL,
    )
    try:
        asyncio.run(_listening(process, port))
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _listening(process: "subprocess.Popen[bytes]", port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return
