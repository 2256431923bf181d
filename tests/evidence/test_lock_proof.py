"""A store that does not keep its lock never gets evidence: the service is then never ready."""

import asyncio
import io
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from minio.error import S3Error
from minio.retention import Retention

from services.evidence import buckets
from services.evidence.lock_proof import FOLDER, LockProof
from services.evidence.objects import Objects
from services.kit.errors import Unavailable
from tests.evidence.world import World, until


def denied() -> S3Error:
    return S3Error(None, "AccessDenied", "locked", None, None, None)  # type: ignore[arg-type]


class FakeStore:
    """Keeps versions and locks as S3 should; each flaw is one that real look-alikes have had."""

    def __init__(self, flaw: str | None = None) -> None:
        self.flaw = flaw
        self.versions: dict[str, bytes] = {}
        self.locks: dict[str, Retention] = {}

    def put_object(self, _bucket: str, _key: str, data: Any, *_: Any, **more: Any) -> Any:
        version, retention = f"v{len(self.versions)}", more.get("retention")
        if self.flaw == "unlocked bucket" and retention is not None:
            raise S3Error(None, "InvalidRequest", "no lock here", None, None, None)  # type: ignore[arg-type]
        if self.flaw == "overwrites":
            self.versions = dict.fromkeys(self.versions, b"second")
        self.versions[version] = data.read()
        if retention is not None and self.flaw != "drops the lock":
            self.locks[version] = retention
        return SimpleNamespace(version_id=None if self.flaw == "no versions" else version)

    def get_object_retention(self, _bucket: str, _key: str, version: str) -> Retention | None:
        return self.locks.get(version)

    def set_object_retention(
        self, _bucket: str, _key: str, retention: Retention, version: str
    ) -> None:
        held = self.locks[version]
        if self.flaw != "shortens" and retention.retain_until_date < held.retain_until_date:
            raise denied()
        self.locks[version] = retention

    def remove_object(self, _bucket: str, _key: str, version: str | None = None) -> None:
        if version is None:
            if self.flaw == "hides":
                self.versions.clear()
            return
        if self.flaw == "deletes":
            del self.versions[version]
            return
        if version in self.locks:
            raise denied()

    def get_object(self, _bucket: str, _key: str, version_id: str) -> Any:
        if version_id not in self.versions:
            raise S3Error(None, "NoSuchVersion", "gone", None, None, None)  # type: ignore[arg-type]
        body = io.BytesIO(self.versions[version_id])
        return SimpleNamespace(read=body.read, close=body.close, release_conn=lambda: None)


async def reason(store: FakeStore) -> str:
    objects = Objects(store, threads=1)  # type: ignore[arg-type]
    proof = LockProof(objects, "vault", "COMPLIANCE", timedelta(minutes=1), lambda: None)
    running = asyncio.create_task(proof.run())
    try:
        async with asyncio.timeout(10):
            while True:
                try:
                    await proof.ready()
                except Unavailable as error:
                    if error.code != "lock-not-proven-yet":
                        return error.code
                else:
                    return "proven"
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        objects.close()


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        (None, "proven"),
        ("unlocked bucket", "lock-not-taken"),
        ("drops the lock", "lock-not-kept"),
        ("deletes", "lock-lets-delete"),
        ("shortens", "lock-lets-shorten"),
        ("hides", "lock-lets-hide"),
        ("overwrites", "lock-lets-overwrite"),
        ("no versions", "vault-without-versions"),
    ],
)
async def test_each_way_of_not_keeping_a_lock_is_found(flaw: str | None, said: str):
    assert await reason(FakeStore(flaw)) == said


async def test_before_the_proof_it_says_that_there_is_none_yet():
    proof = LockProof(
        Objects(FakeStore(), threads=1),  # type: ignore[arg-type]
        "vault",
        "COMPLIANCE",
        timedelta(minutes=1),
        lambda: None,
    )
    with pytest.raises(Unavailable) as error:
        await proof.ready()

    assert error.value.code == "lock-not-proven-yet"


@pytest.mark.stack
@pytest.mark.parametrize("mode", ["COMPLIANCE", "GOVERNANCE"])
async def test_the_real_store_keeps_both_kinds_of_lock(idle: World, mode: str):
    settings = idle.parts.settings
    bucket = settings.s3_vault_bucket
    proof = LockProof(
        idle.parts.objects,
        bucket,
        mode,
        timedelta(seconds=10),
        lambda: buckets.ensure(idle.parts.objects.client, settings),
    )
    running = asyncio.create_task(proof.run())
    await asyncio.wait_for(proof.proven(), 30)
    await proof.ready()
    running.cancel()
    begun = datetime.now(UTC)

    async def cleared() -> bool:
        await proof.clear()
        listed = await asyncio.to_thread(
            lambda: list(
                idle.parts.objects.client.list_objects(
                    bucket, prefix=f"{FOLDER}/", recursive=True, include_version=True
                )
            )
        )
        return not listed

    await until(cleared)
    assert datetime.now(UTC) - begun > timedelta(seconds=5)


@pytest.mark.stack
async def test_with_a_vault_that_cannot_lock_neither_process_is_ever_ready(idle: World):
    plain = f"tanpa-kunci-{uuid4().hex[:8]}"
    await asyncio.to_thread(idle.parts.objects.client.make_bucket, plain)
    for process in (idle.app, idle.background):
        process.start(env={"NETRAL_S3_VAULT_BUCKET": plain})
        try:
            told = await until(partial(not_ready, idle, process.url))
            assert told["checks"]["lock"] == "lock-not-taken"
            assert told["checks"]["postgres"] == "ok"
        finally:
            process.kill()


async def not_ready(world: World, url: str) -> dict[str, Any] | None:
    """What `/readyz` says once the proof has been tried."""
    with suppress(Exception):
        answer = await world.http.get(f"{url}/readyz")
        assert answer.status_code == 503
        body: dict[str, Any] = answer.json()
        return body if body["checks"]["lock"] != "lock-not-proven-yet" else None
    return None
