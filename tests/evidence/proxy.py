"""A line to a server that can be cut and mended."""

import asyncio
from contextlib import suppress
from typing import Self


class Proxy:
    """Passes bytes both ways while it is open; refuses and cuts while it is not."""

    def __init__(self, target: str) -> None:
        host, _, port = target.partition(":")
        self._target = (host, int(port))
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self.open = True
        self.passed = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._flows.set()
        self.cut()
        assert self._server is not None
        self._server.close()

    @property
    def address(self) -> str:
        assert self._server is not None
        return f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """From now on nothing passes, and what was under way breaks."""
        self.open = False
        for line in self._lines:
            line.transport.abort()

    def freeze(self) -> None:
        """From now on nothing passes, and nothing breaks."""
        self._flows.clear()

    def mend(self) -> None:
        self._flows.set()
        self.open = True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.open:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._lines |= {writer, far_writer}
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        finally:
            self._lines -= {writer, far_writer}
            for line in (writer, far_writer):
                line.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, OSError):
            while data := await reader.read(65536):
                await self._flows.wait()
                self.passed += len(data)
                writer.write(data)
                await writer.drain()
            writer.write_eof()
