"""Every field of every form, every choice and every refusal has its words in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kit.words import LANGUAGES, Language, Words
from services.workflow import app
from services.workflow.form_schema import schema_of
from services.workflow.forms import FORMS
from services.workflow.law_words import LawWords

WORDS = Words(*app.WORDS)
SERVICE = Path(app.__file__).parent
RAISING = {"refusal", "Refused", "Malformed", "NotFound", "Unavailable", "EdgeRefusal"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_field_and_choice_of_a_form_is_named(kind: str, lang: str) -> None:
    schema = schema_of(FORMS[kind], WORDS, lang)  # type: ignore[arg-type]

    bare = []
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, prop in part.get("properties", {}).items():
            if prop["title"] == name:
                bare.append(name)
            bare += [f"{name}={value}" for value in _choices(schema, prop, name)]
    assert bare == []
    assert schema["title"] != kind


def _choices(schema: dict, prop: dict, name: str) -> Iterator[str]:
    refs = [prop.get("$ref"), prop.get("items", {}).get("$ref")]
    refs += [branch.get("$ref") for branch in prop.get("anyOf", [])]
    for ref in filter(None, refs):
        for value in schema["$defs"][ref.rsplit("/", 1)[-1]].get("enum", []):
            if str(value) not in prop.get("x-labels", {}):
                yield str(value)


def test_every_refusal_that_is_raised_can_be_said() -> None:
    silent = sorted(
        code
        for code in set(_raised())
        if not WORDS.has(f"refusal.{code}.title") and not WORDS.has(f"problem.{code}.title")
    )

    assert silent == []


def _raised() -> Iterator[str]:
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in RAISING:
                    yield from _codes(node.args[0])


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _codes(node.body)
        yield from _codes(node.orelse)


@pytest.mark.parametrize("package", app.WORDS)
def test_both_languages_have_the_same_keys(package: str) -> None:
    words = Words(package)

    assert set(words._said["id"]) == set(words._said["en"])


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", ("receipt", "demotion")), ("id", ("penerimaan", "penurunan"))],
)
def test_a_refusal_calls_codes_by_their_names(lang: Language, said: tuple[str, str]) -> None:
    words = LawWords(*app.WORDS)
    before = words.say(
        "refusal.date-before-step.detail",
        lang,
        happened_on="2024-10-01",
        not_before="2024-10-02",
        step="received",
    )
    heavy = words.say(
        "refusal.sanction-too-heavy.detail",
        lang,
        sanction="pns.heavy.demotion_12m",
        degree="light",
    )

    assert said[0] in before
    assert said[1] in heavy.lower()
    assert "pns.heavy" not in heavy
