"""One POST to an agency: signed, to the judged address and nowhere else, and little is read."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Protocol
from uuid import UUID

import httpx
from standardwebhooks import Webhook

from services.intake.addresses import Target

PATIENCE: Final = timedelta(seconds=15)
MOST_READ: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or only a word why there is none."""

    status: int | None
    said: str
    retry_after: timedelta | None = None

    @property
    def good(self) -> bool:
        """Only a 2xx is: a redirect is not followed, and is a failure."""
        return self.status is not None and 200 <= self.status < 300


class Poster(Protocol):
    """Sends one delivery."""

    async def post(self, target: Target, headers: dict[str, str], body: bytes) -> Answer:
        """The answer; never raises for what the far side does."""
        ...


def signed(body: bytes, notice_id: UUID, now: datetime, secrets: list[str]) -> dict[str, str]:
    """The headers of Standard Webhooks 1.0.0, with one signature a secret."""
    text = body.decode()
    signatures = [Webhook(secret).sign(str(notice_id), now, text) for secret in secrets]
    return {
        "webhook-id": str(notice_id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


class HttpPoster:
    """Sends over HTTP; no proxy of the environment, no redirect, no cookie."""

    def __init__(self, patience: timedelta = PATIENCE) -> None:
        self._patience = patience.total_seconds()

    async def post(self, target: Target, headers: dict[str, str], body: bytes) -> Answer:
        """The answer within the patience, headers and body together."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._post(target, headers, body)
        except TimeoutError:
            return Answer(None, "timeout")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Answer(None, type(error).__name__)

    async def _post(self, target: Target, headers: dict[str, str], body: bytes) -> Answer:
        url = httpx.URL(target.url.geturl())
        own = {
            "host": url.netloc.decode(),
            "content-type": "application/json",
            "user-agent": "netral-webhooks/1",
        }
        async with httpx.AsyncClient(
            trust_env=False, follow_redirects=False, timeout=self._patience
        ) as client:
            # Connecting by name would look it up again, and it may point inside the second time.
            request = client.build_request(
                "POST",
                url.copy_with(host=target.address, port=target.port),
                content=body,
                headers=own | headers,
                extensions={"sni_hostname": target.host},
            )
            response = await client.send(request, stream=True)
            try:
                await self._read_a_little(response)
            finally:
                await response.aclose()
        return Answer(
            response.status_code,
            str(response.status_code),
            retry_after(response.headers.get("retry-after"), datetime.now(UTC)),
        )

    @staticmethod
    async def _read_a_little(response: httpx.Response) -> None:
        """A receiver that reads our request to its end wants its answer read; no more than that."""
        read = 0
        async for chunk in response.aiter_raw():
            read += len(chunk)
            if read >= MOST_READ:
                return


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """What a receiver asks for, as seconds or as a date; None if it is neither."""
    if not header:
        return None
    if header.strip().isdecimal():
        return timedelta(seconds=min(int(header.strip()[:9]), 10**8))
    try:
        asked = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = asked if asked.tzinfo else asked.replace(tzinfo=UTC)
    return max(aware - now, timedelta())
