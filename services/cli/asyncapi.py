"""The events between the services as AsyncAPI 3.0, out of the pydantic models themselves."""

from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.contracts.events import CaseEvent, ComplaintEvent, EvidenceEvent
from services.kit import topics

_REFERENCES: Final = "#/components/schemas/{model}"

# topic: the union of its events, what it is about, who sends, who reads
_TOPICS: Final[dict[str, tuple[Any, str, str, tuple[str, ...]]]] = {
    topics.COMPLAINT: (
        ComplaintEvent,
        "Complaints that intake acknowledged; the key is the complaint's id.",
        "intake",
        ("evidence", "workflow"),
    ),
    topics.EVIDENCE: (
        EvidenceEvent,
        "Evidence items as they are sealed and joined; the key is the item's id.",
        "evidence",
        ("workflow",),
    ),
    topics.CASE: (
        CaseEvent,
        "Where cases stand; the key is the case's id, or the complaint's where there is none.",
        "workflow",
        ("intake", "evidence"),
    ),
}


def _events(union: Any) -> tuple[type[BaseModel], ...]:  # noqa: ANN401 -- an annotated union
    events: tuple[type[BaseModel], ...] = get_args(get_args(union)[0])
    return events


def document() -> dict[str, Any]:
    """The whole description; the same models always give the same document."""
    every = [(event, "validation") for union, *_ in _TOPICS.values() for event in _events(union)]
    _, schemas = models_json_schema(every, ref_template=_REFERENCES)  # type: ignore[arg-type]
    channels, operations, messages = {}, {}, {}
    for topic, (union, about, sender, readers) in _TOPICS.items():
        name = topic.split(".")[1]
        for event in _events(union):
            messages[event.__name__] = {
                "name": event.model_fields["type"].default,
                "title": event.__name__,
                "summary": (event.__doc__ or "").strip(),
                "contentType": "application/json",
                "payload": {"$ref": _REFERENCES.format(model=event.__name__)},
                "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}}},
            }
        named = [{"$ref": f"#/channels/{name}/messages/{e.__name__}"} for e in _events(union)]
        channels[name] = {
            "address": topic,
            "description": about,
            "messages": {
                e.__name__: {"$ref": f"#/components/messages/{e.__name__}"} for e in _events(union)
            },
            "bindings": {"kafka": {"topic": topic, "partitions": topics.TOPICS[topic]}},
        }
        operations[f"{sender}-sends-{name}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{name}"},
            "summary": f"{sender} tells, from its outbox.",
            "messages": named,
        }
        for reader in readers:
            operations[f"{reader}-receives-{name}"] = {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{name}"},
                "summary": f"{reader} reads, at least once.",
                "messages": named,
            }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "netral events",
            "version": "1",
            "description": "Thin CloudEvents: ids, codes, times and hashes; nothing that a person "
            "wrote. `sequence` is gapless per subject; a reader ignores one that it has passed.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas["$defs"]},
    }
