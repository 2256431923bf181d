"""Where a complaint, a case or a respondent stands now. An older step never overwrites a newer."""

from datetime import date, datetime
from uuid import UUID

from services.contracts.events import CaseStageChanged
from services.contracts.law import Category, Role, Stage
from services.kit.database import Connection
from services.workflow.activities.orders import CaseChange, RespondentChange
from services.workflow.register.telling import tell_case, tell_complaint
from services.workflow.rules.stages import Point, case_stage, standing


async def move_complaint(
    conn: Connection,
    complaint_id: UUID,
    step: int,
    point: Point,
    now: datetime,
    *,
    expected_on: date | None = None,
    reason_code: str | None = None,
) -> None:
    """A complaint without a case; its agency is told if anything changed for it."""
    moved = await conn.fetchrow(
        "update workflow.complaint set point = $3, stage = $4, expected_on = $5,"
        " reason_code = coalesce($6, reason_code), written_step = $2"
        " where complaint_id = $1 and written_step < $2 returning respondents, stage",
        complaint_id,
        step,
        point,
        standing(point).stage,
        expected_on,
        reason_code,
    )
    if moved is not None:
        await tell_complaint(
            conn, complaint_id, CaseStageChanged, now, respondents=moved["respondents"]
        )


async def move_case(
    conn: Connection, case_id: UUID, step: int, change: CaseChange, now: datetime
) -> None:
    """A case that is not yet, or no longer, in its tracks."""
    stands = standing(change.point)
    moved = await conn.fetchval(
        "update workflow.cases set point = $3, stage = $4, acting_role = $5, expected_on = $6,"
        " reason_code = coalesce($7, reason_code), written_step = $2"
        " where case_id = $1 and written_step < $2 returning case_id",
        case_id,
        step,
        change.point,
        stands.stage,
        change.acting_role or stands.acting_role,
        change.expected_on,
        change.reason_code,
    )
    if moved is not None:
        await tell_case(conn, case_id, CaseStageChanged, now)


async def move_respondent(
    conn: Connection,
    case_id: UUID,
    written_by: str,
    step: int,
    change: RespondentChange,
    now: datetime,
    *,
    tell: bool = True,
) -> None:
    """One respondent; the case's own stage is that of the least advanced respondent.

    Not told where more is about to be known: the task that follows tells step and date together,
    and the close of the case tells its end.
    """
    await conn.execute("select 1 from workflow.cases where case_id = $1 for update", case_id)
    row = await conn.fetchrow(
        "select category, written_by, written_step from workflow.respondent"
        " where case_id = $1 and n = $2",
        case_id,
        change.n,
    )
    if row is None:
        return
    # Steps of another workflow (the case, an earlier round of the track) are not comparable.
    newer = row["written_by"] != written_by or row["written_step"] < step
    stage: Stage | None = change.stage
    acting: Role | None = change.acting_role
    if change.point is not None:
        stands = standing(change.point, Category(row["category"]))
        stage, acting = stage or stands.stage, acting or stands.acting_role
    await conn.execute(
        "update workflow.respondent set"
        " point = case when $12 then coalesce($3, point) else point end,"
        " stage = case when $12 then coalesce($4, stage) else stage end,"
        " acting_role = case when $12 and $3::text is not null then $5"
        " when $12 then coalesce($5, acting_role) else acting_role end,"
        " expected_on = case when $12 and $3::text is not null then $6 else expected_on end,"
        " outcome = case when $15 then null else coalesce($7, outcome) end,"
        " degree = coalesce($8, degree),"
        " sanction = coalesce($9, sanction),"
        " effective_on = case when $15 then null else coalesce($10, effective_on) end,"
        " reason_code = coalesce($11, reason_code), written_by = $14,"
        " written_step = case when $12 then $13 else written_step end"
        " where case_id = $1 and n = $2",
        case_id,
        change.n,
        change.point,
        stage,
        acting,
        change.expected_on,
        change.outcome,
        change.degree,
        change.sanction,
        change.effective_on,
        change.reason_code,
        newer,
        step,
        written_by,
        change.held,
    )
    if change.point is Point.REMEDY:
        await _open_again(conn, case_id)
    stage_now = await _follow(conn, case_id)
    if tell and stage_now is not Stage.CLOSED:
        await tell_case(conn, case_id, CaseStageChanged, now)


async def expect(
    conn: Connection, case_id: UUID, respondent: int, point: Point, on: date, now: datetime
) -> None:
    """A day is known by which he who stands at this point moves on; the agencies are told it."""
    await conn.execute("select 1 from workflow.cases where case_id = $1 for update", case_id)
    moved = await conn.fetchval(
        "update workflow.respondent set expected_on = $4"
        " where case_id = $1 and n = $2 and point = $3 returning n",
        case_id,
        respondent,
        point,
        on,
    )
    if moved is not None and await _follow(conn, case_id) is not Stage.CLOSED:
        await tell_case(conn, case_id, CaseStageChanged, now)


async def _open_again(conn: Connection, case_id: UUID) -> None:
    """A remedy of a paper date in time may be entered after the case was closed."""
    await conn.execute(
        "update workflow.complaint set stage = $2 where case_id = $1 and exists"
        " (select 1 from workflow.cases c where c.case_id = $1 and c.closed_at is not null)",
        case_id,
        Stage.UNDER_REMEDY,
    )
    await conn.execute(
        "update workflow.cases set closed_at = null, closed_on = null where case_id = $1", case_id
    )


async def _follow(conn: Connection, case_id: UUID) -> Stage | None:
    """The case follows its respondents: the least advanced one says where it stands."""
    rows = await conn.fetch(
        "select point, stage, acting_role, expected_on, category from workflow.respondent"
        " where case_id = $1 and point is not null order by n",
        case_id,
    )
    if not rows:
        return None
    stage = case_stage([Stage(row["stage"]) for row in rows])
    leading = next((row for row in rows if row["stage"] == stage), rows[0])
    await conn.execute(
        "update workflow.cases set stage = $2, point = $3, acting_role = $4, expected_on = $5"
        " where case_id = $1 and closed_at is null",
        case_id,
        stage,
        leading["point"],
        leading["acting_role"],
        leading["expected_on"],
    )
    return stage
