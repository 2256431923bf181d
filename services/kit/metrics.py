"""The figures that operations watch; each process has those it knows."""

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, generate_latest

ACCEPTED = Counter("netral_complaints_accepted_total", "Complaints acknowledged with 202")
REFUSED = Counter("netral_requests_refused_total", "Requests refused", ["code"])
OUTBOX_AGE = Gauge("netral_outbox_age_seconds", "Age of the oldest event not yet sent", ["schema"])
OUTBOX_SENT = Counter("netral_outbox_sent_total", "Events that Kafka has answered", ["schema"])
CONSUMER_LAG = Gauge("netral_consumer_lag", "Messages not yet taken", ["group", "topic"])
SET_ASIDE = Counter("netral_set_aside_total", "Messages kept for a person", ["group", "reason"])
SET_ASIDE_WAITING = Gauge(
    "netral_set_aside_waiting", "Messages set aside that nobody has replayed yet", ["group"]
)
SEAL_BACKLOG = Gauge("netral_seal_backlog", "Evidence items received and not yet sealed")
TASKS_OPEN = Gauge("netral_tasks_open", "Open tasks")
TASKS_OVERDUE = Gauge("netral_tasks_overdue", "Open tasks whose date has passed")
NOTICES_WAITING = Gauge("netral_notices_waiting", "Webhook deliveries not yet made")
UNANSWERED = Gauge("netral_complaints_unanswered", "Acknowledged complaints past the alert wait")


def exposition() -> tuple[bytes, str]:
    """The metrics of this process in Prometheus' text form, and their media type."""
    return generate_latest(), CONTENT_TYPE_LATEST
