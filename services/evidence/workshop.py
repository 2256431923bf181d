"""What the background process works with, put together from the parts."""

from dataclasses import dataclass
from datetime import timedelta

from services.evidence.announcing import Announcer
from services.evidence.attaching import Attaching
from services.evidence.inspection.inspector import Inspector
from services.evidence.parts import Parts
from services.evidence.retention import RetentionKeeper
from services.evidence.seal_queue import SealQueue
from services.evidence.sealing import Sealing
from services.evidence.sweeping import Sweeper


@dataclass(frozen=True)
class Workshop:
    """Sealing, attaching, keeping, sweeping."""

    queue: SealQueue
    sealing: Sealing
    attaching: Attaching
    keeper: RetentionKeeper
    sweeper: Sweeper


def workshop(parts: Parts) -> Workshop:
    """All of it; opens no connection."""
    settings, database, clock = parts.settings, parts.database, parts.clock
    announcer = Announcer(parts.ids)
    cap = timedelta(days=settings.retention_cap_days)
    longer = min(timedelta(days=settings.case_retention_days), cap)
    attaching = Attaching(database, announcer, clock, case_retention=longer, cap=cap)
    queue = SealQueue(database, timedelta(seconds=settings.hold))
    return Workshop(
        queue=queue,
        sealing=Sealing(
            database,
            queue,
            parts.quarantine,
            parts.vault,
            Inspector(parts.nursery),
            announcer,
            attaching,
            parts.words,
            clock,
            retention=settings.retention,
            case_retention=longer,
        ),
        attaching=attaching,
        keeper=RetentionKeeper(database, parts.vault, clock, case_retention=longer, cap=cap),
        sweeper=Sweeper(
            database,
            parts.quarantine,
            parts.vault,
            clock,
            orphans_after=timedelta(seconds=settings.orphans_after),
        ),
    )
