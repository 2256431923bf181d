"""From the facts of cases to what agencies read: standings and notices, each fact once."""

import json
from uuid import UUID

from pydantic import TypeAdapter

from services.contracts.events import (
    CaseEvent,
    CaseJoined,
    CaseOpened,
    CaseSettled,
    ComplaintView,
    EvidenceEvent,
    EvidenceRefused,
)
from services.intake.notices import EvidenceNotice, StandingNotice, tell
from services.intake.standing import COLUMNS, standing_of
from services.kit.database import Connection, Database
from services.kit.ids import IdMint
from services.kit.instants import reached

_CASE_EVENT: TypeAdapter[CaseEvent] = TypeAdapter(CaseEvent)
_ANSWERS = {CaseOpened: "opened", CaseJoined: "joined", CaseSettled: "settled"}
_ROW = (
    f"select {COLUMNS} from intake.complaint join intake.standing using (complaint_id)"  # noqa: S608
    " where complaint_id = $1"
)


class Projecting:
    """Applies the events of the others to what intake shows."""

    def __init__(self, database: Database, mint: IdMint, public_url: str) -> None:
        self._database = database
        self._mint = mint
        self._public_url = public_url.rstrip("/")

    async def take_case(self, event: CaseEvent) -> None:
        """A case, or a complaint without one, has moved."""
        async with self._database.transaction() as conn:
            if not await self._is_next(conn, event.subject, event.sequence):
                return
            for view in sorted(event.data.complaints, key=lambda one: one.complaint_id):
                if not await self._apply(conn, event, view):
                    await self._keep_early(conn, event, view.complaint_id)
            await reached("intake.before_projection_commit")

    async def take_evidence(self, event: EvidenceEvent) -> None:
        """An item was refused: its agency sends it again. Everything else is no news to it."""
        if not isinstance(event, EvidenceRefused) or event.data.agency_id is None:
            return
        data = EvidenceNotice(evidence_id=event.data.evidence_id, sha256=event.data.sha256)
        notice_id = self._mint.mint("notice", event.id.bytes)
        async with self._database.transaction() as conn:
            await tell(conn, event.data.agency_id, notice_id, "evidence.refused", event.time, data)

    async def apply_early(self) -> int:
        """Apply the facts that came before their complaint did; counts them."""
        async with self._database.transaction() as conn:
            rows = await conn.fetch(
                "delete from intake.early_fact where (complaint_id, subject, sequence) in ("
                " select complaint_id, subject, sequence from intake.early_fact"
                " join intake.complaint using (complaint_id)"
                " order by kept_at limit 100) returning complaint_id, sequence, body"
            )
            for row in sorted(rows, key=lambda one: one["sequence"]):
                event = _CASE_EVENT.validate_json(row["body"])
                for view in event.data.complaints:
                    if view.complaint_id == row["complaint_id"]:
                        await self._apply(conn, event, view)
        return len(rows)

    @staticmethod
    async def _is_next(conn: Connection, subject: UUID, sequence: int) -> bool:
        """Whether this is news; a sequence that was passed is not."""
        return bool(
            await conn.fetchval(
                "insert into intake.case_read (subject, sequence) values ($1, $2)"
                " on conflict (subject) do update set sequence = excluded.sequence"
                " where case_read.sequence < excluded.sequence returning true",
                subject,
                sequence,
            )
        )

    async def _apply(self, conn: Connection, event: CaseEvent, view: ComplaintView) -> bool:
        """False if there is no such complaint here."""
        row = await conn.fetchrow(f"{_ROW} for update of standing", view.complaint_id)
        if row is None:
            return False
        if _is_no_news(event, row["complaint_id"], row["case_id"]):
            return True
        before = standing_of(row)
        await self._move(conn, event, view, json.loads(row["respondents"]))
        row = await conn.fetchrow(_ROW, view.complaint_id)
        after = standing_of(row)
        if after != before:
            data = StandingNotice(
                **after.model_dump(),
                complaint_id=view.complaint_id,
                case_number=row["case_number"],
                status_url=f"{self._public_url}/v1/complaints/{view.complaint_id}",
            )
            await tell(
                conn,
                row["agency_id"],
                self._mint.mint("notice", event.id.bytes, view.complaint_id.bytes),
                "complaint.step_changed"
                if after.stage is before.stage
                else "complaint.stage_changed",
                event.time,
                data,
            )
        return True

    @staticmethod
    async def _move(
        conn: Connection, event: CaseEvent, view: ComplaintView, told: list[dict[str, object]]
    ) -> None:
        data = event.data
        respondents = {entry["respondent"]: entry for entry in told}
        respondents |= {one.respondent: one.model_dump(mode="json") for one in view.respondents}
        await conn.execute(
            "update intake.standing set stage = $2, reason_code = $3, next_step = $4,"
            " acting_role = $5, expected_on = $6, respondents = $7,"
            " case_id = coalesce($8, case_id), answered_by = coalesce(answered_by, $9),"
            " answered_at = coalesce(answered_at, clock_timestamp()) where complaint_id = $1",
            view.complaint_id,
            data.stage,
            data.reason_code,
            data.next_step,
            data.acting_role,
            data.expected_on,
            json.dumps([respondents[at] for at in sorted(respondents, key=str)]),
            data.case_id,
            _ANSWERS.get(type(event)),
        )

    @staticmethod
    async def _keep_early(conn: Connection, event: CaseEvent, complaint_id: UUID) -> None:
        await conn.execute(
            "insert into intake.early_fact (complaint_id, subject, sequence, body)"
            " values ($1, $2, $3, $4) on conflict do nothing",
            complaint_id,
            event.subject,
            event.sequence,
            event.model_dump_json().encode(),
        )


def _is_no_news(event: CaseEvent, complaint_id: UUID, case_id: UUID | None) -> bool:
    """Two aggregates speak of one complaint, in no order between them: the case's word stands.

    And that another complaint joined the case is nothing for the ones that are in it.
    """
    own_word_too_late = event.subject == complaint_id and case_id is not None
    joined_by_another = (
        isinstance(event, CaseJoined) and case_id is not None and case_id == event.data.case_id
    )
    return own_word_too_late or joined_by_another
