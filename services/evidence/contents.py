"""Giving sealed bytes out: each block of 1 MiB is compared with its digest before a byte leaves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import structlog

from services.evidence import custody_log, measures
from services.evidence.blocks import BLOCK
from services.evidence.byte_range import ByteRange
from services.evidence.custody import CustodyAct
from services.evidence.items import Item
from services.evidence.objects import Gone
from services.evidence.vault import Place, Vault
from services.kit.clock import LegalClock
from services.kit.database import Database
from services.kit.errors import Failure, Refused

log = structlog.get_logger(__name__)

STRETCH: Final = 4 * BLOCK


class Altered(Failure):
    """The vault no longer gives back what was sealed."""


class CutShort(Exception):
    """Found in the middle of an answer: the line is cut, so that nobody takes it for whole."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Blocks that are fetched together."""

    first: int
    last: int


class Contents:
    """Reads out of the vault, never unchecked."""

    def __init__(self, database: Database, vault: Vault, clock: LegalClock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def open(self, item: Item, span: ByteRange) -> AsyncIterator[bytes]:
        """The bytes of the range; the first of them were compared before this returns."""
        place = item.place
        if item.state != "sealed" or place is None:
            raise Refused("evidence-not-sealed", state=item.state)
        stretches = _stretches(span)
        first = await self._checked(item, place, stretches[0], span)
        return self._rest(item, place, first, stretches[1:], span)

    async def _rest(
        self, item: Item, place: Place, first: bytes, stretches: list[_Stretch], span: ByteRange
    ) -> AsyncIterator[bytes]:
        yield first
        for stretch in stretches:
            try:
                piece = await self._checked(item, place, stretch, span)
            except Failure as error:
                raise CutShort(error.code) from error
            yield piece

    async def _checked(self, item: Item, place: Place, stretch: _Stretch, span: ByteRange) -> bytes:
        """A stretch of whole blocks, compared, and of them what was asked for."""
        start = stretch.first * BLOCK
        end = min((stretch.last + 1) * BLOCK, item.digests.size)
        try:
            content = await self._vault.read(place, start, end - start)
        except Gone:
            content = b""
        view = memoryview(content)
        for number in range(stretch.first, stretch.last + 1):
            at = number * BLOCK - start
            if not item.digests.intact(number, view[at : at + BLOCK]):
                await self._alarm(item, number)
                raise Altered("evidence-altered")
        return bytes(view[max(span.first - start, 0) : span.last + 1 - start])

    async def _alarm(self, item: Item, block: int) -> None:
        """Loud, and in the item's own custody."""
        measures.ALTERED.inc()
        log.error("sealed_bytes_altered", evidence_id=str(item.evidence_id), block=block)
        at = await self._clock.now()
        async with self._database.transaction() as conn:
            await custody_log.append(
                conn,
                item.evidence_id,
                at,
                "service:evidence",
                CustodyAct.ALTERATION_FOUND,
                {"block": block},
            )


def _stretches(span: ByteRange) -> list[_Stretch]:
    step, last = STRETCH // BLOCK, span.last // BLOCK
    return [
        _Stretch(first, min(first + step - 1, last))
        for first in range(span.first // BLOCK, last + 1, step)
    ]
