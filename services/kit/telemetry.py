"""One correlation id from the POST to the notice: the W3C `traceparent`.

Traces are exported only where a collector is set; the id travels always.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace
from opentelemetry.context import attach, detach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.typing import EventDict

NONE_OF_ITS_OWN: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False}
"""For each FastAPI: its own spans would tell whole addresses, and those may name a file."""

IN_SCOPE: Final = "netral.traceparent"
"""Where an ASGI scope holds the traceparent under which its request goes on."""

_current: ContextVar[str | None] = ContextVar("traceparent", default=None)
_propagator = TraceContextTextMapPropagator()
_exporting = False


def configure(process: str, endpoint: str | None) -> None:
    """Export traces of this process if a collector is set."""
    if endpoint:
        provider = TracerProvider(resource=Resource.create({"service.name": f"netral-{process}"}))
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
        trace.set_tracer_provider(provider)
        global _exporting  # noqa: PLW0603 -- set once, by the composition root
        _exporting = True


def traceparent() -> str:
    """The traceparent in force; a new one is begun where there is none."""
    value = _current.get()
    if value is None:
        value = f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-01"
        _current.set(value)
    return value


def correlation_id() -> str:
    """The trace id of the traceparent in force: what a person quotes."""
    return traceparent().split("-")[1]


@contextmanager
def continued(incoming: str | None, name: str = "work") -> Iterator[None]:
    """Go on under the traceparent that came in, or begin a new one; the log names it."""
    begun = _current.set(incoming if _valid(incoming) else None)
    try:
        if _exporting:
            with _span(name):
                yield
        else:
            # Spans that nobody collects would cost a request more than its commit.
            traceparent()
            yield
    finally:
        _current.reset(begun)


@contextmanager
def _span(name: str) -> Iterator[None]:
    context = attach(_propagator.extract({"traceparent": traceparent()}))
    try:
        # Left to itself, the span would keep what an error says: that may be what a person wrote.
        with trace.get_tracer("netral").start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        ) as span:
            # What is sent on from here names this span, so that the next hop hangs below it.
            ours: dict[str, str] = {}
            _propagator.inject(ours)
            _current.set(ours["traceparent"])
            try:
                yield
            except Exception as error:
                span.set_status(StatusCode.ERROR, type(error).__name__)
                raise
    finally:
        detach(context)


def in_log(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401
    """A log processor: every line names the correlation id in force, if there is one."""
    value = _current.get()
    if value is not None:
        event.setdefault("correlation_id", value.split("-")[1])
    return event


def _valid(value: str | None) -> bool:
    parts = (value or "").split("-")
    return (
        len(parts) >= 4
        and [len(part) for part in parts[:4]] == [2, 32, 16, 2]
        and all(char in "0123456789abcdef" for part in parts[:4] for char in part)
        and parts[1] != "0" * 32
    )
