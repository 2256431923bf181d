"""For how long a key stays taken by an upload that will never end: seconds, whatever ended it."""

import asyncio
import time
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from services.evidence.settings import EvidenceSettings
from tests.evidence.world import World, until

pytestmark = pytest.mark.stack

HOLD = 2.0
"""What the tests' settings say."""
SLACK = 2.0
WHOLE = b"empat belas ok"


async def half_sent(world: World, key: str) -> asyncio.StreamWriter:
    """An upload of which half was sent; its line stays open."""
    place = urlsplit(world.app.url)
    _, writer = await asyncio.open_connection(place.hostname, place.port)
    head = (
        "POST /v1/evidence?jurisdiction=35.08 HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: {world.as_agency()['Authorization']}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(WHOLE)}\r\n\r\n"
    )
    writer.write(head.encode() + WHOLE[:5])
    await writer.drain()

    async def held() -> bool:
        async with world.parts.database.connection() as conn:
            return bool(await conn.fetchval("select true from evidence.upload where key = $1", key))

    await until(held)
    return writer


async def sent_at_last(world: World, key: str) -> float:
    """Send the whole file until it is taken, as often as we are told to; the seconds it took."""
    begun = time.monotonic()

    async def taken() -> bool:
        answer = await world.send(WHOLE, key=key, wait=None)
        assert answer.status_code in {202, 409}, answer.text
        if answer.status_code == 409:
            assert 1 <= int(answer.headers["retry-after"]) <= HOLD
        return answer.status_code == 202

    await until(taken)
    return time.monotonic() - begun


async def test_a_key_whose_sender_fell_silent_is_free_again_in_seconds(world: World):
    key = f"kunci-{uuid4()}"
    silent = await half_sent(world, key)
    seconds = await sent_at_last(world, key)
    silent.close()

    assert seconds < HOLD * 1.25 + SLACK


async def test_a_key_stays_with_a_sender_that_is_slow_but_not_silent(world: World):
    key = f"kunci-{uuid4()}"
    slow = await half_sent(world, key)
    twins = []
    for at in range(5, len(WHOLE)):
        await asyncio.sleep(HOLD / 5)  # its pace: nine pieces, for longer than a hold
        if at < len(WHOLE) - 1:
            slow.write(WHOLE[at : at + 1])
            await slow.drain()
            twins.append((await world.send(WHOLE, key=key, wait=None)).status_code)
    slow.write(WHOLE[-1:])
    await slow.drain()

    assert set(twins) == {409}
    await sent_at_last(world, key)
    slow.close()


async def test_who_lost_the_key_commits_nothing_and_keeps_nothing(world: World):
    key = f"kunci-{uuid4()}"
    silent = await half_sent(world, key)
    await sent_at_last(world, key)
    silent.write(WHOLE[5:])
    await silent.drain()
    silent.close()

    async def only_what_was_taken() -> bool:
        async with world.parts.database.connection() as conn:
            waiting = await conn.fetch(
                "select attempt from evidence.item where state in ('received', 'sealing')"
            )
            left = await conn.fetchval("select count(*) from evidence.upload where answer is null")
        return left == 0 and await world.attempts_in_quarantine() <= {
            row["attempt"] for row in waiting
        }

    await until(only_what_was_taken)


async def test_a_key_of_a_killed_process_is_free_again_in_seconds(world: World):
    key = f"kunci-{uuid4()}"
    cut = await half_sent(world, key)
    killed = time.monotonic()
    world.app.kill()
    cut.close()
    world.app.start()
    await world.app.ready()
    ready = time.monotonic()
    await sent_at_last(world, key)

    assert time.monotonic() - max(ready, killed + HOLD) < SLACK


def test_what_operators_get_is_short_too():
    assert EvidenceSettings.model_fields["upload_hold"].default <= 5
