"""What a complaint costs once a million lie there: the same load on a small and a large database.

Both are in one Postgres, migrated alike, with every index as in production, and take turns.
"""

import asyncio
import os
import secrets
from contextlib import ExitStack

import asyncpg

from deploy.embedded import Stack
from tests.bench import load
from tests.bench.figures import Figure, at_most, ratio
from tests.bench.options import Options
from tests.bench.serving import free_port, serving
from tests.bench.stacks import a_stack, agency_token

SMALL, LARGE = "netral", "netral_large"
SMALL_ROWS = 1_000
CHUNK = 20_000
WARM_SECONDS = 1.0

# Bytes that no compression makes smaller, as sealed ones are; one value for all rows is enough.
_SIZES = {"raw": 1_620, "content": 1_290, "identity": 330, "answer": 330, "event": 760}
_FILL = """
with made as materialized (
    select gen_random_uuid() as id, n from generate_series($1::bigint, $2::bigint) as n
), complaint as (
    insert into intake.complaint (
        complaint_id, agency_id, agency_kind, idempotency_key, body_sha256, jurisdiction,
        case_number, case_number_digest, kind, election_type, election_id, categories,
        respondents, received_at, raw_sealed, content_sealed, identity_sealed, answer
    )
    select id, 'bawaslu-' || n % 8, 'bawaslu', replace(gen_random_uuid()::text, '-', ''),
        sha256(uuid_send(id)), '35.08', n::text, sha256(n::text::bytea), 'report', 'pilkades',
        'pilkades-2019-3508', '{pns}', 1, clock_timestamp(), $3, $4, $5, $6
    from made
), keys as (
    insert into intake.complaint_key (complaint_id, wrapped) select id, $8 from made
), standing as (
    insert into intake.standing (complaint_id, missing, next_step, acting_role, answered_at)
    select id, '{}', 'triage', 'intake_officer', clock_timestamp() from made
), audit as (
    insert into intake.audit (actor, act, complaint_id)
    select 'agency:bawaslu-' || n % 8, 'received', id from made
)
insert into intake.outbox (event_id, topic, key, sequence, body, sent_at)
select gen_random_uuid(), 'netral.complaint.v1', id, 1, $7, clock_timestamp() from made
"""


def measure(options: Options) -> list[Figure]:
    """The cost at so many rows by the cost at a thousand."""
    with a_stack({"postgres", "migrate", "seed"}) as stack:
        asyncio.run(_prepare(stack, options.rows))
        small, large = _rounds(stack, options)
        pages = asyncio.run(_gigabytes(stack))
    return [
        ratio(f"cost at {options.rows:,} rows / at 1,000", small, large, at_most(1.2)),
        Figure("at 1,000", tuple(small), "/s"),
        Figure(f"at {options.rows:,}", tuple(large), "/s"),
        Figure("size of the large database", (pages,), "GB"),
    ]


def _rounds(stack: Stack, options: Options) -> tuple[list[float], list[float]]:
    token = agency_token(stack)
    ports = {name: free_port() for name in (SMALL, LARGE)}
    seen: dict[str, list[float]] = {SMALL: [], LARGE: []}
    with ExitStack() as running:
        for name, port in ports.items():
            own = {
                "NETRAL_PORT": str(port),
                "NETRAL_DATABASE_DSN": stack.layout.dsn("intake", database=name),
            }
            environment = stack.environment("intake") | own
            running.enter_context(serving("services.intake.app", environment, port))
        for at in range(options.rounds):
            for name in (SMALL, LARGE)[:: 1 if at % 2 else -1]:
                load.run([ports[name]], token, WARM_SECONDS)
                turn = load.run([ports[name]], token, options.seconds)
                seen[name].append(turn.per_second)
                print(f"  {at + 1}: {name:12} {turn.per_second:6.0f}/s", flush=True)
    return seen[SMALL], seen[LARGE]


async def _prepare(stack: Stack, rows: int) -> None:
    """Two databases alike, then one with a thousand complaints and one with so many."""
    await _execute(
        stack.layout.dsn(database="postgres"), f"create database {LARGE} template netral"
    )
    for name, wanted in ((SMALL, SMALL_ROWS), (LARGE, rows)):
        dsn = stack.layout.dsn(database=name)
        await _fill(dsn, wanted)
        for statement in ("vacuum analyze", "checkpoint"):
            await _execute(dsn, statement)


async def _fill(dsn: str, rows: int) -> None:
    values = [os.urandom(size) for size in _SIZES.values()]
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("set synchronous_commit = off")
        for first in range(1, rows + 1, CHUNK):
            last = min(first + CHUNK - 1, rows)
            await connection.execute(_FILL, first, last, *values, secrets.token_bytes(62))
            if last % (10 * CHUNK) == 0:
                print(f"  {last:,} rows", flush=True)
    finally:
        await connection.close()


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _gigabytes(stack: Stack) -> float:
    connection = await asyncpg.connect(stack.dsn)
    try:
        return float(await connection.fetchval("select pg_database_size($1)", LARGE)) / 1e9
    finally:
        await connection.close()
