"""Opening a complaint for an official who holds a grant: the audit row first, then the text."""

import json
from collections.abc import Iterator
from uuid import UUID

from services.contracts.complaint import (
    ComplaintContent,
    CorrectionMade,
    FileName,
    People,
    RevealedIdentity,
    Statement,
    SupplementContent,
)
from services.intake.audit import Audit, AuditTrail
from services.intake.complaints import Withdrawal
from services.intake.corrections import is_sealed
from services.intake.records import Record, record_of
from services.kit import bounded
from services.kit.database import Database
from services.kit.grants import Grant
from services.kit.instants import reached
from services.kit.sealing import Sealer


class Opening:
    """Opens what is sealed, for a grant that was verified."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database = database
        self._sealer = sealer
        self._audit = Audit(sealer)

    async def view(self, grant: Grant, complaint_id: UUID) -> ComplaintContent:
        """The matter without the people."""
        record = await self._audited(grant, complaint_id, "viewed")
        withdrawal = await self._withdrawal(record)
        return _content(record, withdrawal)

    async def reveal(self, grant: Grant, complaint_id: UUID) -> RevealedIdentity:
        """The people and the file names; nothing is unsealed before the audit row is committed."""
        record = await self._audited(grant, complaint_id, "revealed")
        await reached("intake.audited_before_reveal")
        return _people(record)

    async def trail(self, grant: Grant, complaint_id: UUID) -> AuditTrail:
        """Who had the complaint before, and who asks now."""
        await self._audited(grant, complaint_id, "audited")
        async with bounded.reading(self._database) as conn:
            return await self._audit.trail(conn, complaint_id)

    async def _audited(self, grant: Grant, complaint_id: UUID, act: str) -> Record:
        """The record, after the audit row that says who asked, is committed."""
        async with bounded.transaction(self._database) as conn:
            record = await record_of(conn, self._sealer, complaint_id)
            await self._audit.write(conn, grant, complaint_id, act)
        return record

    async def _withdrawal(self, record: Record) -> Withdrawal | None:
        if record.row["withdrawn_at"] is None:
            return None
        async with bounded.reading(self._database) as conn:
            sealed = await conn.fetchval(
                "select raw_sealed from intake.withdrawal where complaint_id = $1",
                record.complaint_id,
            )
        opened = record.key.open(sealed, f"{record.complaint_id}|withdrawal")
        return Withdrawal.model_validate_json(opened)


def _content(record: Record, withdrawal: Withdrawal | None) -> ComplaintContent:
    row, first, kept = record.row, record.statement(), record.kept_supplements()
    made: list[CorrectionMade] = [one for supplement in kept for one in supplement.corrections]
    current = kept[-1].statement if made else first
    return ComplaintContent(
        **{name: getattr(current, name) for name in Statement.model_fields},
        complaint_id=record.complaint_id,
        agency_id=row["agency_id"],
        agency_kind=row["agency_kind"],
        jurisdiction=row["jurisdiction"],
        case_number=row["case_number"],
        received_at=row["received_at"],
        body_sha256=row["body_sha256"].hex(),
        missing=tuple(row["missing"]),
        warnings=tuple(_said(warning) for warning in json.loads(row["warnings"])),
        first=first if made else None,
        corrections=tuple(made),
        supplements=tuple(
            SupplementContent(
                number=place["number"],
                received_at=place["received_at"],
                text=supplement.text,
                evidence=supplement.evidence,
            )
            for place, supplement in zip(record.supplements, kept, strict=True)
        ),
        withdrawn_at=row["withdrawn_at"],
        withdrawal_reason=withdrawal.reason if withdrawal else None,
    )


def _people(record: Record) -> RevealedIdentity:
    identities = record.identities()
    first, newest = identities[0], identities[-1]
    made = tuple(
        CorrectionMade(supplement=place["number"], pointer=one.pointer, value=one.value)
        for place, body in zip(record.supplements, record.supplement_bodies(), strict=True)
        for one in body.corrections or ()
        if is_sealed(one)
    )
    return RevealedIdentity(
        complainant=newest.complainant,
        witnesses=newest.witnesses,
        file_names=tuple(dict.fromkeys(_names(identities))),
        first=first if made else None,
        corrections=made,
    )


def _said(warning: dict[str, str]) -> str:
    return f"{warning['code']} {warning['pointer']}"


def _names(identities: list[People]) -> Iterator[FileName]:
    for identity in identities:
        yield from identity.file_names
