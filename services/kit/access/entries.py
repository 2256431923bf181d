"""What the directory holds, as frozen values."""

from datetime import date
from typing import Final

from pydantic import BaseModel

ID_PATTERN: Final = r"^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$"
"""Ids of agencies and people; a colon is in none, so `office:35.08` and the like are our own."""


class Jurisdiction(BaseModel, frozen=True):
    """A regency in this installation; `zone` is its IANA time zone."""

    code: str
    name: str
    zone: str


class Agency(BaseModel, frozen=True):
    """A body that submits; `kind` is a `contracts.law.AgencyKind`."""

    id: str
    name: str
    kind: str
    jurisdictions: frozenset[str]


class Office(BaseModel, frozen=True):
    """A unit of the regency: OPD, kecamatan, desa, or a part of one."""

    id: str
    jurisdiction: str
    name: str
    kind: str
    parent_id: str | None = None
    village_code: str | None = None


class Post(BaseModel, frozen=True):
    """A position in an office; `level` and `acting` are of `contracts.law`; dates inclusive."""

    id: str
    office_id: str
    title: str
    level: str
    superior_id: str | None = None
    holder_id: str | None = None
    acting: str = "definitive"
    since: date | None = None
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether the holder held it on that day; a post without a holder is vacant."""
        begun = self.since is None or self.since <= day
        return self.holder_id is not None and begun and (self.until is None or day <= self.until)


class Person(BaseModel, frozen=True):
    """An official with an account; `roles` are `contracts.law.Role` values."""

    id: str
    name: str
    jurisdiction: str
    roles: frozenset[str]
    nip_digest: bytes | None = None
    posts: tuple[str, ...] = ()
    """Ids of the posts the person holds."""
    offices: tuple[str, ...] = ()
    """Ids of the offices of those posts."""
