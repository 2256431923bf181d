"""What may be chosen in a form: posts, people, offices, sealed papers, violations, sanctions."""

from typing import Final

from services.contracts.law import Category
from services.kit.access.entries import Person
from services.kit.database import Connection
from services.kit.words import Language
from services.workflow import law_store
from services.workflow.console.fields import Options
from services.workflow.desk import Desk
from services.workflow.reading.cases import RespondentLine, numbers
from services.workflow.reading.evidence import EvidenceLine
from services.workflow.seeing import Viewer

_POSTS: Final = ("decided_by", "formed_by", "post_id", "superior_post_id", "recused_post_ids")
_PEOPLE: Final = ("author_ids", "member_ids", "lead_id", "person_id")
_SANCTIONS: Final = ("sanction", "agreement_covers", "last_same_nature")

_NEWEST: Final = 100
"""Cases offered to be joined; another is named by its id through the API."""

Choices = list[tuple[str, str]]


async def options(
    desk: Desk,
    conn: Connection,
    person: Person,
    lang: Language,
    *,
    evidence: list[EvidenceLine],
    respondents: list[RespondentLine],
    respondent: int | None,
) -> Options:
    """By field name, for this person's regency and this matter."""
    jurisdiction = person.jurisdiction
    offices = {office.id: office.name for office in await desk.directory.offices(jurisdiction)}
    posts: Choices = [
        (post.id, f"{post.title} ({offices.get(post.office_id, post.office_id)})")
        for post in await desk.directory.posts(jurisdiction)
    ]
    people: Choices = [(p.id, p.name) for p in await desk.directory.people(jurisdiction)]
    book = await law_store.book_of(conn, jurisdiction)
    category = _category(respondents, respondent)
    sanctions: Choices = [
        (step.code, getattr(step.labels, lang))
        for step in book.step
        if category is None or category in set(step.categories)
    ]
    sanctions = list(dict(sanctions).items())
    violations: Choices = [
        (row.slug, f"{getattr(row.labels, lang)} [{row.slug}]")
        for row in book.violation
        if category is None or category in set(row.categories)
    ]
    elections: Choices = [(row.event_id, row.name) for row in book.elections_of(jurisdiction)]
    elections += [
        (row.event_id, row.name)
        for row in await law_store.elections_of(conn, jurisdiction)
        if row.event_id not in dict(elections)
    ]
    return {
        **dict.fromkeys(_POSTS, posts),
        **dict.fromkeys(_PEOPLE, people),
        **dict.fromkeys(_SANCTIONS, sanctions),
        "violations": list(dict(violations).items()),
        "office_id": sorted(offices.items()),
        "election_id": elections,
        "respondent": [(str(line.n), _named(line)) for line in respondents],
        "case_id": [
            (str(case_id), number)
            for case_id, number in await numbers(conn, Viewer.of(person), _NEWEST)
        ],
        "x-evidence": [
            (str(item.evidence_id), _item(item))
            for item in evidence
            if item.state in {"sealed", "attached"}
        ],
    }


def _category(respondents: list[RespondentLine], n: int | None) -> Category | None:
    """What the respondent is, as far as it is known; None leaves all choices open."""
    line = next((line for line in respondents if line.n == n), None)
    known = (line.profile.get("category_today") or line.category) if line else None
    return Category(known) if known and known != Category.UNKNOWN else None


def _named(line: RespondentLine) -> str:
    name = line.details.name if line.details else None
    return f"{line.n}: {name}" if name else str(line.n)


def _item(item: EvidenceLine) -> str:
    return f"{item.media_type or '?'}, {item.size or 0} B, {str(item.evidence_id)[:8]}"
