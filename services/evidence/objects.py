"""The S3 store for the event loop: minio-py in threads of its own, its errors in our words.

The only file that knows minio-py's errors. A cancelled call goes on in its thread to the end;
whoever cleans up afterwards must bear that (the sweeper does).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Final, ParamSpec, TypeVar

import urllib3
from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3.exceptions import HTTPError

from services.evidence.settings import EvidenceSettings
from services.kit.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

SILENCE: Final = timedelta(seconds=15)
"""After so long without a sign of the store it is away; whoever waits for us waits as long."""
REGION: Final = "us-east-1"
"""Any store answers to it; without one, minio-py asks the store first, each time."""

# A range outside an object that was sealed with those bytes: they are gone too.
_GONE: Final = frozenset({"NoSuchKey", "NoSuchVersion", "MethodNotAllowed", "InvalidRange"})
_DENIED: Final = frozenset({"AccessDenied", "InvalidRequest", "ObjectLocked", "Forbidden"})


class Gone(Exception):
    """The store has no such object or version."""


class Denied(Exception):
    """The store does not allow it."""


class Objects:
    """Calls to the store, a few at a time."""

    def __init__(self, client: Minio, *, threads: int = 8) -> None:
        self.client = client
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")

    async def call(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do it in a thread; away is `Unavailable`, not there is `Gone`, refused is `Denied`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(translated, act, *args, **kwargs))

    def close(self) -> None:
        """Let the threads go, without waiting for a call that hangs."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def translated(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call it, with the store's errors in our words."""
    try:
        return act(*args, **kwargs)
    except S3Error as error:
        if error.code in _GONE:
            raise Gone(error.code) from error
        if error.code in _DENIED:
            raise Denied(error.code) from error
        raise store_away() from error
    except (ServerError, InvalidResponseError, HTTPError, OSError) as error:
        raise store_away() from error


def store_away() -> Unavailable:
    """What is said while the store cannot be reached."""
    return Unavailable("store-unavailable", retry_after=timedelta(seconds=5))


def connect(settings: EvidenceSettings) -> Minio:
    """A client that gives up in time; by default minio-py waits for five minutes."""
    return Minio(
        settings.s3_endpoint.removeprefix("http://").removeprefix("https://"),
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        secure=settings.s3_secure,
        region=REGION,
        http_client=urllib3.PoolManager(
            maxsize=32,
            block=True,
            timeout=urllib3.Timeout(connect=2, read=SILENCE.total_seconds()),
            retries=urllib3.Retry(total=2, connect=2, read=0, redirect=0, backoff_factor=0.2),
        ),
    )
