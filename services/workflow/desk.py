"""Everything a request needs, put together once by `app.py`."""

from dataclasses import dataclass
from datetime import date, timedelta

import httpx
from starlette.requests import Request

from services.kit.access.directory import Directory
from services.kit.access.entries import Person
from services.kit.clock import LegalClock
from services.kit.database import Database
from services.kit.errors import NotFound
from services.kit.grants import GrantSigner
from services.kit.ids import IdMint
from services.kit.sealing import Sealer
from services.kit.words import Words
from services.workflow.acting import Acting
from services.workflow.labels import Labels
from services.workflow.register.content import Contents
from services.workflow.signin import SignIn


@dataclass(frozen=True)
class Addresses:
    """Where the other two services answer, us and an official's browser or program; and we."""

    intake: str
    evidence: str
    intake_public: str
    evidence_public: str
    own_public: str


@dataclass(frozen=True)
class Desk:
    """What is behind the counter."""

    database: Database
    directory: Directory
    clock: LegalClock
    acting: Acting
    contents: Contents
    sealer: Sealer
    mint: IdMint
    signer: GrantSigner
    sign_in: SignIn
    words: Words
    labels: Labels
    http: httpx.AsyncClient
    addresses: Addresses
    sandbox: bool
    secure_cookies: bool
    session_length: timedelta

    async def today(self, person: Person) -> date:
        """The legal day where the person serves."""
        jurisdiction = await self.directory.jurisdiction(person.jurisdiction)
        if jurisdiction is None:
            raise NotFound("not-found")
        return await self.clock.today(jurisdiction.zone)


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves the request."""
    desk: Desk = request.app.state.desk
    return desk
