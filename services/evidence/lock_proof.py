"""Proof at start that the store enforces its lock: look-alikes have taken locks and not kept them.

A probe is written under a short lock; then its version must survive deletion, its lock must not be
shortened, and a plain deletion or a newer version must not hide it. Until then nothing is ready.
"""

import asyncio
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import structlog
from minio.retention import Retention

from services.evidence import measures
from services.evidence.objects import Denied, Gone, Objects, translated
from services.kit.errors import Failure, Unavailable

log = structlog.get_logger(__name__)

FOLDER: Final = ".probe"
AGAIN: Final = timedelta(seconds=5)


class NotEnforced(Failure):
    """The store takes a lock and does not keep it: evidence would not be safe there."""


class LockProof:
    """Proven once in the life of a process; asked for by `/readyz` and by the sealer."""

    def __init__(
        self,
        objects: Objects,
        bucket: str,
        mode: str,
        retention: timedelta,
        prepare: Callable[[], None],
    ) -> None:
        self._prepare = prepare
        self._objects = objects
        self._client = objects.client
        self._bucket = bucket
        self._mode = mode
        self._retention = retention
        self._shown = asyncio.Event()
        self._reason = "lock-not-proven-yet"

    async def run(self) -> None:
        """Try until it is proven, then stay quiet for ever."""
        measures.LOCK_PROVEN.set(0)
        while not self._shown.is_set():
            try:
                await self._objects.call(self._prove)
                self._shown.set()
                measures.LOCK_PROVEN.set(1)
                log.info("lock_proven", mode=self._mode)
            except NotEnforced as error:
                self._reason = error.code
                log.error("lock_not_enforced", code=error.code)  # noqa: TRY400 -- told, not traced
            except (Unavailable, Gone, Denied) as error:
                self._reason = getattr(error, "code", "store-refuses-the-vault")
                log.warning("lock_proof_postponed", reason=self._reason)
            if not self._shown.is_set():
                await asyncio.sleep(AGAIN.total_seconds())
        await asyncio.Event().wait()

    async def proven(self) -> None:
        """Wait until it is proven."""
        await self._shown.wait()

    async def ready(self) -> None:
        """Returns if it is proven; else the reason why not."""
        if not self._shown.is_set():
            raise Unavailable(self._reason)

    def _prove(self) -> None:
        # First the buckets: some stores make a missing one at the first write, without a lock.
        translated(self._prepare)
        key = f"{FOLDER}/{uuid4()}"
        until = datetime.now(UTC) + self._retention
        version = self._write(key, b"first", Retention(self._mode, until))
        held = translated(self._client.get_object_retention, self._bucket, key, version)
        if held is None or held.mode != self._mode:
            raise NotEnforced("lock-not-kept")
        shorter = Retention(self._mode, until - self._retention / 2)
        self._refused("lock-lets-delete", self._client.remove_object, self._bucket, key, version)
        self._refused(
            "lock-lets-shorten",
            self._client.set_object_retention,
            self._bucket,
            key,
            shorter,
            version,
        )
        self._write(key, b"second", None)
        translated(self._client.remove_object, self._bucket, key)
        try:
            still = translated(self._client.get_object, self._bucket, key, version_id=version)
        except Gone as error:
            raise NotEnforced("lock-lets-hide") from error
        try:
            if still.read() != b"first":
                raise NotEnforced("lock-lets-overwrite")
        finally:
            still.close()
            still.release_conn()

    def _write(self, key: str, content: bytes, retention: Retention | None) -> str:
        try:
            written = translated(
                self._client.put_object,
                self._bucket,
                key,
                io.BytesIO(content),
                len(content),
                retention=retention,
            )
        except Denied as error:
            raise NotEnforced("lock-not-taken") from error
        if not written.version_id:
            raise NotEnforced("vault-without-versions")
        return written.version_id

    def _refused(self, code: str, act: Callable[..., object], *args: object) -> None:
        try:
            translated(act, *args)
        except Denied:
            return
        raise NotEnforced(code)

    async def clear(self) -> None:
        """Remove the probes whose lock has ended, of this and of earlier starts."""
        await self._objects.call(self._clear)

    def _clear(self) -> None:
        listed = self._client.list_objects(
            self._bucket, prefix=f"{FOLDER}/", recursive=True, include_version=True
        )
        for entry in listed:
            try:
                translated(
                    self._client.remove_object,
                    self._bucket,
                    entry.object_name or "",
                    entry.version_id,
                )
            except Denied:
                continue
