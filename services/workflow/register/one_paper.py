"""One scan is one paper of a case, and one number is one decision of whoever signed it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from services.kit.database import Connection
from services.kit.errors import Refused
from services.workflow.facts import named_papers
from services.workflow.forms.kinds import TaskKind
from services.workflow.rules.book import Rulebook
from services.workflow.rules.refusals import RefusalCode

_BOTH: Final = (
    # The decision handed over bears the signature of whoever received it.
    frozenset({("decide", "scan"), ("serve", "proof_scan")}),
    # The agreement is on file from the profile on, or named again with the decision.
    frozenset({("profile", "agreement_scan"), ("decide", "agreement_scan")}),
)

_EARLIER: Final = """
    select kind, number, data from workflow.act
    where case_id = $1 and act_id is not null and act_id <> $2 order by id"""

_TAKEN: Final = """
    select exists (
        select 1 from workflow.act a join workflow.cases c using (case_id)
        where a.kind = 'decide' and trim(a.number) = $1 and a.decided_by = $2
        and c.jurisdiction = $3 and a.act_id <> $6
        and extract(year from a.paper_date) = extract(year from $4::date)
        and not (a.case_id = $5 and a.paper_date = $4::date)
        and not exists (
            select 1 from workflow.act b where b.case_id = a.case_id
            and b.respondent = a.respondent and b.id > a.id
            and b.kind = 'confirm' and b.data->>'agreed' = 'false'))"""


async def check_scans(
    conn: Connection, case_id: UUID | None, act_id: UUID, kind: str, answer: Mapping[str, Any]
) -> None:
    """Refuses a scan that stands for another paper of the same case.

    The same paper may be named again: for another respondent, or after it was sent back.
    """
    named = named_papers(kind, answer)
    if case_id is None or not named:
        return
    number = _number(answer)
    for row in await conn.fetch(_EARLIER, case_id, act_id):
        before = (row["number"] or "").strip() or None
        for field, item in named_papers(row["kind"], json.loads(row["data"])):
            for mine, again in named:
                if item == again and not _same(
                    (row["kind"], field, before),
                    (kind, mine, number),
                ):
                    raise Refused("paper-used-before", item=str(item))


async def check_number(
    conn: Connection,
    jurisdiction: str,
    case_id: UUID | None,
    act_id: UUID,
    kind: str,
    answer: Mapping[str, Any],
) -> None:
    """Refuses a decision's number that another decision of that official has in that year.

    One decision may be about several respondents of a case, and what a second person sent back
    is decided again under its number.
    """
    number, signed = _number(answer), answer.get("decided_by")
    if kind != TaskKind.DECIDE or not isinstance(signed, str) or number is None:
        return
    try:
        letter_on = date.fromisoformat(str(answer.get("letter_date")))
    except ValueError:
        # What its form cannot read is refused there.
        return
    if await conn.fetchval(_TAKEN, number, signed, jurisdiction, letter_on, case_id, act_id):
        cited = Rulebook.load().cite("one_number")
        raise Refused(RefusalCode.NUMBER_TAKEN, citation=str(cited), number=number)


def _same(before: tuple[str, str, str | None], now: tuple[str, str, str | None]) -> bool:
    """Whether both name the same paper, by its kind and its number."""
    return before == now or frozenset({before[:2], now[:2]}) in _BOTH


def _number(answer: Mapping[str, Any]) -> str | None:
    named = ("number", "minutes_number", "register_number")
    said = next((answer[name] for name in named if answer.get(name)), None)
    return said.strip() if isinstance(said, str) else None
