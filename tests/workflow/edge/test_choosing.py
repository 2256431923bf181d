"""A form asks what belongs to the choice made in it, and names what the choice still needs."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page
from pydantic import ValidationError

from services.kit.words import Words
from services.workflow import app
from services.workflow.console.fields import Form
from services.workflow.form_schema import schema_of
from services.workflow.forms import FORMS
from tests.served import served
from tests.workflow.edge.world import World

WORDS = Words(*app.WORDS)
CHOICES = sorted(kind for kind, form in FORMS.items() if "x-choice" in form.model_json_schema())


def a_form(kind: str, **typed: str) -> Form:
    return Form(schema_of(FORMS[kind], WORDS, "en"), {}, {k: [v] for k, v in typed.items()})


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (one for one in (schema, *schema.get("$defs", {}).values()) if "x-choice" in one)


def test_the_forms_with_a_choice_say_so() -> None:
    hearings = ["clarify", "council_hearing", "examine"]
    assert sorted(CHOICES) == sorted(
        [*hearings, "confirm", "review", "serve", "take_back", "triage"]
    )
    assert any(_objects(FORMS["investigate"].model_json_schema()))


@pytest.mark.parametrize("kind", [*CHOICES, "investigate"])
def test_the_table_of_a_choice_fits_its_form(kind: str) -> None:
    schema = FORMS[kind].model_json_schema()
    for one in _objects(schema):
        names, told = list(one["properties"]), one["x-choice"]
        chooser = one["properties"][told["field"]]
        ref = chooser.get("$ref", "").rsplit("/", 1)[-1]
        values = schema["$defs"][ref]["enum"] if ref else ["false", "true"]
        beside = {name for asks in told["asks"].values() for name in (*asks["needs"], *asks["may"])}

        assert sorted(told["asks"]) == sorted(values)
        assert beside <= set(names[names.index(told["field"]) + 1 :])
        assert beside.isdisjoint(one.get("required", []))


@pytest.mark.parametrize(
    ("kind", "answer", "lacking"),
    [
        ("triage", {"choice": "refuse"}, {"reason_code", "reason"}),
        ("triage", {"choice": "route_below"}, {"to", "due_on"}),
        ("triage", {"choice": "route_below", "to": "regent", "due_on": "2024-11-01"}, {"to"}),
        ("triage", {"choice": "join"}, {"case_id"}),
        ("review", {"choice": "open_tracks"}, {"findings"}),
        ("review", {"choice": "insufficient", "reason": " "}, {"reason"}),
        ("take_back", {"choice": "extend", "reason": "a"}, {"due_on"}),
        ("examine", {"result": "signed"}, {"minutes_number", "minutes_scan"}),
        ("confirm", {"agreed": False}, {"reason"}),
        ("serve", {"how": "sent", "received_on": "2024-11-01"}, {"sent_on"}),
    ],
)
def test_what_a_choice_needs_is_named_field_by_field(
    kind: str, answer: dict[str, Any], lacking: set[str]
) -> None:
    with pytest.raises(ValidationError) as wrong:
        FORMS[kind].model_validate(answer)

    assert {found["loc"][0] for found in wrong.value.errors()} == lacking


def test_a_proven_finding_is_asked_for_in_its_own_group() -> None:
    with pytest.raises(ValidationError) as wrong:
        FORMS["review"].model_validate(
            {"choice": "open_tracks", "findings": [{"respondent": 1, "proven": True}]}
        )

    assert [found["loc"] for found in wrong.value.errors()] == [
        ("findings", 0, "violations"),
        ("findings", 0, "act_from"),
    ]


def test_what_was_typed_for_another_choice_is_not_sent() -> None:
    typed = {"asked": "place", "to": "Regency", "to@route_below": "camat", "reason": "a"}

    assert a_form("triage", choice="accept", **typed).answer() == {"choice": "accept"}
    assert a_form("triage", choice="refer_out", **typed).answer() == {
        "choice": "refer_out",
        "to": "Regency",
        "reason": "a",
    }
    assert a_form("triage", choice="route_below", **typed).answer() == {
        "choice": "route_below",
        "to": "camat",
    }


def test_before_a_choice_nothing_that_was_typed_is_lost() -> None:
    assert a_form("triage", asked="place", reason="a").answer() == {"asked": "place", "reason": "a"}


def test_a_finding_that_is_not_proven_names_no_act() -> None:
    typed = {"agreed": "", "findings.0.respondent": "1", "findings.0.proven": "no"}
    form = a_form("review", choice="open_tracks", **typed, **{"findings.0.act_from": "2024-10-07"})

    assert form.answer()["findings"] == [{"respondent": 1, "proven": False}]


def test_a_field_says_when_it_is_needed() -> None:
    triage = {field.name: field for field in a_form("triage").fields()}
    review = {field.name: field for field in a_form("review").fields()}

    assert triage["reason_code"].required
    assert not triage["office_id"].required
    assert triage["asked"].only_for == ["ask for completion"]
    assert [label for _, label in triage["to@route_below"].options] == [
        "the superior",
        "the head of the OPD",
        "the camat",
    ]
    assert review["reason"].needed_for == ["not enough"]
    assert review["reason"].ways == []


# -- as it is seen


async def _opened(browser: Browser, url: str, world: World, task: str) -> Page:
    page = await browser.new_page(viewport={"width": 1100, "height": 1300}, locale="en-GB")
    await page.goto(f"{url}/console/sign-in")
    await page.fill("#token", world.tokens["intake-officer-3508"])
    await page.click("form.card button")
    await page.goto(f"{url}/console/tasks/{task}")
    return page


async def _seen(page: Page) -> list[str]:
    """The names of the fields that one can see, in their order."""
    seen: list[str] = await page.evaluate(
        "[...new Set([...document.querySelectorAll('form.card .field [name]')]"
        ".filter(one => one.checkVisibility()).map(one => one.name))]"
    )
    return seen


FIRST = ["happened_on", "choice"]
SEEN = {
    "accept": [],
    "ask_completion": ["asked", "items"],
    "route_below": ["to@route_below", "due_on", "office_id", "post_id"],
    "refer_out": ["to", "reason", "noted_to"],
    "refuse": ["reason_code", "reason", "noted_to"],
    "join": ["case_id", "matches"],
}


@pytest.mark.timeout(120)
async def test_an_official_sees_what_his_choice_asks(browser: Browser, world: World) -> None:
    task = await world.task(
        "triage", "intake_officer", complaint_id=await world.complaint(), due_on=None
    )
    async with served(world.app, alone=True) as url:
        page = await _opened(browser, url, world, str(task))
        before = await _seen(page)
        seen = {}
        for choice in SEEN:
            await page.check(f"input[name=choice][value={choice}]")
            seen[choice] = await _seen(page)
        await page.check("input[name=choice][value=refuse]")
        await page.focus("#f-choice-5")
        await page.keyboard.press("Tab")
        follows = await page.evaluate("document.activeElement.name")
        hints = await page.locator(".only >> visible=true").count()
        await page.context.close()

    assert before == FIRST
    assert seen == {choice: [*FIRST, *names] for choice, names in SEEN.items()}
    assert (follows, hints) == ("reason_code", 0)


@pytest.mark.timeout(120)
async def test_without_the_style_every_field_says_where_it_belongs(world: World) -> None:
    task = await world.task("triage", "intake_officer", complaint_id=await world.complaint())
    client = world.client(origin="http://testserver")
    await client.post("/console/sign-in", data={"token": world.tokens["intake-officer-3508"]})
    page = (await client.get(f"/console/tasks/{task}")).text

    for names in SEEN.values():
        for name in names:
            assert f'name="{name}"' in page
    assert len(re.findall(r'class="help only">Only if Choice is: [^<]+<', page)) == 12
