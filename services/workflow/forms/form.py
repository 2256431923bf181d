"""A form: what a task asks, who answers it, by when, and where the law says so.

A field's label and help are in the catalogues under `form.<kind>.<field>.label|help`, its choices
under `form.<kind>.<field>.<choice>`, the form itself under `form.<kind>.title|help`.
"""

from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.law import Role

FREE_TEXT: dict[str, Any] = {"x-free-text": True}
"""`json_schema_extra` of a field that a person writes in: it is sealed in the register."""


def free_text(*, required: bool = True, longest: int = 4000) -> Any:  # noqa: ANN401 -- a pydantic field
    """A field for a person's own words: never in an event or a log, sealed in the register."""
    if required:
        return Field(min_length=1, max_length=longest, json_schema_extra=FREE_TEXT)
    return Field(default=None, max_length=longest, json_schema_extra=FREE_TEXT)


def evidence(*, required: bool = True) -> Any:  # noqa: ANN401 -- a pydantic field
    """A field that names a sealed evidence item (a signed scan, minutes, proof of service)."""
    extra: dict[str, Any] = {"x-evidence": True}
    return (
        Field(json_schema_extra=extra) if required else Field(default=None, json_schema_extra=extra)
    )


class Form(BaseModel):
    """Base of all forms; the class variables are the task, the fields are the answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: ClassVar[str]
    """A `TaskKind` or `AnytimeKind`."""
    roles: ClassVar[tuple[Role, ...]]
    """Who may answer, unless the task was asked of one role, post or office."""
    deadline: ClassVar[str | None] = None
    """Key of the period in the rules' book; None: no period runs."""
    citation: ClassVar[str | None] = None
    """Where the task comes from in law, as printed beside the form."""
    paper_dates: ClassVar[tuple[str, ...]] = ()
    """Fields that are dates of papers: not in the future, not before the step they follow."""

    def papers(self) -> dict[str, date]:
        """The paper dates that were given, by field."""
        given = {name: getattr(self, name) for name in self.paper_dates}
        return {name: day for name, day in given.items() if day is not None}

    @classmethod
    def sealed_fields(cls) -> frozenset[str]:
        """Top-level fields that hold a person's own words."""
        return frozenset(
            name
            for name, info in cls.model_fields.items()
            if isinstance(info.json_schema_extra, dict)
            and info.json_schema_extra.get("x-free-text")
        )
