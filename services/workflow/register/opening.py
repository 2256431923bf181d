"""A complaint becomes a case, or joins one: number, respondents, links and event at once."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.contracts.complaint import Respondent
from services.contracts.events import CaseJoined, CaseOpened
from services.contracts.law import Category, ComplaintKind, Role, Stage
from services.kit.database import Connection
from services.kit.errors import NotFound
from services.workflow import calendar_store, law_store
from services.workflow.activities.orders import CaseToOpen, ComplaintToJoin, JoinResult
from services.workflow.forms.cases.review import Review
from services.workflow.register.content import Contents
from services.workflow.register.matching import matched
from services.workflow.register.numbers import next_case_number
from services.workflow.register.telling import tell_case
from services.workflow.rules.stages import Point, standing
from services.workflow.workflows.state import NamedRespondent, OpenedCase


async def open_case(
    conn: Connection, order: CaseToOpen, contents: Contents, now: datetime
) -> OpenedCase:
    """The case of a complaint; its year is that of the day on which it was opened.

    It says at once who acts next and until when, as the first task will.
    """
    complaint = await _complaint(conn, order.complaint_id)
    content = await contents.read(conn, order.complaint_id)
    if content is None:
        raise NotFound("complaint-text-unknown")
    case_id, below = order.case_id, order.below
    point = Point.LIGHT_ROUTE if below else Point.REVIEW
    stands = standing(point)
    acting, expected = await _first_step(conn, order, complaint)
    number = await next_case_number(conn, complaint["jurisdiction"], order.opened_on.year)
    await conn.execute(
        "insert into workflow.cases (case_id, case_number, jurisdiction, year, opened_at,"
        " opened_on, complaint_id, kind, route, route_to, route_due, point, stage, acting_role,"
        " expected_on, election_type, election_id, about_inspectorate, traceparent, rules_version)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
        " $18, $19, $20)",
        case_id,
        number,
        complaint["jurisdiction"],
        order.opened_on.year,
        now,
        order.opened_on,
        order.complaint_id,
        ComplaintKind.FINDING if order.as_finding else complaint["kind"],
        "below" if below else "inspectorate",
        below.to if below else None,
        below.due_on if below else None,
        point,
        stands.stage,
        acting,
        expected,
        complaint["election_type"],
        complaint["election_id"],
        complaint["about_inspectorate"],
        complaint["traceparent"],
        (await law_store.book_of(conn, complaint["jurisdiction"])).version,
    )
    named = []
    for respondent, details in enumerate(content.respondents):
        n = respondent + 1
        await _add_respondent(conn, contents, case_id, n, details, complaint["jurisdiction"])
        await _link(conn, order.complaint_id, respondent, case_id, n)
        named.append(NamedRespondent(respondent=n, category=details.said_category))
    await _move_into(conn, order.complaint_id, case_id, "opened", stands.stage, now)
    await tell_case(conn, case_id, CaseOpened, now)
    return OpenedCase(
        case_id=case_id,
        case_number=number,
        jurisdiction=complaint["jurisdiction"],
        opened_on=order.opened_on,
        complaint_id=order.complaint_id,
        kind=ComplaintKind.FINDING if order.as_finding else ComplaintKind(complaint["kind"]),
        recommended=_recommended(content),
        respondents=tuple(named),
        election_id=complaint["election_id"],
        about_inspectorate=complaint["about_inspectorate"],
        below=below,
        traceparent=complaint["traceparent"],
    )


async def join_case(
    conn: Connection, order: ComplaintToJoin, contents: Contents, now: datetime
) -> JoinResult:
    """The complaint in a case; people whom an open case did not have are added to it."""
    complaint = await _complaint(conn, order.complaint_id)
    case = await conn.fetchrow(
        "select * from workflow.cases where case_id = $1 for update", order.case_id
    )
    if case is None or case["jurisdiction"] != complaint["jurisdiction"]:
        raise NotFound("case-unknown")
    content = await contents.read(conn, order.complaint_id)
    if content is None:
        raise NotFound("complaint-text-unknown")
    closed = case["closed_at"] is not None
    pairs = await matched(conn, order.complaint_id, order.case_id, order.matches)
    if closed and len(pairs) < len(content.respondents):
        return JoinResult(closed=True, refused=True)
    last = await conn.fetchval(
        "select coalesce(max(n), 0) from workflow.respondent where case_id = $1", order.case_id
    )
    added = []
    for respondent, details in enumerate(content.respondents):
        n = pairs.get(respondent)
        if n is None:
            last = n = last + 1
            await _add_respondent(
                conn, contents, order.case_id, n, details, complaint["jurisdiction"]
            )
            added.append(NamedRespondent(respondent=n, category=details.said_category))
        await _link(conn, order.complaint_id, respondent, order.case_id, n)
    stage = Stage.CLOSED if closed else Stage.JOINED
    await _move_into(conn, order.complaint_id, order.case_id, "joined", stage, now)
    await tell_case(conn, order.case_id, CaseJoined, now, only=order.complaint_id, stage=stage)
    return JoinResult(closed=closed, new_respondents=tuple(added))


async def _first_step(
    conn: Connection,
    order: CaseToOpen,
    complaint: Any,  # noqa: ANN401 -- a record
) -> tuple[Role, date]:
    if order.below is not None:
        return Role(order.below.to), order.below.due_on
    book = await law_store.book_of(conn, complaint["jurisdiction"])
    current = await calendar_store.current(conn, complaint["jurisdiction"])
    rule = book.find_deadline(str(Review.deadline), on=order.opened_on)
    acting = Role.SUBSTITUTE if complaint["about_inspectorate"] else Review.roles[0]
    return acting, rule.due(order.opened_on, current.calendar)


async def _complaint(conn: Connection, complaint_id: UUID) -> Any:  # noqa: ANN401 -- a record
    row = await conn.fetchrow(
        "select * from workflow.complaint where complaint_id = $1 for update", complaint_id
    )
    if row is None:
        raise NotFound("complaint-unknown")
    return row


async def _add_respondent(
    conn: Connection,
    contents: Contents,
    case_id: UUID,
    n: int,
    details: Respondent,
    jurisdiction: str,
) -> None:
    sealed = contents.seal_details(case_id, n, details)
    office = await contents.office_said(jurisdiction, details)
    await conn.execute(
        "insert into workflow.respondent"
        " (case_id, n, category, nip_digest, details_sealed, wrapped_key, profile)"
        " values ($1, $2, $3, $4, $5, $6, $7::jsonb)",
        case_id,
        n,
        Category(details.said_category),
        sealed["nip_digest"],
        sealed["details_sealed"],
        sealed["wrapped_key"],
        json.dumps({"office_said": office} if office else {}),
    )


async def _link(
    conn: Connection, complaint_id: UUID, respondent: int, case_id: UUID, n: int
) -> None:
    await conn.execute(
        "update workflow.complaint_respondent set case_id = $3, n = $4"
        " where complaint_id = $1 and respondent = $2",
        complaint_id,
        respondent,
        case_id,
        n,
    )


async def _move_into(
    conn: Connection, complaint_id: UUID, case_id: UUID, state: str, stage: Stage, now: datetime
) -> None:
    await conn.execute(
        "update workflow.complaint set state = $3, case_id = $2, stage = $4, settled_at = $5"
        " where complaint_id = $1",
        complaint_id,
        case_id,
        state,
        stage,
        now,
    )


def _recommended(content: Any) -> bool:  # noqa: ANN401 -- ComplaintContent
    letter = content.recommendation
    return content.kind is ComplaintKind.REFERRAL and bool(letter and letter.number)
