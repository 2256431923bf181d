"""The sandbox's webhook secrets, for `stack.json`: a demonstration must be able to verify."""

import asyncio
import base64
import threading
from collections.abc import Callable, Mapping

import asyncpg

from deploy.embedded.layout import Layout
from services.kit.sealing import SealBroken, Sealer

EVERY = 1.0  # seconds; PUT /v1/webhook answers the secret at once, this is the second way


class WebhookSecrets:
    """Watches which agencies have a webhook; `secrets` is what the last look found."""

    def __init__(self, layout: Layout, *, open_for_looking: Callable[[], bool]) -> None:
        self.secrets: Mapping[str, str] = {}
        self._dsn = layout.dsn()
        self._sealer = Sealer(_ring(layout.secrets["sealing_keys"]))
        self._may_look = open_for_looking

    def watch(self, stop: threading.Event) -> None:
        """Looks again and again until told to stop; an absent database is no news."""
        while not stop.wait(EVERY):
            if self._may_look():
                try:
                    self.secrets = asyncio.run(self._look())
                except (OSError, TimeoutError, asyncpg.PostgresError, SealBroken):
                    continue

    async def _look(self) -> dict[str, str]:
        connection = await asyncpg.connect(self._dsn, timeout=3)
        try:
            rows = await connection.fetch("SELECT agency_id, secret_sealed FROM intake.webhook")
        finally:
            await connection.close()
        return {
            row["agency_id"]: self._sealer.open(
                row["secret_sealed"], f"webhook|{row['agency_id']}"
            ).decode()
            for row in rows
        }


def _ring(text: str) -> dict[str, bytes]:
    pairs = (entry.partition(":") for entry in text.split(","))
    return {name: base64.b64decode(key) for name, _, key in pairs}
