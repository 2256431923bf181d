"""Judging one act of a Pilkada 2024 with defaults."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from services.contracts.law import (
    Category,
)
from services.workflow.rules.degrees import (
    Facts,
    Judgement,
    degree_of,
)
from services.workflow.rules.elections import Election
from tests.workflow.rules.making import the_book

BEFORE, AFTER = date(2024, 9, 2), date(2024, 10, 7)
DETERMINED = date(2024, 9, 22)
ASN = st.sampled_from([category for category in Category if category.is_asn])
SUPPORT = Facts(active_support=True, symbols=True)


def an_election(event: str = "pilkada-2024-3508") -> Election:
    election = the_book().find_election(event)
    assert election is not None
    return election


def judged(violation: str, acted: date = AFTER, to: date | None = None, **facts: Any) -> Judgement:
    category = facts.pop("category", Category.PNS)
    election = facts.pop("election", an_election())
    known = Facts(**facts)
    return degree_of(the_book(), violation, category, acted, to or acted, election, known)
