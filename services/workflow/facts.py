"""Loads what the guards need to know, once per act, so that validators stay pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from services.contracts.law import Acting, OfficeKind, PositionLevel, Role
from services.kit.access.directory import Directory
from services.kit.access.entries import Office
from services.kit.access.entries import Post as AccessPost
from services.kit.database import Connection
from services.workflow import calendar_store, law_store
from services.workflow.acts import Facts, JoinTarget
from services.workflow.clocks import Clocks
from services.workflow.forms import form_of
from services.workflow.forms.form import Form
from services.workflow.register.earlier import earlier_sanctions
from services.workflow.register.matching import matched
from services.workflow.register.punished import punished_elsewhere
from services.workflow.register.substituting import is_about_inspectorate
from services.workflow.rules.posts import Post
from services.workflow.seeing import Viewer, case_condition

AROUND = timedelta(days=500)
"""How far around today and the act's date the holidays are sent along."""


class FactsReader:
    """Everything an act is judged by, as the register and the directory say it now."""

    def __init__(self, directory: Directory, clocks: Clocks) -> None:
        self._directory = directory
        self._clocks = clocks

    async def load(
        self,
        conn: Connection,
        jurisdiction: str,
        *,
        viewer: Viewer,
        kind: str,
        answer: Mapping[str, Any],
        happened_on: date,
        case_id: UUID | None = None,
        complaint_id: UUID | None = None,
        respondent: int | None = None,
        context: Mapping[str, Any] | None = None,
        recused: tuple[str, ...],
        evidence: tuple[UUID, ...],
    ) -> Facts:
        """The facts of one act; who is recused and which papers are sealed was asked before."""
        current = await calendar_store.current(conn, jurisdiction)
        today = await self._clocks.today(jurisdiction)
        first, last = min(today, happened_on) - AROUND, max(today, happened_on) + AROUND
        profile = await _profile(conn, case_id, respondent)
        words = {*_words(answer), *_words(context or {}), *_words(profile), *viewer.posts}
        posts = await self._posts(jurisdiction, words)
        return Facts(
            today=today,
            calendar_version=current.version,
            non_working={day: name for day, name in current.days if first <= day <= last},
            covers_until=current.covers_until if current.version else None,
            posts=posts,
            holders_roles=await self._roles(jurisdiction, words, posts),
            overlays=await law_store.overlays(conn, jurisdiction),
            elections=await law_store.elections_of(conn, jurisdiction),
            join=await _join(conn, viewer, answer, complaint_id) if kind == "triage" else None,
            complaint_text_here=await _text_here(conn, complaint_id),
            about_inspectorate=await is_about_inspectorate(conn, case_id, complaint_id),
            recused=recused,
            earlier=await earlier_sanctions(conn, case_id, respondent),
            punished=await punished_elsewhere(conn, case_id, respondent),
            evidence=evidence,
        )

    async def titles(self, jurisdiction: str) -> dict[str, str]:
        """What the posts are called: title and office, never who holds them."""
        offices = {office.id: office.name for office in await self._directory.offices(jurisdiction)}
        return {
            post.id: f"{post.title} ({offices[post.office_id]})"
            for post in await self._directory.posts(jurisdiction)
        }

    async def _posts(self, jurisdiction: str, words: set[str]) -> tuple[Post, ...]:
        """Posts that are named, all above them, their whole offices, and the regent's."""
        posts = {post.id: post for post in await self._directory.posts(jurisdiction)}
        offices = {office.id: office for office in await self._directory.offices(jurisdiction)}
        wanted = {post_id for post_id in posts if post_id in words}
        wanted |= {post.id for post in posts.values() if post.holder_id in words}
        roots = {_root(offices, posts[post_id].office_id) for post_id in wanted}
        roots |= {_root(offices, word) for word in words if word in offices}
        wanted |= {p.id for p in posts.values() if _root(offices, p.office_id) in roots}
        wanted |= {p.id for p in posts.values() if p.level == PositionLevel.PPK}
        queue = list(wanted)
        while queue:
            above = posts[queue.pop()].superior_id
            if above in posts and above not in wanted:
                wanted.add(above)
                queue.append(above)
        return tuple(_pure(posts[post_id], offices) for post_id in sorted(wanted))

    async def _roles(
        self, jurisdiction: str, words: set[str], posts: tuple[Post, ...]
    ) -> dict[str, tuple[Role, ...]]:
        named = words | {post.holder for post in posts if post.holder}
        return {
            person.id: tuple(Role(role) for role in sorted(person.roles))
            for person in await self._directory.people(jurisdiction)
            if person.id in named
        }


async def recused_in(
    conn: Connection, case_id: UUID | None, complaint_id: UUID | None
) -> tuple[str, ...]:
    """Who declared a part of his own in the matter, whichever it is."""
    rows = await conn.fetch(
        "select distinct person_id from workflow.recusal where matter_id in ($1, $2) or matter_id"
        " in (select complaint_id from workflow.complaint where case_id = $1) order by person_id",
        case_id,
        complaint_id,
    )
    return tuple(row["person_id"] for row in rows)


def named_evidence(kind: str, answer: Mapping[str, Any]) -> frozenset[UUID]:
    """The evidence items that an answer names, wherever its form has a field for one."""
    return frozenset(item for _, item in named_papers(kind, answer))


def named_papers(kind: str, answer: Mapping[str, Any]) -> frozenset[tuple[str, UUID]]:
    """The same items, each with the name of its field: as what paper it was named."""
    form = form_of(kind)
    if form is None:
        return frozenset()
    found: set[tuple[str, UUID]] = set()
    schema = _schema_of(form)
    _collect(schema, schema, answer, found)
    return frozenset(found)


@cache
def _schema_of(form: type[Form]) -> dict[str, Any]:
    """Made once a form: making it takes milliseconds, and every act asks for it."""
    return form.model_json_schema()


def _collect(
    root: Any,  # noqa: ANN401 -- JSON
    schema: Any,  # noqa: ANN401
    value: Any,  # noqa: ANN401
    found: set[tuple[str, UUID]],
    field: str = "",
) -> None:
    """Walks answer and JSON Schema together; `x-evidence` marks a field that names an item."""
    if not isinstance(schema, dict):
        return
    if schema.get("x-evidence") and isinstance(value, str):
        try:
            found.add((field, UUID(value)))
        except ValueError:
            return
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        _collect(root, root.get("$defs", {}).get(name), value, found, field)
    for branch in schema.get("anyOf", []):
        _collect(root, branch, value, found, field)
    if isinstance(value, Mapping):
        for name, part in value.items():
            _collect(root, schema.get("properties", {}).get(name), part, found, name)
    if isinstance(value, list):
        for part in value:
            _collect(root, schema.get("items"), part, found, field)


def _words(value: Any) -> set[str]:  # noqa: ANN401 -- JSON
    """Every string in a JSON value: some of them are ids of posts and people."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        return set().union(*(_words(part) for part in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(_words(part) for part in value))
    return set()


def _root(offices: Mapping[str, Office], office_id: str) -> str:
    """The unit as a whole: up through parts of the same kind."""
    office = offices.get(office_id)
    while office is not None and office.parent_id is not None:
        parent = offices.get(office.parent_id)
        if parent is None or parent.kind != office.kind:
            break
        office = parent
    return office.id if office is not None else office_id


def _pure(post: AccessPost, offices: Mapping[str, Office]) -> Post:
    root = _root(offices, post.office_id)
    return Post(
        id=post.id,
        level=PositionLevel(post.level),
        office_id=root,
        office_kind=OfficeKind(offices[root].kind),
        superior_post_id=post.superior_id,
        holder=post.holder_id,
        acting=Acting(post.acting),
        held_from=post.since,
        held_until=post.until,
    )


async def _profile(
    conn: Connection, case_id: UUID | None, respondent: int | None
) -> dict[str, Any]:
    if case_id is None or respondent is None:
        return {}
    rows = await conn.fetch(
        "select key, value from workflow.respondent, jsonb_each_text(profile)"
        " where case_id = $1 and n = $2",
        case_id,
        respondent,
    )
    return {row["key"]: row["value"] for row in rows}


async def _text_here(conn: Connection, complaint_id: UUID | None) -> bool:
    if complaint_id is None:
        return True
    return bool(
        await conn.fetchval(
            "select content_sealed is not null from workflow.complaint where complaint_id = $1",
            complaint_id,
        )
    )


async def _join(
    conn: Connection, viewer: Viewer, answer: Mapping[str, Any], complaint_id: UUID | None
) -> JoinTarget | None:
    """The case that the answer names, if it is there for the person."""
    try:
        case_id = UUID(str(answer.get("case_id")))
    except ValueError:
        return None
    case = await conn.fetchrow(
        "select c.jurisdiction, c.closed_at, c.about_inspectorate from workflow.cases c"  # noqa: S608
        f" where {case_condition()} and c.case_id = $8",
        *viewer.sql(),
        case_id,
    )
    if case is None or complaint_id is None:
        return None
    respondents = await conn.fetch(
        "select n from workflow.respondent where case_id = $1 order by n", case_id
    )
    return JoinTarget(
        case_id=case_id,
        jurisdiction=case["jurisdiction"],
        closed=case["closed_at"] is not None,
        about_inspectorate=case["about_inspectorate"],
        respondents=tuple(row["n"] for row in respondents),
        matched=await matched(conn, complaint_id, case_id),
    )
