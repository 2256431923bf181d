"""The one webhook of an agency: where its notices go, and with which secret they are signed."""

import base64
import os
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import AwareDatetime, BaseModel, Field

from services.contracts.complaint import Said
from services.kit import bounded
from services.kit.database import Connection, Database
from services.kit.errors import NotFound
from services.kit.sealing import Sealer

FORMER_SECRET_LIVES: Final = timedelta(hours=24)
"""How long deliveries carry a signature with the former secret too."""


class WebhookAddress(Said):
    """Where notices go from now on."""

    url: str = Field(
        description="https, a public address", examples=["https://agency.example/netral"]
    )


class Webhook(BaseModel, frozen=True):
    """The webhook as it stands; the secret is never shown again."""

    url: str
    put_at: AwareDatetime
    disabled_at: AwareDatetime | None = None
    disabled_for: str | None = Field(None, description="gone (410) or failing (five days)")
    waiting: int = Field(description="deliveries not yet made")


class WebhookSecret(BaseModel, frozen=True):
    """The answer to a PUT: the only time that the secret is shown."""

    url: str
    secret: str = Field(description="`whsec_…`, for any Standard Webhooks library")


class Webhooks:
    """Keeps the webhooks of all agencies."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer

    async def put(self, agency_id: str, url: str) -> WebhookSecret:
        """A new address with a new secret; what waits goes there at once, in order."""
        secret = f"whsec_{base64.b64encode(os.urandom(32)).decode()}"
        async with bounded.transaction(self._database) as conn:
            await conn.execute(
                "insert into intake.webhook (agency_id, url, secret_sealed) values ($1, $2, $3)"
                " on conflict (agency_id) do update set url = excluded.url,"
                " former_secret_sealed = webhook.secret_sealed,"
                " former_until = clock_timestamp() + $4, secret_sealed = excluded.secret_sealed,"
                " put_at = clock_timestamp(), failing_since = null, disabled_at = null,"
                " disabled_for = null",
                agency_id,
                url,
                self._sealer.seal(secret.encode(), f"webhook|{agency_id}"),
                FORMER_SECRET_LIVES,
            )
            await conn.execute(
                "update intake.delivery set tries = 0, next_try_at = clock_timestamp()"
                " where agency_id = $1 and state = 'waiting'",
                agency_id,
            )
            await self._audit(conn, agency_id, "webhook_put")
        return WebhookSecret(url=url, secret=secret)

    async def get(self, agency_id: str) -> Webhook:
        """The webhook, or NotFound."""
        async with bounded.reading(self._database) as conn:
            row = await conn.fetchrow(
                "select url, put_at, disabled_at, disabled_for, (select count(*)"
                " from intake.delivery where delivery.agency_id = webhook.agency_id"
                " and state = 'waiting') as waiting from intake.webhook where agency_id = $1",
                agency_id,
            )
        if row is None:
            raise NotFound("not-found")
        return Webhook(**dict(row))

    async def delete(self, agency_id: str) -> None:
        """No deliveries from now on; the feed goes on. NotFound if there is none."""
        async with bounded.transaction(self._database) as conn:
            found = await conn.fetchval(
                "delete from intake.webhook where agency_id = $1 returning 1", agency_id
            )
            if found is None:
                raise NotFound("not-found")
            await conn.execute(
                "update intake.delivery set state = 'dropped', settled_at = clock_timestamp()"
                " where agency_id = $1 and state = 'waiting'",
                agency_id,
            )
            await self._audit(conn, agency_id, "webhook_deleted")

    def secrets(self, row: "dict[str, object]") -> list[str]:
        """The secrets that sign a delivery: the current one, and for a day the former."""
        sealed = [row["secret_sealed"]]
        until = row["former_until"]
        if isinstance(until, datetime) and until > datetime.now(UTC):
            sealed.append(row["former_secret_sealed"])
        return [
            self._sealer.open(blob, f"webhook|{row['agency_id']}").decode()
            for blob in sealed
            if isinstance(blob, bytes)
        ]

    @staticmethod
    async def _audit(conn: Connection, agency_id: str, act: str) -> None:
        await conn.execute(
            "insert into intake.audit (actor, act) values ($1, $2)", f"agency:{agency_id}", act
        )
