"""Receiving one file: hold its key, pour it into quarantine, and acknowledge it by one commit."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import BaseModel, Field

from services.evidence import custody, custody_log, measures
from services.evidence.blocks import Digests
from services.evidence.custody import CustodyAct, Entry
from services.evidence.declared import Claimed
from services.evidence.items import Words
from services.evidence.pouring import Heard, pour, too_large
from services.evidence.quarantine import Quarantine
from services.evidence.upload_keys import Answered, Held, UploadKeys
from services.kit import instants, telemetry
from services.kit.bounded import within
from services.kit.clock import LegalClock
from services.kit.database import Connection, Database
from services.kit.errors import EdgeRefusal, Unavailable

log = structlog.get_logger(__name__)

SLOT_PATIENCE: Final = timedelta(seconds=5)
CLEARING_PATIENCE: Final = timedelta(seconds=2)
COMMIT_PATIENCE: Final = timedelta(seconds=5)
"""Longer than for anything else: a whole upload would be lost with it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: an agency by its credential, or an official under a grant."""

    id: str
    agency_id: str
    sent_for: str | None = None
    case_id: UUID | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """What is said of the bytes before they come."""

    jurisdiction: str
    media_type: str
    name: str | None
    claimed: Claimed
    sha256: bytes | None
    length: int | None


class Receipt(BaseModel):
    """The acknowledgement of an upload; a repetition gets the same bytes."""

    evidence_id: UUID
    sha256: str = Field(description="SHA-256 of the bytes as they arrived, hexadecimal")
    size: int = Field(description="bytes")
    state: str = Field(description="received; or sealed or refused if that was waited for")
    status_url: str
    received_at: datetime


class Receiving:
    """The upload of one file at a time, several at once."""

    def __init__(
        self,
        database: Database,
        keys: UploadKeys,
        quarantine: Quarantine,
        words: Words,
        clock: LegalClock,
        *,
        limit: int,
        at_once: int,
        public_url: str,
    ) -> None:
        self._database = database
        self._keys = keys
        self._quarantine = quarantine
        self._words = words
        self._clock = clock
        self._limit = limit
        self._slots = asyncio.Semaphore(at_once)
        self._public_url = public_url.rstrip("/")
        self._clearing: set[asyncio.Task[None]] = set()

    async def receive(
        self, sender: Sender, key: str, declared: Declared, body: AsyncIterator[bytes]
    ) -> tuple[Held | None, Receipt, bytes]:
        """The receipt and its bytes; the hold only for a first upload. Nothing is kept of a bad."""
        if declared.length is not None and declared.length > self._limit:
            raise too_large(self._limit)
        if declared.length == 0:
            raise EdgeRefusal("evidence-empty", 422)
        await self._slot()
        measures.UPLOADS.inc()
        try:
            taken = await within(self._keys.take(sender.id, key, declared.jurisdiction))
            if isinstance(taken, Answered):
                return None, *await self._again(taken, declared, body)
            return taken, *await self._first(sender, taken, declared, body)
        finally:
            measures.UPLOADS.dec()
            self._slots.release()

    async def give(self, held: Held, instead: bytes) -> bytes:
        """What was waited for, or what a repetition was told meanwhile: one key, one answer."""
        return await within(self._keys.give(held, instead))

    async def _slot(self) -> None:
        """Two parts of memory an upload: beyond so many at once, come back in a moment."""
        try:
            async with asyncio.timeout(SLOT_PATIENCE.total_seconds()):
                await self._slots.acquire()
        except TimeoutError as error:
            raise Unavailable("uploads-busy", retry_after=timedelta(seconds=10)) from error

    async def _again(
        self, first: Answered, declared: Declared, body: AsyncIterator[bytes]
    ) -> tuple[Receipt, bytes]:
        """The first answer for the same request; it is read to the end to know that."""
        other_size = declared.length is not None and declared.length != first.size
        if other_size or first.declared not in {None, self._said(declared)}:
            raise EdgeRefusal("idempotency-key-reused", 422)
        digests = await pour(body, self._limit, declared.length, None)
        _agree(digests, declared)
        if digests.sha256 != first.sha256:
            raise EdgeRefusal("idempotency-key-reused", 422)
        answer = await within(self._keys.give(first.held))
        return Receipt.model_validate_json(answer), answer

    def _said(self, declared: Declared) -> bytes:
        claimed = declared.claimed.model_dump(mode="json", exclude_none=True)
        return self._keys.digest(
            declared.media_type, declared.name or "", json.dumps(claimed, sort_keys=True)
        )

    async def _first(
        self, sender: Sender, held: Held, declared: Declared, body: AsyncIterator[bytes]
    ) -> tuple[Receipt, bytes]:
        writer, heard = self._quarantine.writer(held.attempt), Heard(body)
        try:
            async with self._keys.kept(held, heard.silence):
                digests = await pour(aiter(heard), self._limit, declared.length, writer)
                _agree(digests, declared)
                parts = await writer.finish()
                await instants.reached("evidence.before_receipt_commit")
                receipt, answer = await within(
                    self._acknowledge(sender, held, declared, digests, parts), COMMIT_PATIENCE
                )
        except BaseException:
            # Also when the request is cancelled: the clean-up goes on without it.
            await asyncio.shield(asyncio.create_task(self._give_up(held, writer.discard)))
            raise
        await instants.reached("evidence.after_receipt_commit")
        measures.RECEIVED.inc()
        return receipt, answer

    async def _give_up(self, held: Held, discard: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Nothing is kept, unless the commit was made and only its answer was lost."""
        try:
            if not await within(self._keys.release(held)):
                return
        except Unavailable:
            log.warning("upload_left_to_sweeper", evidence_id=str(held.evidence_id))
            return
        clearing = asyncio.create_task(discard())
        self._clearing.add(clearing)
        clearing.add_done_callback(self._cleared)
        # The sender need not wait until a store that hangs is given up.
        await asyncio.wait({clearing}, timeout=CLEARING_PATIENCE.total_seconds())

    def _cleared(self, clearing: asyncio.Task[None]) -> None:
        self._clearing.discard(clearing)
        if not clearing.cancelled() and (error := clearing.exception()):
            log.error("upload_left_to_sweeper", exc_info=error)

    async def _acknowledge(
        self, sender: Sender, held: Held, declared: Declared, digests: Digests, parts: int
    ) -> tuple[Receipt, bytes]:
        # Whole seconds: the instant of an upload can betray who sent it.
        at = (await self._clock.now()).replace(microsecond=0)
        receipt = Receipt(
            evidence_id=held.evidence_id,
            sha256=digests.sha256.hex(),
            size=digests.size,
            state="received",
            status_url=f"{self._public_url}/v1/evidence/{held.evidence_id}",
            received_at=at,
        )
        answer = receipt.model_dump_json().encode()
        async with self._database.transaction() as conn:
            said = self._said(declared)
            await self._keys.answer(conn, held, digests.sha256, digests.size, said, answer)
            detail: dict[str, str | int] = {"sha256": receipt.sha256, "size": digests.size}
            if sender.sent_for:
                why = self._words.seal_purpose(held.evidence_id, sender.purpose)
                detail |= {"sent_for": sender.sent_for, "purpose_sealed": why}
            first = custody.link(
                custody.beginning(held.evidence_id),
                held.evidence_id,
                at,
                sender.id,
                CustodyAct.RECEIVED,
                detail,
            )
            await self._insert(conn, sender, held, declared, digests, parts, at, first)
            await custody_log.write(conn, first)
        return receipt, answer

    async def _insert(
        self,
        conn: Connection,
        sender: Sender,
        held: Held,
        declared: Declared,
        digests: Digests,
        parts: int,
        at: datetime,
        first: Entry,
    ) -> None:
        claimed = declared.claimed.model_dump(mode="json", exclude_none=True)
        wrapped, name, claims = self._words.seal(held.evidence_id, declared.name, claimed)
        await conn.execute(
            "insert into evidence.item (evidence_id, jurisdiction, agency_id, sender, sent_for,"
            " case_id, size, sha256, blocks, declared_type, media_type, wrapped_key, name_sealed,"
            " claimed_sealed, received_at, attempt, parts, traceparent, custody_n, custody_head)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $13, $14, $15, $16,"
            " $17, $18, $19)",
            held.evidence_id,
            declared.jurisdiction,
            sender.agency_id,
            sender.id,
            sender.sent_for,
            sender.case_id,
            digests.size,
            digests.sha256,
            digests.blocks,
            declared.media_type,
            wrapped,
            name,
            claims,
            at,
            held.attempt,
            parts,
            telemetry.traceparent(),
            first.n,
            first.digest,
        )


def _agree(digests: Digests, declared: Declared) -> None:
    if declared.sha256 is not None and declared.sha256 != digests.sha256:
        raise EdgeRefusal("content-digest-mismatch", 422)
