"""Sealing one item: hash again, copy under lock, read back, look inside, say so, clear away.

`refused` has one reason only: what lies in quarantine is no longer what was acknowledged. Hostile
and contradicting files are sealed like any other, and marked: they may be the evidence.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from services.evidence import custody_log, items, measures
from services.evidence.announcing import Announcer
from services.evidence.attaching import Attaching
from services.evidence.custody import CustodyAct
from services.evidence.inspection.inspector import Inspected, Inspector
from services.evidence.inspection.window import Ends
from services.evidence.items import Item, Words
from services.evidence.quarantine import Quarantine
from services.evidence.seal_queue import Job, SealQueue
from services.evidence.vault import NotAsWritten, Place, Vault, key_of
from services.kit import instants
from services.kit.clock import LegalClock
from services.kit.database import Database

log = structlog.get_logger(__name__)

ACTOR = "service:evidence"


class Sealing:
    """What is done with an item in hand."""

    def __init__(
        self,
        database: Database,
        queue: SealQueue,
        quarantine: Quarantine,
        vault: Vault,
        inspector: Inspector,
        announcer: Announcer,
        attaching: Attaching,
        words: Words,
        clock: LegalClock,
        *,
        retention: timedelta,
        case_retention: timedelta,
    ) -> None:
        self._database = database
        self._queue = queue
        self._quarantine = quarantine
        self._vault = vault
        self._inspector = inspector
        self._announcer = announcer
        self._attaching = attaching
        self._words = words
        self._clock = clock
        self._retention = retention
        self._case_retention = case_retention

    async def seal(self, job: Job) -> None:
        """Seal it, or refuse it; any dependency that is away raises, and it is tried again."""
        item = job.item
        held = await self._quarantine.hashed(item.attempt, item.parts)
        if held is None or held.digests != item.digests:
            return await self._refuse(job)
        await instants.reached("evidence.before_vault")
        until = datetime.now(UTC).replace(microsecond=0) + self._lock_of(item)
        place, ends = await self._in_vault(job, until, held.kept)
        await instants.reached("evidence.in_vault_before_commit")
        inspected = (await self._inspector.look(ends)).against(item.declared_type)
        await self._record(job, place, until, inspected)
        await instants.reached("evidence.sealed_before_clearing")
        await self._quarantine.clear(item.attempt, item.parts)
        measures.SEALED.inc()
        log.info("evidence_sealed", evidence_id=str(item.evidence_id), size=item.digests.size)
        return None

    def _lock_of(self, item: Item) -> timedelta:
        """What an official adds belongs to a case from the start and is locked for as long."""
        return self._case_retention if item.sent_for else self._retention

    async def _in_vault(
        self, job: Job, until: datetime, kept: tuple[bytes, ...]
    ) -> tuple[Place, Ends]:
        """A locked version whose bytes were read back and are the same; their ends are kept."""
        item = job.item
        key = key_of(item.jurisdiction, item.evidence_id)
        if item.tries > 1:
            # A sealer that died after writing left a good version behind: take that one.
            for place in await self._vault.versions(key):
                found = await self._vault.read_back(place, item.digests.size)
                if found.digests == item.digests:
                    await self._vault.extend(place, until)
                    return place, found.ends
        # Few bytes are copied as they were hashed; many are read once more.
        content = iter(kept) if kept else self._quarantine.read(item.attempt, item.parts)
        place = await self._vault.put(key, content, item.digests.size, until)
        written = await self._vault.read_back(place, item.digests.size)
        if written.digests != item.digests:
            raise NotAsWritten("the vault gave back other bytes")
        return place, written.ends

    async def _record(self, job: Job, place: Place, until: datetime, inspected: Inspected) -> None:
        """Sealed, told and, where a complaint named it already, attached: one commit."""
        item, at = job.item, await self._clock.now()
        async with self._database.transaction() as conn:
            await self._queue.claim(conn, job)
            await conn.execute(
                "update evidence.item set state = 'sealed', sealed_at = $2, media_type = $3,"
                " warnings = $4, found_sealed = $5, vault_key = $6, vault_version = $7,"
                " retain_until = $8, lock_mode = $9, held_by = null, held_until = null"
                " where evidence_id = $1",
                item.evidence_id,
                at,
                inspected.media_type,
                list(inspected.warnings),
                self._words.seal_found(item, inspected.claims),
                place.key,
                place.version,
                until,
                self._vault.mode,
            )
            await custody_log.append(
                conn,
                item.evidence_id,
                at,
                ACTOR,
                CustodyAct.SEALED,
                {
                    "sha256": item.digests.sha256.hex(),
                    "version": place.version,
                    "locked_until": until.isoformat(timespec="seconds"),
                },
            )
            sealed = await items.get(conn, item.evidence_id)
            await self._announcer.announce(conn, "sealed", sealed)
            await self._attaching.attach(conn, sealed, at)

    async def _refuse(self, job: Job) -> None:
        item, at = job.item, await self._clock.now()
        async with self._database.transaction() as conn:
            await self._queue.claim(conn, job)
            await conn.execute(
                "update evidence.item set state = 'refused', held_by = null, held_until = null"
                " where evidence_id = $1",
                item.evidence_id,
            )
            await custody_log.append(
                conn,
                item.evidence_id,
                at,
                ACTOR,
                CustodyAct.REFUSED,
                {"reason": "bytes_changed", "sha256": item.digests.sha256.hex()},
            )
            await self._announcer.announce(conn, "refused", replace(item, state="refused"))
        measures.REFUSED.inc()
        log.error("evidence_refused", evidence_id=str(item.evidence_id))
