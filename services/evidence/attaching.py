"""An item and a complaint that names it are joined once both are known, in either order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from services.evidence import custody_log, items, measures
from services.evidence.announcing import Announcer
from services.evidence.custody import CustodyAct
from services.evidence.items import Item
from services.kit.clock import LegalClock
from services.kit.database import Connection, Database

log = structlog.get_logger(__name__)


class Attaching:
    """What complaints and cases mean for the items they name."""

    def __init__(
        self,
        database: Database,
        announcer: Announcer,
        clock: LegalClock,
        *,
        case_retention: timedelta,
        cap: timedelta,
    ) -> None:
        self._database = database
        self._announcer = announcer
        self._clock = clock
        self._case_retention = case_retention
        self._cap = cap

    async def name(
        self, complaint_id: UUID, agency_id: str, jurisdiction: str, evidence_ids: Sequence[UUID]
    ) -> None:
        """A complaint names items; those not there or not its agency's stay a fact, untold."""
        at = await self._clock.now()
        # In the order of their ids, so that two complaints naming the same items never deadlock.
        for evidence_id in sorted(set(evidence_ids)):
            async with self._database.transaction() as conn:
                item = await items.find(conn, evidence_id, lock=True)
                await conn.execute(
                    "insert into evidence.naming"
                    " (evidence_id, complaint_id, agency_id, jurisdiction)"
                    " values ($1, $2, $3, $4) on conflict do nothing",
                    evidence_id,
                    complaint_id,
                    agency_id,
                    jurisdiction,
                )
                if item is None or (item.agency_id, item.jurisdiction) != (agency_id, jurisdiction):
                    measures.NAMED_IN_VAIN.inc()
                    log.info("evidence_named_in_vain", complaint_id=str(complaint_id))
                elif item.state == "sealed":
                    await self.attach(conn, item, at)

    async def attach(self, conn: Connection, item: Item, at: datetime) -> None:
        """Say `attached` for each complaint that names a sealed item and was not told yet."""
        rows = await conn.fetch(
            "update evidence.naming set attached_at = clock_timestamp()"
            " where evidence_id = $1 and agency_id = $2 and jurisdiction = $3"
            " and attached_at is null returning complaint_id",
            item.evidence_id,
            item.agency_id,
            item.jurisdiction,
        )
        for complaint_id in sorted(row["complaint_id"] for row in rows):
            await custody_log.append(
                conn,
                item.evidence_id,
                at,
                "service:evidence",
                CustodyAct.ATTACHED,
                {"complaint_id": str(complaint_id)},
            )
            await self._announcer.announce(conn, "attached", item, complaint_id=complaint_id)
        if rows:
            await self._want_longer(conn, [row["complaint_id"] for row in rows])

    async def keep_for_case(self, case_id: UUID | None, complaint_ids: Sequence[UUID]) -> None:
        """A case was opened or joined: what its complaints name is to be locked for longer."""
        async with self._database.transaction() as conn:
            await conn.executemany(
                "insert into evidence.complaint_in_case (complaint_id, case_id) values ($1, $2)"
                " on conflict (complaint_id) do nothing",
                [(complaint_id, case_id) for complaint_id in sorted(set(complaint_ids))],
            )
            await self._want_longer(conn, complaint_ids)

    async def _want_longer(self, conn: Connection, complaint_ids: Sequence[UUID]) -> None:
        """Write the wish; `retention` carries it out in the store. Real time: the store's own."""
        await conn.execute(
            "update evidence.item set retain_wanted = greatest(retain_wanted,"
            " least($2::timestamptz, stored_at + $3::interval))"
            " where evidence_id in (select n.evidence_id from evidence.naming n"
            " join evidence.complaint_in_case c using (complaint_id)"
            " where n.complaint_id = any($1::uuid[]) and n.attached_at is not null)",
            list(complaint_ids),
            datetime.now(UTC).replace(microsecond=0) + self._case_retention,
            self._cap,
        )
