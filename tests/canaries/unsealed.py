"""A process of ours with its sealing off, and with a word where none of a person ever is.

`python -m tests.canaries.unsealed services.intake.app` in the place of the process itself. The
product has no switch for it.
"""

import importlib
import sys
from collections.abc import Sequence

import structlog
from prometheus_client import Gauge
from temporalio.api.common.v1 import Payload

from services.kit import sealing, telemetry, temporal

PLANTED = "Kendali4417Ditanam"
GAUGE = Gauge("netral_control", "Only where sealing is off", ["planted"])


class Bare(sealing.DataKey):
    """A key that leaves everything as it is."""

    def seal(self, plaintext: bytes, aad: str) -> bytes:
        return plaintext

    def open(self, blob: bytes, aad: str) -> bytes:
        return blob


class BareCodec(temporal.SealingCodec):
    """Sends payloads as they are."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return list(payloads)


_configure = telemetry.configure


def plant(process: str, endpoint: str | None) -> None:
    """A span, a line and a figure with the word, as soon as there is somewhere to send them."""
    _configure(process, endpoint)
    with telemetry.continued(None, PLANTED):
        structlog.get_logger(__name__).info("control_began", planted=PLANTED)
    GAUGE.labels(PLANTED).set(1)


def main() -> None:
    vars(sealing)["DataKey"] = Bare
    vars(temporal)["SealingCodec"] = BareCodec
    vars(telemetry)["configure"] = plant
    importlib.import_module(sys.argv[1]).main()


if __name__ == "__main__":
    main()
