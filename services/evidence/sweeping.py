"""What is cleared away: bytes that no row knows, and items that no complaint named in time."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from services.evidence import custody_log, items, measures
from services.evidence.custody import CustodyAct
from services.evidence.items import COLUMNS, Item, item_of
from services.evidence.objects import Denied
from services.evidence.quarantine import Quarantine
from services.evidence.vault import Vault, key_of
from services.kit.clock import LegalClock
from services.kit.database import Database

log = structlog.get_logger(__name__)

BATCH: Final = 100


class Sweeper:
    """Sweeps quarantine and vault, a round at a time."""

    def __init__(
        self,
        database: Database,
        quarantine: Quarantine,
        vault: Vault,
        clock: LegalClock,
        *,
        orphans_after: timedelta,
    ) -> None:
        self._database = database
        self._quarantine = quarantine
        self._vault = vault
        self._clock = clock
        self._orphans_after = orphans_after

    async def sweep_quarantine(self) -> int:
        """Remove what no upload and no item waits for any more; how many attempts went."""
        oldest = datetime.now(UTC) - self._orphans_after
        found = await self._quarantine.attempts()
        old = [attempt for attempt, newest in found.items() if newest < oldest]
        live = await self._live(old)
        for attempt in old:
            if attempt not in live:
                await self._quarantine.discard(attempt)
                log.info("orphan_swept", attempt=str(attempt))
        return len(old) - len(live)

    async def _live(self, attempts: list[UUID]) -> set[UUID]:
        async with self._database.connection() as conn:
            rows = await conn.fetch(
                "select attempt from evidence.item where attempt = any($1::uuid[])"
                " and state in ('received', 'sealing')"
                " union select attempt from evidence.upload where attempt = any($1::uuid[])"
                " and answer is null and held_until > clock_timestamp()",
                attempts,
            )
        return {row["attempt"] for row in rows}

    async def forget_dead_keys(self) -> int:
        """Remove keys of uploads that were cut long ago and never sent again."""
        async with self._database.connection() as conn:
            rows = await conn.fetch(
                "delete from evidence.upload where answer is null"
                " and held_until < clock_timestamp() - $1::interval returning key",
                self._orphans_after,
            )
        return len(rows)

    async def sweep_unnamed(self) -> int:
        """Remove the bytes of sealed items whose lock has ended and that no complaint named."""
        async with self._database.connection() as conn:
            rows = await conn.fetch(
                f"select {COLUMNS} from evidence.item i where i.state = 'sealed'"  # noqa: S608
                " and i.sent_for is null and i.retain_until < clock_timestamp()"
                " and not exists (select 1 from evidence.naming n"
                " where n.evidence_id = i.evidence_id and n.agency_id = i.agency_id)"
                " order by i.retain_until limit $1",
                BATCH,
            )
        return sum([await self._swept(item_of(row)) for row in rows])

    async def _swept(self, item: Item) -> int:
        """Mark first, under the row's lock: a complaint that names it now finds it gone."""
        at = await self._clock.now()
        async with self._database.transaction() as conn:
            # The lock in a statement of its own: the next one then sees what a complaint,
            # which holds the same lock while it names the item, has committed meanwhile.
            await items.get(conn, item.evidence_id, lock=True)
            done = await conn.fetchval(
                "update evidence.item i set state = 'swept', wrapped_key = null,"
                " name_sealed = null, claimed_sealed = null, found_sealed = null"
                " where i.evidence_id = $1 and i.state = 'sealed' and not exists"
                " (select 1 from evidence.naming n where n.evidence_id = i.evidence_id"
                " and n.agency_id = i.agency_id) returning true",
                item.evidence_id,
            )
            if not done:
                return 0
            await custody_log.append(
                conn,
                item.evidence_id,
                at,
                "service:evidence",
                CustodyAct.SWEPT,
                {"sha256": item.digests.sha256.hex()},
            )
        measures.SWEPT.inc()
        return 1

    async def remove_swept(self) -> None:
        """Take the bytes of swept items out of the vault; a lock that still holds waits."""
        async with self._database.connection() as conn:
            rows = await conn.fetch(
                "select evidence_id, jurisdiction from evidence.item"
                " where state = 'swept' and vault_version is not null limit $1",
                BATCH,
            )
        for row in rows:
            try:
                await self._vault.remove(key_of(row["jurisdiction"], row["evidence_id"]))
            except Denied:
                log.warning("swept_item_still_locked", evidence_id=str(row["evidence_id"]))
                continue
            async with self._database.connection() as conn:
                await conn.execute(
                    "update evidence.item set vault_version = null where evidence_id = $1",
                    row["evidence_id"],
                )
