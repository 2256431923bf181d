"""What this service learns from the others: which items complaints name, and which have a case."""

from services.contracts.events import (
    CaseEvent,
    CaseJoined,
    CaseOpened,
    ComplaintEvent,
    ComplaintWithdrawn,
)
from services.evidence.attaching import Attaching
from services.kit import topics
from services.kit.consuming import Consumer


def subscribe(consumer: Consumer, attaching: Attaching) -> None:
    """Read the complaints and the cases."""

    async def name(event: ComplaintEvent) -> None:
        if not isinstance(event, ComplaintWithdrawn):
            await attaching.name(
                event.subject, event.data.agency_id, event.jurisdiction, event.data.evidence_ids
            )

    async def keep(event: CaseEvent) -> None:
        if isinstance(event, CaseOpened | CaseJoined):
            await attaching.keep_for_case(
                event.data.case_id, [view.complaint_id for view in event.data.complaints]
            )

    consumer.subscribe(topics.COMPLAINT, ComplaintEvent, name)
    consumer.subscribe(topics.CASE, CaseEvent, keep)
