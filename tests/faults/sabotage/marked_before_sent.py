"""The background of intake with a relay that marks its rows first and sends them then."""

import asyncio
from typing import Any

from services.intake import background
from services.intake.settings import IntakeSettings
from services.kit.outbox import BATCH, Relay


class Hasty(Relay):
    """Believes in its own sending."""

    async def _send_a_batch(self, conn: Any) -> int:
        rows = await conn.fetch(
            f"update {self._schema}.outbox set sent_at = clock_timestamp()"
            " where id in (select id from intake.outbox where sent_at is null order by id limit $1)"
            " returning topic, key, body",
            BATCH,
        )
        if rows:
            producer = await self._connected()
            for row in rows:
                await producer.send_and_wait(
                    row["topic"], row["body"], key=str(row["key"]).encode()
                )
        return len(rows)


def main() -> None:
    vars(background)["Relay"] = Hasty
    asyncio.run(background.run(IntakeSettings.read()))


if __name__ == "__main__":
    main()
