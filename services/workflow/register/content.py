"""The text of a complaint in the register: sealed whole, parted only into what guards compare.

Never the complainant, a witness or a file name: intake does not give them with the text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.contracts.complaint import ComplaintContent, Respondent
from services.contracts.law import ComplaintKind, OfficeKind
from services.kit.access.directory import Directory
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.kit.ids import IdMint
from services.kit.sealing import Sealer
from services.workflow.rules.substitution import INSIDE
from services.workflow.workflows.state import ComplaintText, NamedRespondent

_SAID = ("inspektorat", "inspektur", "irban", "auditor")
"""In what is said of a respondent's office or position: rather one too many for the substitute."""


class Contents:
    """Writes and reads the sealed texts."""

    def __init__(self, sealer: Sealer, ids: IdMint, directory: Directory) -> None:
        self._sealer = sealer
        self._ids = ids
        self._directory = directory

    async def keep(
        self, conn: Connection, content: ComplaintContent, now: datetime
    ) -> ComplaintText:
        """Seal the text (a later fetch replaces an earlier one) and say what may be known of it."""
        complaint_id = content.complaint_id
        wrapped, key = self._sealer.new_data_key(_aad(complaint_id))
        about = await self._about_inspectorate(content)
        updated = await conn.fetchval(
            "update workflow.complaint set content_sealed = $2, wrapped_key = $3, content_at = $4,"
            " about_inspectorate = about_inspectorate or $5, respondents = $6,"
            " supplements = greatest(supplements, $7), election_id = coalesce($8, election_id)"
            " where complaint_id = $1 returning about_inspectorate",
            complaint_id,
            key.seal(content.model_dump_json().encode(), _aad(complaint_id)),
            wrapped,
            now,
            about,
            len(content.respondents),
            max((s.number for s in content.supplements), default=0),
            content.election.event_id if content.election else None,
        )
        if updated is None:
            raise NotFound("complaint-unknown")
        for number, respondent in enumerate(content.respondents):
            await conn.execute(
                "insert into workflow.complaint_respondent"
                " (complaint_id, respondent, category, nip_digest) values ($1, $2, $3, $4)"
                " on conflict (complaint_id, respondent) do update"
                " set category = excluded.category, nip_digest = excluded.nip_digest",
                complaint_id,
                number,
                respondent.said_category,
                self.nip_digest(respondent.nip),
            )
        return ComplaintText(
            respondents=tuple(
                NamedRespondent(respondent=number, category=respondent.said_category)
                for number, respondent in enumerate(content.respondents)
            ),
            election_id=content.election.event_id if content.election else None,
            recommended=content.kind is ComplaintKind.REFERRAL
            and content.recommendation is not None
            and content.recommendation.number is not None,
            about_inspectorate=updated,
            supplemented_on=await self._supplemented_on(content),
        )

    async def read(self, conn: Connection, complaint_id: UUID) -> ComplaintContent | None:
        """The text as it was last fetched, None while it is not here."""
        row = await conn.fetchrow(
            "select content_sealed, wrapped_key from workflow.complaint where complaint_id = $1",
            complaint_id,
        )
        if row is None or row["content_sealed"] is None:
            return None
        key = self._sealer.unwrap(bytes(row["wrapped_key"]), _aad(complaint_id))
        return ComplaintContent.model_validate_json(
            key.open(bytes(row["content_sealed"]), _aad(complaint_id))
        )

    def seal_details(
        self, case_id: UUID, n: int, respondent: Respondent
    ) -> Mapping[str, bytes | None]:
        """A respondent's details as the case keeps them."""
        wrapped, key = self._sealer.new_data_key(_details_aad(case_id, n))
        sealed = key.seal(respondent.model_dump_json().encode(), _details_aad(case_id, n))
        return {
            "wrapped_key": wrapped,
            "details_sealed": sealed,
            "nip_digest": self.nip_digest(respondent.nip),
        }

    def open_details(
        self, case_id: UUID, n: int, wrapped: bytes | None, sealed: bytes | None
    ) -> Respondent | None:
        """A respondent's details, for those who may read the case."""
        if wrapped is None or sealed is None:
            return None
        key = self._sealer.unwrap(bytes(wrapped), _details_aad(case_id, n))
        return Respondent.model_validate_json(key.open(bytes(sealed), _details_aad(case_id, n)))

    def nip_digest(self, nip: str | None) -> bytes | None:
        """What is compared of a number of employment, the same as in the directory of people."""
        return self._ids.digest("nip", nip) if nip else None

    async def office_said(self, jurisdiction: str, respondent: Respondent) -> str | None:
        """The unit of the regency that the complaint names as his office, if there is one."""
        offices = {office.id: office for office in await self._directory.offices(jurisdiction)}
        named = _plain(respondent.office or "")
        found = [office for office in offices.values() if named and _plain(office.name) == named]
        if len(found) != 1:
            return None
        office = found[0]
        while (parent := offices.get(office.parent_id or "")) and parent.kind == office.kind:
            office = parent
        return office.id

    async def _supplemented_on(self, content: ComplaintContent) -> date | None:
        jurisdiction = await self._directory.jurisdiction(content.jurisdiction)
        if not content.supplements or jurisdiction is None:
            return None
        last = max(supplement.received_at for supplement in content.supplements)
        return last.astimezone(ZoneInfo(jurisdiction.zone)).date()

    async def _about_inspectorate(self, content: ComplaintContent) -> bool:
        """Whether a respondent serves in the Inspektorat: by number and post, or as it is said."""
        if any(_said_inside(respondent) for respondent in content.respondents):
            return True
        named = {self.nip_digest(r.nip) for r in content.respondents} - {None}
        if not named:
            return False
        offices = {
            office.id
            for office in await self._directory.offices(content.jurisdiction)
            if office.kind == OfficeKind.INSPECTORATE
        }
        return any(
            person.nip_digest in named and (person.roles & INSIDE or offices & set(person.offices))
            for person in await self._directory.people(content.jurisdiction)
        )


def _said_inside(respondent: Respondent) -> bool:
    said = f"{respondent.office or ''} {respondent.position or ''}".casefold()
    return any(word in said for word in _SAID)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _aad(complaint_id: UUID) -> str:
    return f"workflow.complaint|{complaint_id}"


def _details_aad(case_id: UUID, n: int) -> str:
    return f"workflow.respondent|{case_id}|{n}"
