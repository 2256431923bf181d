"""What intake learns from the others."""

from services.contracts.events import CaseEvent, EvidenceEvent
from services.intake.projecting import Projecting
from services.kit import topics
from services.kit.consuming import Consumer


def subscribe(consumer: Consumer, projecting: Projecting) -> None:
    """Read what becomes of complaints, and which uploads must be sent again."""
    consumer.subscribe(topics.CASE, CaseEvent, projecting.take_case)
    consumer.subscribe(topics.EVIDENCE, EvidenceEvent, projecting.take_evidence)
