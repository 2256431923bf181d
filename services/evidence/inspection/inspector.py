"""Looks into a file in a confined child process: its type, and what it claims of itself."""

import asyncio
import json
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

import structlog
from pydantic import BaseModel, ValidationError

from services.evidence.media_types import UNKNOWN, contradicts

log = structlog.get_logger(__name__)

PATIENCE: Final = timedelta(seconds=20)
_LONGEST_ANSWER: Final = 64 * 1024
_PIECE: Final = 256 * 1024


class Inspected(BaseModel, frozen=True):
    """What the content shows; the claims are the file's own word and prove nothing."""

    media_type: str = UNKNOWN
    claims: dict[str, str | float | int] = {}
    warnings: tuple[str, ...] = ()

    def against(self, declared: str) -> "Inspected":
        """The same, with a warning where content and declaration disagree."""
        noted = list(self.warnings)
        if self.media_type == UNKNOWN:
            noted.append("type_unknown")
        elif contradicts(declared, self.media_type):
            noted.append("type_contradicts")
        return self.model_copy(update={"warnings": tuple(noted)})


class Inspector:
    """A child for one file."""

    def __init__(self, child: Process) -> None:
        self._child = child

    async def look(self, size: int, head: bytes, tail: bytes) -> Inspected:
        """Never raises over the content: a child that dies or hangs is a warning, no refusal."""
        order = json.dumps({"size": size, "head": len(head), "tail": len(tail)}).encode() + b"\n"
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                answer = await _asked(self._child, order, head, tail)
        except (TimeoutError, OSError):
            answer = b""
        return _understood(answer if self._child.returncode == 0 else b"")


@asynccontextmanager
async def inspector() -> AsyncIterator[Inspector]:
    """A child is started at once: it takes longer to start than to look. It ends with the block."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.evidence.inspection.child",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield Inspector(child)
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()


async def _asked(child: Process, *told: bytes) -> bytes:
    """What the child answers. Told in pieces: a pipe keeps a copy of what it cannot pass on."""
    into, out = child.stdin, child.stdout
    if into is None or out is None:
        raise AssertionError("the child has both pipes")
    for part in told:
        view = memoryview(part)
        for at in range(0, len(view), _PIECE):
            into.write(view[at : at + _PIECE])
            await into.drain()
    into.close()
    answer = await out.read()
    await child.wait()
    return answer


def _understood(answer: bytes) -> Inspected:
    try:
        return Inspected.model_validate_json(answer[:_LONGEST_ANSWER])
    except ValidationError:
        log.warning("inspection_failed")
        return Inspected(warnings=("metadata_unreadable",))
