"""Structured logs: one JSON object a line, identifiers only, never a person's word or name."""

import logging
import sys
import time
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

from services.kit import telemetry

# Locals are never even looked at: they hold what people wrote, and the repr of a deep value in
# each frame of a deep recursion takes minutes and gigabytes.
_TRACES = ExceptionDictTransformer(show_locals=False, max_frames=50)
_SELDOM = ("aiokafka",)
"""Libraries that say the same many times a second while their server is away."""
_AGAIN_AFTER = 60.0
_MOST_KINDS = 1000

_NEVER = frozenset({"body", "name", "narrative", "token", "password", "authorization", "contact"})


def configure(process: str, level: str = "info") -> None:
    """Log to standard output; libraries that use the standard logging come out alike."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        telemetry.in_log,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _named(process),
        _without_persons,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(_Seldom())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_TRACES),
                _without_locals,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for chatty in ("uvicorn.access", "aiokafka", "httpx", "httpcore", "faststream.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class _Seldom(logging.Filter):
    """Lets one kind of line of a chatty library pass once a minute: an outage fills no disk."""

    def __init__(self) -> None:
        super().__init__()
        self._passed: dict[object, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written; by what it is made from, not by what it says."""
        if not record.name.startswith(_SELDOM):
            return True
        kind, now = (record.name, record.msg), time.monotonic()
        if now - self._passed.get(kind, -_AGAIN_AFTER) < _AGAIN_AFTER:
            return False
        if len(self._passed) > _MOST_KINDS:
            self._passed.clear()
        self._passed[kind] = now
        return True


def _named(process: str) -> Processor:
    def add(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401
        event["process"] = process
        return event

    return add


def _without_persons(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401
    """The second wall: fields that could hold a person's word are dropped, whoever logs them."""
    return {key: value for key, value in event.items() if key not in _NEVER}


def _without_locals(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401
    """Tracebacks keep places and types; messages and locals may repeat input."""
    for stack in event.get("exception") or []:
        if isinstance(stack, dict):
            stack.pop("exc_value", None)
            for frame in stack.get("frames", []):
                frame.pop("locals", None)
    return event
