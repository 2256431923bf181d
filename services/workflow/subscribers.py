"""What this service learns from the others: complaints, and the items that belong to them."""

from services.contracts.events import ComplaintEvent, EvidenceEvent
from services.kit import topics
from services.kit.consuming import Consumer
from services.workflow.taking import Taking


def subscribe(consumer: Consumer, taking: Taking) -> None:
    """Read the complaints and the evidence."""
    consumer.subscribe(topics.COMPLAINT, ComplaintEvent, taking.complaint)
    consumer.subscribe(topics.EVIDENCE, EvidenceEvent, taking.evidence)
