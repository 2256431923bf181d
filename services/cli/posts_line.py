"""One line of the CSV of offices and posts: its entry, and all that is wrong in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from services.contracts.law import (
    JURISDICTION_PATTERN,
    VILLAGE_CODE_PATTERN,
    Acting,
    OfficeKind,
    PositionLevel,
)
from services.kit.access.entries import Office, Post

_ID: Final = r"^[a-z0-9][a-z0-9._-]{0,62}$"


@dataclass
class Line:
    """The cells of a line by column; a question about a cell notes what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    wrong: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """What the line is about: `office` or `post`, and its id."""
        return self.cells["row"], self.cells["id"]

    def entry(self) -> Office | Post | None:
        """The office or post; only of use if nothing is wrong."""
        self._like("id", _ID, "a-z, 0-9, dot, dash (at most 63)")
        if self.cells["row"] == "office":
            return self._office()
        if self.cells["row"] == "post":
            return self._post()
        self.wrong.append("`row` is office or post")
        return None

    def _office(self) -> Office:
        self._empty("level", "superior", "holder", "acting", "since", "until")
        if self.cells["village_code"]:
            self._like("village_code", VILLAGE_CODE_PATTERN, "35.08.01.2001")
        self._like("jurisdiction", JURISDICTION_PATTERN, "35.08")
        return Office(
            id=self.cells["id"],
            jurisdiction=self.cells["jurisdiction"],
            name=self._filled("name"),
            kind=self._one_of(OfficeKind, "kind"),
            parent_id=self.cells["office"] or None,
            village_code=self.cells["village_code"] or None,
        )

    def _post(self) -> Post:
        self._empty("kind", "jurisdiction", "village_code")
        acting: str = Acting.DEFINITIVE
        if self.cells["acting"]:
            acting = self._one_of(Acting, "acting")
        since, until = self._date("since"), self._date("until")
        if since and until and until < since:
            self.wrong.append("`until` is before `since`")
        if acting != Acting.DEFINITIVE and self.cells["holder"] and not self.cells["since"]:
            self.wrong.append("an acting holder has a `since`")
        return Post(
            id=self.cells["id"],
            office_id=self._filled("office"),
            title=self._filled("name"),
            level=self._one_of(PositionLevel, "level"),
            superior_id=self.cells["superior"] or None,
            holder_id=self.cells["holder"] or None,
            acting=str(acting),
            since=since,
            until=until,
        )

    def _filled(self, column: str) -> str:
        if not self.cells[column]:
            self.wrong.append(f"`{column}` is empty")
        return self.cells[column]

    def _empty(self, *columns: str) -> None:
        filled = [column for column in columns if self.cells[column]]
        if filled:
            row = self.cells["row"]
            self.wrong.append(f"{', '.join(filled)} must be empty in an `{row}` line")

    def _like(self, column: str, pattern: str, form: str) -> None:
        if not re.match(pattern, self.cells[column]):
            self.wrong.append(f"`{column}` is not of the form {form}")

    def _one_of(self, values: type[StrEnum], column: str) -> str:
        if self.cells[column] not in set(values):
            self.wrong.append(f"`{column}` is one of {', '.join(values)}")
        return self.cells[column]

    def _date(self, column: str) -> date | None:
        try:
            return date.fromisoformat(self.cells[column]) if self.cells[column] else None
        except ValueError:
            self.wrong.append(f"`{column}` is not a date like 2024-10-07")
            return None
