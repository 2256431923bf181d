"""An event is over when every group that reads its topic has it: which those are, must be true."""

from collections import defaultdict
from typing import Any

from services.evidence import background as evidence
from services.intake import background as intake
from services.kit import topics
from services.kit.consuming import Consumer
from services.workflow import background as workflow


class Anybody:
    """Stands for whoever handles the events; nobody is asked here."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def test_the_groups_that_must_have_an_event_are_those_that_read_its_topic() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    anybody: Any = Anybody()
    for service in (intake, evidence, workflow):
        consumer = Consumer("127.0.0.1:9", service.GROUP, anybody)
        service.subscribe(consumer, anybody)
        subscribers: list[Any] = list(consumer.broker.subscribers)
        for subscriber in subscribers:
            for topic in subscriber.topics:
                found[topic.name].add(subscriber.group_id)

    assert found == {topic: set(groups) for topic, groups in topics.READERS.items()}
