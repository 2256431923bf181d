"""The figures that operations watch; each process has those it knows."""

from collections.abc import Iterable

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Metric, generate_latest


class Measured(Gauge):
    """A gauge that is shown once this process has measured it: never a 0 that nobody counted."""

    _was = False

    def set(self, value: float) -> None:
        """What it is now."""
        self._was = True
        super().set(value)

    def inc(self, amount: float = 1) -> None:
        """More by so much."""
        self._was = True
        super().inc(amount)

    def dec(self, amount: float = 1) -> None:
        """Less by so much."""
        self._was = True
        super().dec(amount)

    def collect(self) -> Iterable[Metric]:
        """Nothing before the first measurement; with labels, what has been measured of them."""
        return super().collect() if self._was or self._labelnames else ()


REFUSED = Counter("netral_requests_refused_total", "Requests refused", ["code"])
OUTBOX_AGE = Measured(
    "netral_outbox_age_seconds", "Age of the oldest event not yet sent", ["schema"]
)
OUTBOX_SENT = Counter("netral_outbox_sent_total", "Events that Kafka has answered", ["schema"])
CONSUMER_LAG = Measured("netral_consumer_lag", "Messages not yet taken", ["group", "topic"])
SET_ASIDE = Counter("netral_set_aside_total", "Messages kept for a person", ["group", "reason"])
SET_ASIDE_WAITING = Measured(
    "netral_set_aside_waiting", "Messages set aside that nobody has replayed yet", ["group"]
)
SEAL_BACKLOG = Measured("netral_seal_backlog", "Evidence items received and not yet sealed")
TASKS_OPEN = Measured("netral_tasks_open", "Open tasks")
TASKS_OVERDUE = Measured("netral_tasks_overdue", "Open tasks whose date has passed")
NOTICES_WAITING = Measured("netral_notices_waiting", "Webhook deliveries not yet made")
UNANSWERED = Measured("netral_complaints_unanswered", "Acknowledged complaints past the alert wait")


def exposition() -> tuple[bytes, str]:
    """The metrics of this process in Prometheus' text form, and their media type."""
    return generate_latest(), CONTENT_TYPE_LATEST
