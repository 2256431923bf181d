"""A closed load of keep-alive connections over loopback, bounded in time; counts and latencies."""

import asyncio
import json
import time
import uuid
from dataclasses import dataclass

from services.intake.example import COMPLAINT

CONNECTIONS = 64


@dataclass(frozen=True)
class Load:
    """What one run saw: answers a second and latencies in milliseconds."""

    per_second: float
    p50: float
    p99: float
    refused: int


async def run(port: int, token: str, seconds: float) -> Load:
    """Post complaints, each under a key and a case number of its own, for so many seconds."""
    until = time.perf_counter() + seconds
    latencies: list[float] = []
    refused = sum(
        await asyncio.gather(
            *(_connection(port, token, until, latencies) for _ in range(CONNECTIONS))
        )
    )
    latencies.sort()
    return Load(
        per_second=len(latencies) / seconds,
        p50=1000 * latencies[len(latencies) // 2],
        p99=1000 * latencies[int(len(latencies) * 0.99)],
        refused=refused,
    )


async def _connection(port: int, token: str, until: float, latencies: list[float]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    refused = 0
    try:
        while (began := time.perf_counter()) < until:
            writer.write(_request(token))
            status = await _answer(reader)
            if status == 202:
                latencies.append(time.perf_counter() - began)
            else:
                refused += 1
    finally:
        writer.close()
        await writer.wait_closed()
    return refused


def _request(token: str) -> bytes:
    key = uuid.uuid4().hex
    body = json.dumps(COMPLAINT | {"case_number": key}).encode()
    head = (
        f"POST /v1/complaints HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Idempotency-Key: {key}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _answer(reader: asyncio.StreamReader) -> int:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    lengths = [line for line in lines if line.lower().startswith(b"content-length:")]
    await reader.readexactly(int(lengths[0].split(b":")[1]))
    return int(lines[0].split()[1])
