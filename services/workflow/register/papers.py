"""Whose an item is: the matter's whose agency named its own, or that an official sent it for.

Everything that takes an evidence id asks here: the scan of an answer, a grant, the page of a case.
An item of another matter is, for this one, not there, however good the id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from services.kit.database import Connection
from services.workflow.seeing import Viewer, case_condition, task_condition

_COMPLAINTS: Final = """
    select p.complaint_id, p.agency_id, p.evidence_ids from workflow.complaint p
    where p.case_id = $1::uuid or p.complaint_id = $2::uuid"""

_COLUMNS: Final = "e.agency_id, e.state, e.sha256, e.size, e.media_type, e.warnings, e.seen_at"

_NAMED: Final = f"""
    select n.evidence_id, p.complaint_id, {_COLUMNS}
    from ({_COMPLAINTS}) p cross join lateral unnest(p.evidence_ids) as n(evidence_id)
    left join workflow.evidence_item e
        on e.evidence_id = n.evidence_id and e.agency_id = p.agency_id"""  # noqa: S608

_SENT: Final = f"""
    select e.evidence_id, null::uuid, {_COLUMNS} from workflow.evidence_item e
    where e.sent_for in ($1::uuid, $3::uuid)
    or e.sent_for in (select t.task_id from workflow.task t where t.case_id = $1::uuid
        or t.complaint_id in (select p.complaint_id from ({_COMPLAINTS}) p))"""  # noqa: S608

_ITEMS: Final = f"""
    select distinct on (evidence_id) * from ({_NAMED} union all {_SENT}) i
    order by evidence_id, complaint_id nulls last"""  # noqa: S608


@dataclass(frozen=True)
class Matter:
    """The case, complaint or task in which an item is named; the person was let into it before."""

    case_id: UUID | None = None
    complaint_id: UUID | None = None
    task_id: UUID | None = None

    @property
    def keys(self) -> list[str]:
        """What an upload may be sent for, the usual one first."""
        return [str(key) for key in (self.case_id, self.task_id) if key is not None]


async def items(conn: Connection, matter: Matter) -> list[Any]:
    """Every item of the matter, in the order of its coming; those not (yet) there come last.

    What a complaint names and its agency does not own is a name without anything behind it.
    """
    return list(
        await conn.fetch(
            f"select * from ({_ITEMS}) i order by seen_at nulls last, evidence_id",  # noqa: S608
            *_keys(matter),
        )
    )


async def item(conn: Connection, matter: Matter, evidence_id: UUID) -> Any:  # noqa: ANN401 -- a row
    """One item of the matter that is more than a name, or None."""
    return await conn.fetchrow(
        f"select * from ({_ITEMS}) i where evidence_id = $4 and state is not null",  # noqa: S608
        *_keys(matter),
        evidence_id,
    )


async def sealed(conn: Connection, matter: Matter, ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Those of the items that are sealed, and this matter's."""
    rows = await conn.fetch(
        f"select evidence_id from ({_ITEMS}) i where evidence_id = any($4::uuid[])"  # noqa: S608
        " and state in ('sealed', 'attached') order by 1",
        *_keys(matter),
        list(ids),
    )
    return tuple(row["evidence_id"] for row in rows)


async def of_another_matter(
    conn: Connection, jurisdiction: str, matter: Matter, ids: Iterable[UUID]
) -> tuple[UUID, ...]:
    """Those of the items that are known in the regency, and not in this matter."""
    known = await conn.fetch(
        "select evidence_id from workflow.evidence_item"
        " where evidence_id = any($1::uuid[]) and jurisdiction = $2 order by 1",
        list(ids),
        jurisdiction,
    )
    mine = {row["evidence_id"] for row in await items(conn, matter) if row["state"]}
    return tuple(row["evidence_id"] for row in known if row["evidence_id"] not in mine)


async def sent_where_seen(
    conn: Connection, viewer: Viewer, ids: Iterable[UUID]
) -> tuple[UUID, ...]:
    """Those of the items that an official uploaded for a matter which the person may see."""
    rows = await conn.fetch(
        f"""
        select e.evidence_id from workflow.evidence_item e
        where e.evidence_id = any($8::uuid[]) and e.jurisdiction = $1 and (
            exists (select 1 from workflow.cases c
                    where c.case_id = e.sent_for and {case_condition()})
            or exists (select 1 from workflow.task t
                       where t.task_id = e.sent_for and {task_condition()}))
        order by 1""",  # noqa: S608
        *viewer.sql(),
        list(ids),
    )
    return tuple(row["evidence_id"] for row in rows)


def _keys(matter: Matter) -> tuple[UUID | None, ...]:
    return matter.case_id, matter.complaint_id, matter.task_id
