"""Carries out in the store what the rows wish for: locks that end later, never sooner."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from services.evidence import custody_log
from services.evidence.custody import CustodyAct
from services.evidence.items import COLUMNS, Item, item_of
from services.evidence.objects import Gone
from services.evidence.vault import Vault
from services.kit.clock import LegalClock
from services.kit.database import Database

log = structlog.get_logger(__name__)

BATCH: Final = 50


class RetentionKeeper:
    """Extends the lock of what complaints in a case name."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: LegalClock,
        *,
        case_retention: timedelta,
        cap: timedelta,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._case_retention = case_retention
        self._cap = cap

    async def keep(self) -> int:
        """One round; how many locks were extended. A crash in between repeats the extension."""
        await self._catch_up()
        async with self._database.connection() as conn:
            rows = await conn.fetch(
                f"select {COLUMNS} from evidence.item where state = 'sealed'"  # noqa: S608
                " and retain_wanted is not null and retain_wanted > retain_until limit $1",
                BATCH,
            )
        for row in rows:
            await self._extend(item_of(row))
        return len(rows)

    async def _extend(self, item: Item) -> None:
        if item.place is None or item.retain_wanted is None:
            return
        try:
            await self._vault.extend(item.place, item.retain_wanted)
        except Gone:
            log.error("sealed_object_gone", evidence_id=str(item.evidence_id))  # noqa: TRY400
            return
        await self._recorded(item.evidence_id, item.retain_wanted)

    async def _recorded(self, evidence_id: UUID, until: datetime) -> None:
        at = await self._clock.now()
        async with self._database.transaction() as conn:
            await conn.execute(
                "update evidence.item set retain_until = $2 where evidence_id = $1",
                evidence_id,
                until,
            )
            await custody_log.append(
                conn,
                evidence_id,
                at,
                "service:evidence",
                CustodyAct.RETENTION_EXTENDED,
                {"locked_until": until.isoformat(timespec="seconds")},
            )

    async def _catch_up(self) -> None:
        """A case and an item that became known in the same instant each missed the other."""
        async with self._database.connection() as conn:
            await conn.execute(
                "update evidence.item i set retain_wanted ="
                " least($1::timestamptz, i.stored_at + $2::interval)"
                " where i.state = 'sealed' and i.retain_wanted is null and exists"
                " (select 1 from evidence.naming n join evidence.complaint_in_case c"
                " using (complaint_id)"
                " where n.evidence_id = i.evidence_id and n.attached_at is not null)",
                datetime.now(UTC).replace(microsecond=0) + self._case_retention,
                self._cap,
            )
