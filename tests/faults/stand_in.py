"""A process of the stack, taken over by a test for a while: same settings, other code."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import httpx

from deploy.embedded import Stack
from deploy.embedded.layout import REPOSITORY
from deploy.embedded.own import MODULES
from tests.faults.ground import until


class StandIn:
    """Runs in the place of the process with this name; the stack gets its own back at the end."""

    def __init__(
        self,
        stack: Stack,
        name: str,
        *argv: str,
        env: Mapping[str, str] | None = None,
        mortal: bool = False,
    ) -> None:
        """`mortal`: it may die while it starts, and is launched again."""
        self._stack = stack
        self._mortal = mortal
        self.name = name
        self._argv = argv or (MODULES[name],)
        self._env = {**os.environ, **stack.environment(name), **(env or {})}
        self._url = f"http://127.0.0.1:{self._env['NETRAL_PORT']}/livez"
        self._log = stack.folder.logs / f"{name}.log"
        self._running: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._stack.hold, self.name)
        try:
            await self.start()
        except BaseException:
            # Else the process would be missing in every test that follows.
            await asyncio.shield(self._give_back())
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self._give_back()

    async def _give_back(self) -> None:
        await asyncio.to_thread(self._end)
        await asyncio.to_thread(self._stack.release, self.name)

    def _end(self) -> None:
        """In peace, or a consumer group would wait ten seconds for who was killed."""
        if self._running is None:
            return
        self._running.terminate()
        try:
            self._running.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    async def start(self, *argv: str) -> None:
        """Until it answers; what it is asked to run may be changed."""
        self._argv = argv or self._argv
        self.launch()
        await until(self._lives, 120, f"{self.name} lives")

    def launch(self) -> None:
        """Without waiting."""
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, "-m", *self._argv],
                cwd=REPOSITORY,
                env=self._env,
                stdout=log,
                stderr=log,
            )

    @property
    def dead(self) -> bool:
        """Whether it has ended."""
        return self._running is None or self._running.poll() is not None

    def kill(self) -> None:
        """`kill -9`."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()

    async def again(self) -> None:
        """Killed and started again."""
        self.kill()
        await self.start()

    async def _lives(self) -> bool:
        if self.dead and self._mortal:
            self.launch()
        assert not self.dead, f"{self.name} ended, see {self._log}"
        async with httpx.AsyncClient() as http:
            try:
                return (await http.get(self._url)).status_code == 200
            except httpx.HTTPError:
                return False
