"""Who opened a complaint, and why: written before anything is opened, read under a grant."""

import json
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.kit.database import Connection
from services.kit.grants import Grant
from services.kit.sealing import Sealer

NEWEST: Final = 1000


class AuditEntry(BaseModel, frozen=True):
    """One act on a complaint."""

    at: AwareDatetime = Field(description="real time")
    actor: str = Field(description="`agency:<id>` or `person:<id>`")
    act: str = Field(description="received, supplemented, withdrawn, viewed, revealed or audited")
    roles: list[str] = Field(description="of an official, as the grant named them")
    case_id: UUID | None
    purpose: str | None = Field(description="why an official opened it")


class AuditTrail(BaseModel, frozen=True):
    """The newest thousand acts on a complaint, newest first."""

    complaint_id: UUID
    entries: list[AuditEntry]


class Audit:
    """The rows of `intake.audit` that concern officials. A purpose may name a person: sealed."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    async def write(self, conn: Connection, grant: Grant, complaint_id: UUID, act: str) -> None:
        """Who asks for what, by which grant; committed before the answer is made."""
        detail = {
            "grant": str(grant.id),
            "roles": list(grant.roles),
            "case": str(grant.case_id) if grant.case_id else None,
            "purpose_sealed": self._sealer.seal_text(grant.purpose, _aad(complaint_id)),
        }
        await conn.execute(
            "insert into intake.audit (actor, act, complaint_id, detail) values ($1, $2, $3, $4)",
            f"person:{grant.person_id}",
            act,
            complaint_id,
            json.dumps(detail),
        )

    async def trail(self, conn: Connection, complaint_id: UUID) -> AuditTrail:
        """What was done with a complaint, purposes opened."""
        rows = await conn.fetch(
            "select at, actor, act, detail from intake.audit where complaint_id = $1"
            " order by id desc limit $2",
            complaint_id,
            NEWEST,
        )
        entries = [self._entry(complaint_id, dict(row)) for row in rows]
        return AuditTrail(complaint_id=complaint_id, entries=entries)

    def _entry(self, complaint_id: UUID, row: dict[str, Any]) -> AuditEntry:
        detail = json.loads(row.pop("detail"))
        return AuditEntry(
            **row,
            roles=detail.get("roles", []),
            case_id=detail.get("case"),
            purpose=self._purpose(complaint_id, detail),
        )

    def _purpose(self, complaint_id: UUID, detail: dict[str, Any]) -> str | None:
        if "purpose_sealed" not in detail:
            return None
        # One line that does not open must not hide the others.
        return self._sealer.read_text(detail["purpose_sealed"], _aad(complaint_id))


def _aad(complaint_id: UUID) -> str:
    return f"intake.audit|{complaint_id}|purpose"
