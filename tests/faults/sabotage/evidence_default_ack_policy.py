"""The background of evidence with subscribers as FastStream makes them by default."""

import asyncio

from services.evidence import background
from services.evidence.settings import EvidenceSettings
from tests.faults.sabotage.default_ack_policy import ByDefault


def main() -> None:
    vars(background)["Consumer"] = ByDefault
    asyncio.run(background.run(EvidenceSettings.read()))


if __name__ == "__main__":
    main()
