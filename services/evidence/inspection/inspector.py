"""Looks into a file in a confined child process: its type, and what it claims of itself."""

import asyncio
import json
import socket
from datetime import timedelta
from typing import Final

import structlog
from pydantic import BaseModel, ValidationError

from services.evidence.inspection.nursery import NoChild, Nursery
from services.evidence.inspection.window import Ends
from services.evidence.media_types import UNKNOWN, contradicts

log = structlog.get_logger(__name__)

PATIENCE: Final = timedelta(seconds=20)
_LONGEST_ANSWER: Final = 64 * 1024


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
    """A child of its own for each file."""

    def __init__(self, nursery: Nursery, *, patience: timedelta = PATIENCE) -> None:
        self._nursery = nursery
        self._patience = patience.total_seconds()

    async def look(self, ends: Ends) -> Inspected:
        """Never raises over the content: a child that dies or hangs is a warning, no refusal."""
        order = json.dumps({"size": ends.size, "head": len(ends.head)}).encode() + b"\n"
        try:
            async with self._nursery.child() as line:
                answer = await self._answer(line, order, ends.head, ends.tail)
        except NoChild:
            log.exception("inspection_not_begun")
            answer = b""
        return _understood(answer)

    async def _answer(self, line: socket.socket, *told: bytes | bytearray) -> bytes:
        """All that the child says until it ends; nothing of one that hangs, dies or babbles."""
        loop, answer = asyncio.get_running_loop(), bytearray()
        try:
            async with asyncio.timeout(self._patience):
                for part in told:
                    await loop.sock_sendall(line, part)
                line.shutdown(socket.SHUT_WR)
                while piece := await loop.sock_recv(line, _LONGEST_ANSWER):
                    answer += piece
                    if len(answer) > _LONGEST_ANSWER:
                        return b""
        except OSError:
            return b""
        return bytes(answer)


def _understood(answer: bytes) -> Inspected:
    try:
        return Inspected.model_validate_json(answer)
    except ValidationError:
        log.warning("inspection_failed")
        return Inspected(warnings=("metadata_unreadable",))
