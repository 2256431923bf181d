"""Evidence against the store's own client: taking a file in, and sealing it.

Everything else of the evidence service stands still meanwhile. The file is random, so nothing on
the way can make it smaller.
"""

import asyncio
import os
import time
import uuid
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from minio import Minio

from deploy.embedded import Stack
from deploy.embedded.environment import BUCKETS
from services.evidence.objects import REGION
from services.evidence.parts import assemble
from services.evidence.settings import EvidenceSettings
from services.evidence.workshop import workshop
from tests.bench.figures import Figure, at_least, ratio
from tests.bench.options import Options
from tests.bench.stacks import a_stack, agency_token
from tests.bench.uploading import upload

PARTS = {"postgres", "kafka", "seaweedfs", "migrate", "topics", "buckets", "seed"}
QUARANTINE, VAULT = BUCKETS["NETRAL_S3_QUARANTINE_BUCKET"], BUCKETS["NETRAL_S3_VAULT_BUCKET"]
SMALL_MB = 2
MIB = 1024 * 1024


def measure(options: Options) -> list[Figure]:
    """Both ratios, for a photo and for a film."""
    with a_stack({*PARTS, "evidence", "evidence-background"}) as stack:
        stack.hold("evidence-background")
        figures: list[Figure] = []
        for size in (SMALL_MB, options.file_mb):
            path = a_file(stack, size)
            figures += _accepting(stack, path, size, options.rounds)
            figures += asyncio.run(_sealing(stack, path, size))
    return figures


def a_file(stack: Stack, megabytes: int) -> Path:
    """Random bytes on disk."""
    path = stack.folder.root / f"bench-{megabytes}.bin"
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(MIB))
    return path


def _client(stack: Stack) -> Minio:
    """The store's own client, as it comes."""
    settings = _settings(stack.environment("evidence"))
    return Minio(
        settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        secure=settings.s3_secure,
        region=REGION,
    )


def _accepting(stack: Stack, path: Path, size: int, rounds: int) -> list[Figure]:
    client, token = _client(stack), agency_token(stack)
    ours, theirs = [], []
    upload(stack, token, path)  # warm: pools and code
    for at in range(rounds):
        for mine in (True, False)[:: 1 if at % 2 else -1]:
            begun = time.perf_counter()
            if mine:
                upload(stack, token, path)
                ours.append(size / (time.perf_counter() - begun))
            else:
                client.fput_object(QUARANTINE, f"bench/{uuid.uuid4()}", str(path))
                theirs.append(size / (time.perf_counter() - begun))
    return [
        ratio(f"{size} MiB taken in / fput_object", ours, theirs, at_least(0.6)),
        Figure(f"{size} MiB taken in", tuple(ours), "MiB/s"),
    ]


async def _sealing(stack: Stack, path: Path, size: int) -> list[Figure]:
    """The items that were just taken in are sealed, in turns with the store's own client."""
    parts = assemble(_settings(stack.environment("evidence-background")), "evidence-background")
    work, client = workshop(parts), _client(stack)
    gets = 2 if size == SMALL_MB else 3  # as often as sealing reads a small and a large file
    rates: dict[str, list[float]] = {}

    async def turn(name: str, sealing: Coroutine[Any, Any, object]) -> None:
        begun = time.perf_counter()
        await sealing
        rates.setdefault(name, []).append(size / (time.perf_counter() - begun))

    try:
        while (job := await work.queue.take()) is not None:
            turns = [
                ("sealed", work.sealing.seal(job)),
                ("two", asyncio.to_thread(_put_and_get, client, path, (QUARANTINE, VAULT), 1)),
                ("one", asyncio.to_thread(_put_and_get, client, path, (VAULT,), gets)),
            ]
            at = len(rates.get("sealed", ())) % len(turns)
            for name, sealing in (*turns[at:], *turns[:at]):
                await turn(name, sealing)
    finally:
        await parts.close()
    # The first of each made its connections.
    ours, two, one = (rates[name][1:] for name in ("sealed", "two", "one"))
    return [
        ratio(f"{size} MiB sealed / two puts, two gets", ours, two, at_least(0.7)),
        ratio(f"{size} MiB sealed / one put, {gets} gets", ours, one),
        Figure(f"{size} MiB sealed", tuple(ours), "MiB/s"),
    ]


def _put_and_get(client: Minio, path: Path, buckets: Sequence[str], gets: int) -> None:
    """Puts the file into each bucket, and reads it there so often."""
    for bucket in buckets:
        name = f"bench/{uuid.uuid4()}"
        client.fput_object(bucket, name, str(path))
        for _ in range(gets):
            response = client.get_object(bucket, name)
            try:
                for _ in response.stream(MIB):
                    pass
            finally:
                response.close()
                response.release_conn()


def _settings(environment: Mapping[str, str]) -> EvidenceSettings:
    prefix = "NETRAL_"
    given = {
        name.removeprefix(prefix).lower(): value
        for name, value in environment.items()
        if name.startswith(prefix)
    }
    return EvidenceSettings.model_validate(given)
