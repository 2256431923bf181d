"""A form's JSON Schema as fields for a page, with what was typed and what was wrong beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from services.workflow.console.steering import Steering

Options = Mapping[str, list[tuple[str, str]]]
"""Field name -> what may be chosen there (posts, people, sealed items …), each with its label."""

Typed = Mapping[str, list[str]]
"""What a browser sent: field name -> values."""

Kind = Literal["text", "words", "date", "number", "yes_no", "one", "many", "pairs", "group", "list"]

_PLAIN_KINDS: Final[dict[str, Kind]] = {
    "boolean": "yes_no",
    "integer": "number",
    "number": "number",
}
MEMBERS: Final = 7
"""Empty groups offered in a list; more are sent through the API."""
FEW: Final = 6
"""Up to so many choices are shown at once, more as a list to open."""


@dataclass
class Field:
    """One field of the page; `name` is its path, `findings.0.proven`."""

    name: str
    kind: Kind
    label: str
    help: str = ""
    required: bool = False
    options: list[tuple[str, str]] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    children: list["Field"] = field(default_factory=list)
    evidence: bool = False
    steers: list[str] = field(default_factory=list)
    """The choices of a field that says which of those after it are asked."""
    chooser: str = ""
    """The label of that field, for one after it that belongs to some choices only."""
    ways: list[int] = field(default_factory=list)
    """The places of those choices, counted from 1; none: it is always asked."""
    only_for: list[str] = field(default_factory=list)
    """Those choices, as they are called."""
    needed_for: list[str] = field(default_factory=list)
    """Choices that need the field, where others that ask it do not."""

    @property
    def value(self) -> str:
        """The one value, or nothing."""
        return self.values[0] if self.values else ""

    @property
    def at_once(self) -> bool:
        """Whether all choices are shown."""
        return 0 < len(self.options) <= FEW

    @property
    def id(self) -> str:
        """For the label."""
        return "f-" + re.sub(r"[.@]", "-", self.name)

    def wrong(self) -> list["Field"]:
        """This field and those inside it in which something is wrong."""
        inside = [one for child in self.children for one in child.wrong()]
        return [self, *inside] if self.errors else inside


@dataclass(frozen=True)
class Form:
    """Builds fields out of a schema, and an answer out of what was typed."""

    schema: dict[str, Any]
    options: Options
    typed: Typed = field(default_factory=dict)
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    repeats: Mapping[str, int] = field(default_factory=dict)
    """How many groups a list of objects offers."""

    def fields(self) -> list[Field]:
        """All fields, filled and with their errors."""
        return self._of_object(self.schema, "")

    def answer(self) -> dict[str, Any]:
        """The answer that was typed; empty fields are left out, so that defaults apply."""
        read = self._read_object(self.schema, "")
        return read if read is not None else {}

    # -- building

    def _of_object(self, schema: dict[str, Any], prefix: str) -> list[Field]:
        required, properties = set(schema.get("required", [])), schema.get("properties", {})
        steering, fields = Steering.of(schema), []
        chooser = properties.get(steering.by, {})
        chosen = self._chosen(steering, prefix)
        for name, prop in properties.items():
            path, codes = f"{prefix}{name}", steering.codes_at(name)
            plain = self._field(path, name, prop, required=name in required)
            plain.steers = steering.choices if name == steering.by else []
            elsewhere = [at for at in steering.asked_at(name) if at not in codes]
            made = [(self._coded(path, at, prop, codes[at]), [at]) for at in codes]
            for each, places in (*made, (plain, elsewhere)):
                _place(each, places, steering.needed_at(name), steering.choices, chooser)
                if chosen and chosen not in places:
                    each.errors = []
                fields.append(each)
        return fields

    def _chosen(self, steering: Steering, prefix: str) -> str:
        """What was chosen in the object, if it has such a field and that was filled."""
        typed = next(iter(self.typed.get(f"{prefix}{steering.by}", [])), "")
        return typed if typed in steering.choices else ""

    def _coded(self, path: str, at: str, prop: dict[str, Any], codes: list[str]) -> Field:
        """The same field at a choice where it is one of a few codes."""
        labels = prop.get("x-labels", {})
        return Field(
            name=f"{path}@{at}",
            kind="one",
            label=prop.get("title", path),
            options=[(code, labels.get(code, code)) for code in codes],
            values=list(self.typed.get(f"{path}@{at}", [])),
            errors=list(self.errors.get(path, [])),
        )

    def _field(self, path: str, name: str, prop: dict[str, Any], *, required: bool) -> Field:
        shape = self._shape(prop)
        made = Field(
            name=path,
            kind=self._kind(name, prop, shape),
            label=prop.get("title", name),
            help=prop.get("description", ""),
            required=required,
            values=list(self.typed.get(path, [])),
            errors=list(self.errors.get(path, [])),
            evidence=bool(prop.get("x-evidence")),
        )
        if made.kind in {"one", "many"}:
            made.options = self._choices(name, prop, shape)
        elif made.kind == "group":
            made.children = self._of_object(shape, f"{path}.")
        elif made.kind == "list":
            items = self._shape(shape["items"])
            made.children = [
                Field(f"{path}.{at}", "group", "", children=self._of_object(items, f"{path}.{at}."))
                for at in range(self.repeats.get(name, MEMBERS))
            ]
        return made

    def _shape(self, prop: dict[str, Any]) -> dict[str, Any]:
        """The schema itself, behind references and `or null`."""
        shape = prop
        while "$ref" in shape or "anyOf" in shape or "allOf" in shape:
            if "$ref" in shape:
                shape = self.schema["$defs"][shape["$ref"].rsplit("/", 1)[-1]]
                continue
            branches = shape.get("anyOf") or shape["allOf"]
            shape = next(branch for branch in branches if branch.get("type") != "null")
        return shape

    def _kind(self, name: str, prop: dict[str, Any], shape: dict[str, Any]) -> Kind:
        if shape.get("type") == "array":
            return "list" if self._shape(shape["items"]).get("type") == "object" else "many"
        if shape.get("type") == "object":
            return "group" if "properties" in shape else "pairs"
        if "enum" in shape or name in self.options or prop.get("x-evidence"):
            return "one"
        if shape.get("format") == "date":
            return "date"
        return _PLAIN_KINDS.get(
            shape.get("type", ""), "words" if prop.get("x-free-text") else "text"
        )

    def _choices(
        self, name: str, prop: dict[str, Any], shape: dict[str, Any]
    ) -> list[tuple[str, str]]:
        listed = self._shape(shape["items"]) if shape.get("type") == "array" else shape
        if "enum" in listed:
            labels = prop.get("x-labels", {})
            return [(str(value), labels.get(str(value), str(value))) for value in listed["enum"]]
        key = "x-evidence" if prop.get("x-evidence") else name
        return list(self.options.get(key, []))

    # -- reading

    def _read_object(self, schema: dict[str, Any], prefix: str) -> dict[str, Any] | None:
        read: dict[str, Any] = {}
        steering = Steering.of(schema)
        chosen = self._chosen(steering, prefix)
        for name, prop in schema.get("properties", {}).items():
            if not steering.asks(name, chosen):
                continue
            coded = chosen in steering.codes_at(name)
            path = f"{prefix}{name}@{chosen}" if coded else f"{prefix}{name}"
            value = self._read(path, name, prop)
            if value is not None:
                read[name] = value
        return read or None

    def _read(self, path: str, name: str, prop: dict[str, Any]) -> Any:  # noqa: ANN401 -- JSON
        shape = self._shape(prop)
        kind = self._kind(name, prop, shape)
        typed = [value.strip() for value in self.typed.get(path, []) if value.strip()]
        if kind == "group":
            return self._read_object(shape, f"{path}.")
        if kind == "list":
            items = self._shape(shape["items"])
            found = (self._read_object(items, f"{path}.{at}.") for at in self._places(path))
            rows = [row for row in found if row is not None and not _only_defaults(row)]
            return rows or None
        if not typed:
            return None
        if kind == "many":
            return typed
        return _plain(kind, typed[0])

    def _places(self, path: str) -> list[int]:
        start = f"{path}."
        found = {
            int(match.group(1))
            for name in self.typed
            if (match := re.match(re.escape(start) + r"(\d{1,3})\.", name))
        }
        return sorted(found)


def _place(
    made: Field, places: list[str], needed: list[str], choices: list[str], chooser: dict[str, Any]
) -> None:
    """Says of a field at which choices it is asked, and at which it is needed."""
    labels = chooser.get("x-labels", {})
    made.chooser = chooser.get("title", "")
    if len(places) < len(choices):
        made.ways = [choices.index(at) + 1 for at in places]
        made.only_for = [labels.get(at, at) for at in places]
    needed = [at for at in needed if at in places]
    if needed and len(needed) == len(places):
        made.required = True
    else:
        made.needed_for = [labels.get(at, at) for at in needed]


def _plain(kind: Kind, typed: str) -> Any:  # noqa: ANN401 -- JSON
    """The typed text as the schema's type; what does not fit is left for the form to refuse."""
    if kind == "yes_no":
        return {"yes": True, "no": False}.get(typed, typed)
    if kind == "number":
        return int(typed) if re.fullmatch(r"-?\d{1,9}", typed) else typed
    if kind == "pairs":
        pairs = (pair.partition("=") for pair in typed.split(","))
        return {left.strip(): right.strip() for left, _, right in pairs if left.strip()}
    return typed


def _only_defaults(row: dict[str, Any]) -> bool:
    """A group in which nothing but a preselected choice stands was left empty."""
    return set(row) <= {"part", "relation", "respondent"}


def field_errors(pointers: list[tuple[str, str]]) -> dict[str, list[str]]:
    """JSON pointers of a refused answer by field; what belongs to none stands under ''."""
    found: dict[str, list[str]] = {}
    for pointer, said in pointers:
        path = pointer.removeprefix("/answer").strip("/").replace("/", ".")
        found.setdefault(path, []).append(said)
    return found
