"""What the twelve stories share: judging, deciding and refusing, told shortly."""

from datetime import date
from typing import Any

import pytest

from services.contracts.law import (
    Category,
    PositionLevel,
    Role,
)
from services.workflow.rules.book import Rulebook
from services.workflow.rules.deciders import (
    Decider,
)
from services.workflow.rules.degrees import Facts, Judgement, degree_of
from services.workflow.rules.effect import effective_on
from services.workflow.rules.examination import (
    Element,
    Member,
)
from services.workflow.rules.ladders import Asked, check_sanction
from services.workflow.rules.posts import PostChart
from services.workflow.rules.refusals import LawRefusal, RefusalCode
from services.workflow.rules.steps import Step
from tests.workflow.rules.making import (
    the_book,
    the_calendar,
)

BOOK, CALENDAR = the_book(), the_calendar()
CONSENT = "SE Mendagri 821/5492/SJ"


def judged(violation: str, category: Category, acted: date, event: str, **facts: Any) -> Judgement:
    election = BOOK.find_election(event)
    assert election is not None
    return degree_of(BOOK, violation, category, acted, acted, election, Facts(**facts))


def refused(code: RefusalCode, asked: Asked, book: Rulebook = BOOK) -> LawRefusal:
    with pytest.raises(LawRefusal) as refusal:
        check_sanction(book, asked)
    assert refusal.value.code is code
    assert refusal.value.citation is not None
    return refusal.value


def decider_at(post_id: str, chart: PostChart, **facts: Any) -> Decider:
    post = chart.find(post_id)
    assert post is not None
    assert post.holder is not None
    known: dict[str, Any] = {
        "person_id": post.holder,
        "role": Role.PPK if post.level is PositionLevel.PPK else Role.SUPERIOR,
        "post_id": post.id,
        "office_id": post.office_id,
        "acting": post.acting,
    }
    return Decider(**(known | facts))


def a_team(level: PositionLevel) -> list[Member]:
    elements = (Element.SUPERIOR, Element.SUPERVISION, Element.PERSONNEL)
    return [Member(person_id=f"{e}", level=level, element=e) for e in elements]


def effect(step: Step, category: Category, received: date) -> date:
    return effective_on(BOOK, category, step, received, CALENDAR).on
