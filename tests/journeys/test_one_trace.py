"""One correlation id from the agency's POST to the notice it is sent, through every hop."""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg
import httpx
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from temporalio.client import Client

from deploy.demo.cast import Cast
from deploy.demo.matter import Matter
from deploy.demo.officials import Official
from deploy.demo.record import Record
from deploy.demo.waiting import until
from deploy.embedded import Stack
from services.kit.temporal import SealingCodec
from services.kit.topics import TOPICS
from tests.catching import Catcher, catching

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]
AGENCY = "bkpsdm-5203"


@dataclass(frozen=True)
class Sent:
    """A complaint that went into a case, and what its agency was sent of it."""

    trace: str
    answered: str
    matter: Matter
    webhook: Catcher


@pytest.fixture(scope="module")
def sent(sandbox: Stack, cast: Cast, record: Record) -> Iterator[Sent]:
    trace = os.urandom(16).hex()
    as_agency = {"Authorization": f"Bearer {cast.agencies[AGENCY]['token']}"}
    with catching() as webhook, httpx.Client(base_url=cast.intake_url, headers=as_agency) as http:
        put = http.put("/v1/webhook", json={"url": f"{webhook.url}/told"})
        assert put.status_code == 200, put.text
        answer = http.post(
            "/v1/complaints",
            json={
                "jurisdiction": "52.03",
                "narrative": "Contoh jejak.",
                "respondents": [{"category": "pns", "name": "Pegawai Contoh 52"}],
            },
            headers={
                "Idempotency-Key": f"jejak-{trace}",
                "traceparent": f"00-{trace}-{os.urandom(8).hex()}-01",
            },
        )
        assert answer.status_code == 202, answer.text
        matter = Matter(answer.json()["complaint_id"], AGENCY, "52.03", story=0)
        officer = Official("intake-officer-5203", cast, record)
        task = officer.task("triage", matter)
        officer.answer(
            "triage", matter, date.fromisoformat(str(task["opened_on"])[:10]), choice="accept"
        )
        # One is sure: the complaint's own word is not told once the case has spoken.
        until(lambda: webhook.at("/told"), "a notice")
        yield Sent(trace, answer.headers["traceparent"], matter, webhook)
        http.delete("/v1/webhook")


def trace_of(traceparent: str | None) -> str:
    return (traceparent or "--").split("-")[1]


def test_the_answer_names_the_trace_that_came_in(sent: Sent) -> None:
    assert trace_of(sent.answered) == sent.trace


def test_every_notice_is_delivered_under_it(sent: Sent) -> None:
    told = sent.webhook.at("/told")

    assert {json.loads(one.body)["data"]["complaint_id"] for one in told} == {
        sent.matter.complaint_id
    }
    assert {trace_of(one.headers["traceparent"]) for one in told} == {sent.trace}


@pytest.mark.parametrize(
    "query",
    [
        (
            "select convert_from(body, 'UTF8')::jsonb ->> 'traceparent' from intake.outbox"
            " where key = $1"
        ),
        "select traceparent from workflow.complaint where complaint_id = $1",
        (
            "select k.traceparent from workflow.cases k join workflow.complaint c using (case_id)"
            " where c.complaint_id = $1"
        ),
        (
            "select convert_from(body, 'UTF8')::jsonb ->> 'traceparent' from workflow.outbox"
            " where key = $1 or key ="
            " (select case_id from workflow.complaint where complaint_id = $1)"
        ),
        "select traceparent from intake.notice where complaint_id = $1",
    ],
    ids=["outbox", "register", "case", "case events", "notices"],
)
async def test_every_row_on_the_way_holds_it(sandbox: Stack, sent: Sent, query: str) -> None:
    connection = await asyncpg.connect(sandbox.dsn)
    try:
        rows = await connection.fetch(query, sent.matter.complaint_id)
    finally:
        await connection.close()

    assert {trace_of(row[0]) for row in rows} == {sent.trace}


async def test_every_record_in_kafka_holds_it(sandbox: Stack, sent: Sent) -> None:
    found = [
        event for event in await _events(sandbox) if sent.matter.complaint_id in json.dumps(event)
    ]

    assert {event["type"].split(".")[1] for event in found} == {"complaint", "case"}
    assert {trace_of(event["traceparent"]) for event in found} == {sent.trace}


async def _events(sandbox: Stack) -> list[dict[str, Any]]:
    # Not `seek_to_beginning`: the consumer's own reset to the end can come after it and win.
    consumer = AIOKafkaConsumer(
        bootstrap_servers=sandbox.info["kafka_bootstrap"], auto_offset_reset="earliest"
    )
    await consumer.start()
    events: list[dict[str, Any]] = []
    try:
        places = [TopicPartition(topic, n) for topic, count in TOPICS.items() for n in range(count)]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        while any([await consumer.position(one) < ends[one] for one in places]):
            for records in (await consumer.getmany(timeout_ms=2000)).values():
                events += [json.loads(record.value) for record in records]
    finally:
        await consumer.stop()
    return events


@pytest.mark.parametrize("kind", ["complaint", "case"])
async def test_the_histories_in_temporal_hold_it_sealed(
    sandbox: Stack, sent: Sent, cast: Cast, record: Record, kind: str
) -> None:
    seen = Official("intake-officer-5203", cast, record).get(
        f"/v1/complaints/{sent.matter.complaint_id}"
    )
    of_kind = {"complaint": sent.matter.complaint_id, "case": seen["case_id"]}
    client = await Client.connect(sandbox.info["temporal_address"])
    history = await client.get_workflow_handle(f"{kind}/{of_kind[kind]}").fetch_history()
    first = history.events[0].workflow_execution_started_event_attributes.input.payloads
    opened = await SealingCodec(_codec_keys(sandbox)).decode(list(first))

    assert sent.trace.encode() not in b"".join(payload.data for payload in first)
    assert sent.trace.encode() in b"".join(payload.data for payload in opened)


def _codec_keys(sandbox: Stack) -> dict[str, bytes]:
    ring = sandbox.environment("workflow-worker")["NETRAL_CODEC_KEYS"]
    pairs = (entry.partition(":") for entry in ring.split(","))
    return {key_id: base64.b64decode(key) for key_id, _, key in pairs}


def test_the_logs_of_several_processes_name_it(sandbox: Stack, sent: Sent) -> None:
    def naming() -> set[str]:
        return {
            path.stem
            for path in sandbox.folder.logs.glob("*.log")
            if sent.trace in path.read_text("utf-8", "replace")
        }

    wanted = {"intake", "intake-background", "evidence-background", "workflow-background"}
    assert until(lambda: wanted <= naming(), "the logs")


def test_a_collector_gets_spans_of_it_from_each_service(collector: Catcher, sent: Sent) -> None:
    wanted = {
        *("netral-intake", "netral-intake-background", "netral-evidence-background"),
        *("netral-workflow-background", "netral-workflow-worker"),
    }

    assert until(lambda: wanted <= _services(collector, sent.trace), "the spans")


def _services(collector: Catcher, trace: str) -> set[str]:
    found = set()
    for posted in collector.at("/v1/traces"):
        for of_one in ExportTraceServiceRequest.FromString(posted.body).resource_spans:
            names = {item.key: item.value.string_value for item in of_one.resource.attributes}
            spans = [span for scope in of_one.scope_spans for span in scope.spans]
            if any(span.trace_id.hex() == trace for span in spans):
                found.add(names["service.name"])
    return found
