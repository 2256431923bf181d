"""A form as JSON Schema for people: labels, help, the names of choices, and where the law says so.

Sentences stand in the catalogues under `form.<kind>.<field>`, or, for what many forms share, under
`form.any.<field>`.
"""

from typing import Any, Final

from services.kit.words import Language, Words
from services.workflow.forms.form import Form

_TABLES: Final = {
    "category": "category",
    "category_at_act": "category",
    "category_today": "category",
    "degree": "degree",
    "impact": "impact",
    "items": "missing",
    "level": "level",
    "relation": "relation",
}
"""Fields whose choices are words of the law, named once for all services."""


def schema_of(form: type[Form], words: Words, lang: Language) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a form's answer."""
    schema = form.model_json_schema()
    teller = _Teller(form.kind, words, lang)
    for definition in schema.get("$defs", {}).values():
        teller.name_fields(definition)
    teller.name_fields(schema)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = teller.say("title") or form.kind
    schema["description"] = teller.say("help") or ""
    schema["x-kind"] = form.kind
    schema["x-roles"] = [role.value for role in form.roles]
    schema["x-role-titles"] = [teller.other("label.role", role.value) for role in form.roles]
    schema["x-citation"] = form.citation
    schema["x-deadline"] = form.deadline
    schema["x-paper-dates"] = list(form.paper_dates)
    return schema


class _Teller:
    def __init__(self, kind: str, words: Words, lang: Language) -> None:
        self._kind = kind
        self._words = words
        self._lang = lang

    def say(self, rest: str) -> str | None:
        """The form's own sentence, else the shared one."""
        for key in (f"form.{self._kind}.{rest}", f"form.any.{rest}"):
            if self._words.has(key):
                return self._words.say(key, self._lang)
        return None

    def other(self, table: str, code: str) -> str:
        """A code's name in a table of its own."""
        key = f"{table}.{code}"
        return self._words.say(key, self._lang) if self._words.has(key) else code

    def name_fields(self, schema: dict[str, Any]) -> None:
        """Titles, help and choices of all properties, in place."""
        schema.pop("description", None)
        for name, prop in schema.get("properties", {}).items():
            prop["title"] = self.say(f"{name}.label") or name
            told = self.say(f"{name}.help")
            prop.pop("description", None)
            if told:
                prop["description"] = told
            choices = self._words.under(f"form.any.{name}", self._lang) | self._words.under(
                f"form.{self._kind}.{name}", self._lang
            )
            named = {k: v for k, v in choices.items() if k not in {"label", "help"}}
            if name in _TABLES:
                named = self._words.under(f"label.{_TABLES[name]}", self._lang)
            if named:
                prop["x-labels"] = named
