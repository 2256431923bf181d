"""What netral answers, as frozen values; `raw` keeps the whole answer, fields of tomorrow too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Receipt:
    """A complaint is acknowledged: it is stored and will not be lost.

    `missing` names what the law requires and the complaint lacks (send a supplement);
    `warnings` what looks wrong and was taken nevertheless.
    """

    complaint_id: str
    received_at: str
    status_url: str
    body_sha256: str
    missing: tuple[Any, ...]
    warnings: tuple[Any, ...]
    key: str
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def read(cls, body: Mapping[str, Any], key: str) -> Self:
        """From the body of a 202."""
        return cls(
            complaint_id=body["complaint_id"],
            received_at=body["received_at"],
            status_url=body["status_url"],
            body_sha256=body["body_sha256"],
            missing=tuple(body.get("missing", ())),
            warnings=tuple(body.get("warnings", ())),
            key=key,
            raw=body,
        )


@dataclass(frozen=True)
class SupplementReceipt:
    """A supplement or a withdrawal is recorded; the first text stays as it was."""

    key: str
    raw: Mapping[str, Any]


@dataclass(frozen=True)
class EvidenceItem:
    """One file in keeping; `state` goes received, sealing, sealed (or refused)."""

    evidence_id: str
    sha256: str
    size: int
    state: str
    key: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, body: Mapping[str, Any], key: str | None = None) -> Self:
        """From the body of a 202 or of a status."""
        return cls(
            evidence_id=body["evidence_id"],
            sha256=body["sha256"],
            size=body["size"],
            state=body["state"],
            key=key,
            raw=body,
        )


@dataclass(frozen=True)
class Status:
    """Where a complaint stands, as far as its agency may know."""

    complaint_id: str
    stage: str
    respondents: tuple[Mapping[str, Any], ...]
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the body of a status, or of one item of the list."""
        return cls(
            complaint_id=body["complaint_id"],
            stage=body["stage"],
            respondents=tuple(body.get("respondents", ())),
            raw=body,
        )


@dataclass(frozen=True)
class Notice:
    """One thing an agency is told; the same id and body in the feed and by webhook."""

    id: str
    type: str
    timestamp: str
    data: Mapping[str, Any]
    raw: Mapping[str, Any] = field(repr=False)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From one item of the feed, or from a delivery's body."""
        return cls(
            id=str(body["id"]),
            type=body["type"],
            timestamp=str(body["timestamp"]),
            data=body["data"],
            raw=body,
        )


@dataclass(frozen=True)
class Claims:
    """What the sender says about a file; shown as claimed, never taken as proved."""

    taken_at: str | None = None
    place: str | None = None
    source_url: str | None = None
    platform: str | None = None
    account: str | None = None
    description: str | None = None

    def as_query(self) -> dict[str, str]:
        """The claims that were made."""
        made = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in made.items() if value is not None}
