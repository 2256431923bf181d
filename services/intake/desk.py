"""Everything a request needs, put together once by `app.py`."""

from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from starlette.requests import Request

from services.intake.receipts import Composer
from services.intake.receiving import Receiving
from services.intake.store import ReceptionStore
from services.kit.access.directory import Directory
from services.kit.access.entries import Agency
from services.kit.bearer import agency_of, credential, insist_standing
from services.kit.bounded import within
from services.kit.clock import InstallationClock
from services.kit.database import Database
from services.kit.errors import EdgeRefusal, Refused
from services.kit.grants import Grant, GrantAct, GrantVerifier
from services.kit.ids import IdMint
from services.kit.sealing import Sealer
from services.kit.words import Words

T = TypeVar("T")


@dataclass
class Desk:
    """What is behind the counter."""

    database: Database
    directory: Directory
    clock: InstallationClock
    verifier: GrantVerifier
    mint: IdMint
    sealer: Sealer
    composer: Composer
    store: ReceptionStore
    receiving: Receiving
    words: Words
    webhook_networks: tuple[str, ...] = ()
    _zones: dict[str, ZoneInfo] = field(default_factory=dict)

    async def agency(self, request: Request) -> Agency:
        """The agency that asks, or 401."""
        return await _bounded(agency_of(request, self.directory), self.directory)

    async def grant(self, request: Request, *acts: GrantAct, item: str | None = None) -> Grant:
        """The grant that came with the request, or 401."""
        token = credential(request, "grant")
        if token is None:
            raise EdgeRefusal("credential-missing", 401)
        grant = self.verifier.verify(token, acts=acts, item=item)
        await _bounded(insist_standing(grant, self.directory), self.directory)
        return grant

    async def now(self) -> datetime:
        """The legal instant."""
        return await _bounded(self.clock.now(), self.clock)

    async def day(self, now: datetime, jurisdiction: str) -> date:
        """The legal day of an instant in a jurisdiction of this installation."""
        zone = self._zones.get(jurisdiction)
        if zone is None:
            entry = await within(self.directory.jurisdiction(jurisdiction))
            if entry is None:
                raise Refused("jurisdiction-outside", about="who")
            zone = self._zones[jurisdiction] = ZoneInfo(entry.zone)
        return now.astimezone(zone).date()


async def _bounded(asked: Coroutine[Any, Any, T], kept: Directory | InstallationClock) -> T:
    """What needs no Postgres needs no bound: a task of its own would cost more than the answer."""
    return await (asked if kept.is_fresh else within(asked))


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves the request."""
    desk: Desk = request.app.state.desk
    return desk
