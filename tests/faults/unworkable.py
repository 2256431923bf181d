"""Twelve kinds of messages that nobody can ever work, and good ones to go between them.

No event of ours needs a header, so none can be missing; one whose headers cannot be read is set
aside though its body is good. A tombstone and an empty message are kept alike, as no bytes.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.contracts.events import ComplaintData, ComplaintSupplemented
from tests.faults.ground import Ground

Headers = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Message:
    """As it goes to Kafka."""

    key: bytes
    body: bytes | None
    headers: Headers = ()


ODD: Headers = (("content-type", b"\xff\xfe"), ("\u00e9", b""))


def good(number: int) -> Message:
    """A supplement of a complaint that never comes: it waits in the register, one row each."""
    subject = UUID(int=uuid4().int)
    event = ComplaintSupplemented(
        id=uuid4(),
        source="/netral/uji",
        subject=subject,
        time=datetime.now(UTC),
        sequence=2,
        jurisdiction="35.08",
        data=ComplaintData(
            complaint_id=subject,
            agency_id="bawaslu-3508",
            agency_kind="bawaslu",
            kind="report",
            body_sha256=f"{number:064x}",
            supplement=1,
        ),
    )
    return Message(str(subject).encode(), event.model_dump_json().encode())


def _changed(change: Callable[[str], str]) -> Message:
    fine = good(0)
    body = change((fine.body or b"").decode())
    return Message(fine.key, body.encode("utf-8", "surrogatepass"))


def _member(name: str, value: str) -> Callable[[], Message]:
    """The good one with another value, as it stands in JSON, of one member."""

    def make() -> Message:
        fine = json.loads(good(0).body or b"{}")
        data = fine["data"]
        place = data if name in data else fine
        place[name] = "@@@"
        return Message(fine["subject"].encode(), json.dumps(fine).replace('"@@@"', value).encode())

    return make


def _received_with_nul() -> Message:
    """Well formed, and Postgres cannot hold it."""
    message = _member("agency_id", '"bawaslu\\u0000"')()
    body = (message.body or b"").replace(b"complaint.supplemented", b"complaint.received")
    return Message(message.key, body)


KINDS: dict[str, Callable[[], Message]] = {
    "not JSON": lambda: Message(good(0).key, b"bukan json"),
    "another schema": lambda: Message(good(0).key, b'{"nama": "Contoh"}'),
    "unknown version": _member("specversion", '"9.0"'),
    "NUL": _received_with_nul,
    "lone surrogate": _member("jurisdiction", '"\\ud800"'),
    "NaN": _member("sequence", "NaN"),
    "one megabyte": lambda: Message(good(0).key, b"[" + b" " * 1_000_000),
    "empty": lambda: Message(good(0).key, b""),
    "tombstone": lambda: Message(good(0).key, None),
    "odd headers": lambda: replace(good(0), headers=ODD),
    "agency of a forged kind": _member("agency_kind", '"penyusup"'),
    "deep nesting": lambda: _changed(lambda body: body[:-1] + ',"x":' + "[" * 50_000),
}


async def early(ground: Ground, ids: list[str]) -> int:
    """How many of the good ones wait in the register."""
    found: int = await ground.value(
        "select count(distinct waits_for) from workflow.early_fact"
        " where waits_for = any($1::text[]::uuid[])",
        ids,
    )
    return found


async def forget(ground: Ground, ids: list[str]) -> None:
    """They wait for complaints that never come."""
    await ground.rows(
        "delete from workflow.early_fact where waits_for = any($1::text[]::uuid[])", ids
    )
