"""What a request that is not new gets: the first answer, or why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.kit import bounded
from services.kit.database import Connection
from services.kit.errors import EdgeRefusal, Failure, Refused, Unavailable

StatusUrl = Callable[[UUID], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, and whether this request made it."""

    answer: bytes
    fresh: bool


@dataclass(frozen=True, slots=True)
class Repetition:
    """By what a request is known to be one that was made before."""

    agency_id: str
    idempotency_key: str
    body_sha256: bytes
    case_number_digest: bytes | None = None


_FIRST = """
select same_key.body_sha256, same_key.answer, same_number.complaint_id as known_as
from unnest($1::text[], $2::text[], $3::bytea[]) with ordinality
    as asked (agency_id, idempotency_key, case_number_digest, n)
left join intake.complaint same_key
    on same_key.agency_id = asked.agency_id
    and same_key.idempotency_key = asked.idempotency_key
left join intake.complaint same_number
    on same_number.agency_id = asked.agency_id
    and same_number.case_number_digest = asked.case_number_digest
order by asked.n
"""


def key_reused() -> EdgeRefusal:
    """The key was used before with other bytes."""
    return EdgeRefusal("idempotency-key-reused", 422)


async def first_outcomes(
    conn: Connection, repeated: Sequence[Repetition], status_url: StatusUrl
) -> list[Outcome | Failure]:
    """What each gets, in their order, because its key or its case number is taken."""
    rows = await conn.fetch(
        _FIRST,
        [one.agency_id for one in repeated],
        [one.idempotency_key for one in repeated],
        [one.case_number_digest for one in repeated],
    )
    outcomes: list[Outcome | Failure] = []
    for one, row in zip(repeated, rows, strict=True):
        if row["answer"] is not None:
            outcomes.append(same_bytes(one.body_sha256, row["body_sha256"], row["answer"]))
        elif row["known_as"] is not None:
            first = status_url(row["known_as"])
            outcomes.append(Refused("already-received", extra={"status_url": first}))
        else:
            outcomes.append(Unavailable("database-unavailable", retry_after=bounded.RETRY))
    return outcomes


def same_bytes(sent: bytes, first_sent: bytes, answer: bytes) -> Outcome | Failure:
    """The first answer to the same bytes; other bytes under the same key are refused."""
    return Outcome(answer, fresh=False) if sent == first_sent else key_reused()


def first_answer(row: Any, complaint_id: UUID, digest: bytes) -> bytes:  # noqa: ANN401 -- a record
    """The answer of a row found under the key; refused if it was another complaint or body."""
    outcome = same_bytes(digest, row["body_sha256"], row["answer"])
    if row["complaint_id"] != complaint_id:
        raise key_reused()
    if isinstance(outcome, Failure):
        raise outcome
    return outcome.answer
