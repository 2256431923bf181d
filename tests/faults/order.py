"""Whether what is told of a complaint is told in its order."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition

from services.kit.topics import COMPLAINT, TOPICS
from tests.faults.ground import Ground


async def supplemented(ground: Ground, answers: Sequence[str], times: int) -> list[str]:
    """Supplements each of the acknowledged complaints so often; their ids."""
    ids = [str(json.loads(answer)["complaint_id"]) for answer in answers]
    credential = {"Authorization": f"Bearer {ground.token()}"}
    async with httpx.AsyncClient(base_url=ground.intake_url, headers=credential) as http:
        for n in range(1, times + 1):
            told = await asyncio.gather(*(_supplement(http, one, n) for one in ids))
            assert set(told) == {202}
    return ids


async def _supplement(http: httpx.AsyncClient, complaint_id: str, n: int) -> int:
    answer = await http.post(
        f"/v1/complaints/{complaint_id}/supplements",
        json={"text": f"Contoh tambahan {n}"},
        headers={"Idempotency-Key": f"{complaint_id}-{n}"},
    )
    return answer.status_code


async def told(ground: Ground, ids: Sequence[str], since: datetime) -> dict[str, list[int]]:
    """The numbers of what Kafka has of each since then, in the order in which each first came."""
    numbers: dict[str, list[int]] = {one: [] for one in ids}
    consumer = AIOKafkaConsumer(bootstrap_servers=ground.kafka, enable_auto_commit=False)
    await consumer.start()
    try:
        places = [TopicPartition(COMPLAINT, n) for n in range(TOPICS[COMPLAINT])]
        consumer.assign(places)
        starts = await consumer.offsets_for_times(
            {place: int(since.timestamp() * 1000) for place in places}
        )
        ends = await consumer.end_offsets(places)
        for place in places:
            start = starts.get(place)
            consumer.seek(place, ends[place] if start is None else start.offset)
        behind = set(places)
        while behind:
            for read in (await consumer.getmany(timeout_ms=500)).values():
                for message in read:
                    found = numbers.get((message.key or b"").decode("utf-8", "replace"))
                    if found is not None:
                        _once(found, json.loads(message.value or b"{}")["sequence"])
            behind = {place for place in places if await consumer.position(place) < ends[place]}
    finally:
        await consumer.stop()
    return numbers


def _once(found: list[int], number: int) -> None:
    """A repetition says nothing new."""
    if number not in found:
        found.append(number)
