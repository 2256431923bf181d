"""Templates with their words: every page says its language, its person and, in a sandbox, that."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from services.kit.access.entries import Person
from services.kit.words import Language
from services.workflow.console.corrected import corrections
from services.workflow.console.told import told
from services.workflow.desk import Desk

ON_A_PAGE: Final = 200
"""Rows of a list; more of them are one link further."""

_ZONES: Final = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA"}

HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}

_templates = Environment(
    loader=PackageLoader("services.workflow.console"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["corrections"] = corrections


class Say:
    """What a template asks: sentences, names of codes, dates."""

    def __init__(self, desk: Desk, lang: Language, zone: str) -> None:
        self._desk = desk
        self.lang = lang
        self._zone = ZoneInfo(zone)
        self._zone_name = _ZONES.get(zone, "WIT" if zone == "Asia/Jayapura" else zone)

    def t(self, key: str, **params: object) -> str:
        """A sentence of the pages."""
        return self._desk.words.say(f"console.{key}", self.lang, **params)

    def of(self, table: str, code: object) -> str:
        """The name of a code."""
        return self._desk.labels.of(table, code, self.lang)

    def kind(self, kind: str) -> str:
        """The name of a task, act or row."""
        return self._desk.labels.kind(kind, self.lang)

    def sanction(self, code: str | None) -> str:
        """The name of a sanction."""
        return self._desk.labels.sanction(code, self.lang)

    def violation(self, slug: str) -> str:
        """The name of a violation."""
        return self._desk.labels.violation(slug, self.lang)

    def field(self, name: str) -> str:
        """What a field of a form is called."""
        key = f"form.any.{name}.label"
        return self._desk.words.say(key, self.lang) if self._desk.words.has(key) else name

    def told(self, words: Mapping[str, Any]) -> list[str]:
        """What a person wrote in an act, line by line."""
        return told(words, self)

    def cited(self, citation: str) -> str:
        """Law and article, as a letter prints them; what they say is told to who reads Indonesian.

        The book explains a provision in the language of the law only: a sentence of another
        language does not go on in it.
        """
        if self.lang == "id":
            return citation
        return "; ".join(part.partition(": ")[0] for part in citation.split("; "))

    def clock(self, key: str) -> str:
        """The name of a period."""
        return self._desk.labels.clock(key, self.lang)

    def day(self, day: date | None) -> str:
        """7 Oktober 2024."""
        if day is None:
            return "—"
        return f"{day.day} {self.t('months').split()[day.month - 1]} {day.year}"

    def written(self, day: object) -> str:
        """The same for a date that stands as text in a row's data."""
        try:
            return self.day(date.fromisoformat(str(day)))
        except ValueError:
            return str(day)

    def moment(self, at: datetime | None) -> str:
        """7 Oktober 2024, 09.30 WIB: the zone is always said."""
        if at is None:
            return "—"
        local = at.astimezone(self._zone)
        return f"{self.day(local.date())}, {local:%H.%M} {self._zone_name}"

    def size(self, size: int | None) -> str:
        """Bytes as a person reads them."""
        if size is None:
            return "—"
        amount, unit = float(size), "B"
        for unit in ("B", "kB", "MB", "GB"):
            if amount < 1000 or unit == "GB":
                break
            amount /= 1000
        return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"


async def say_for(desk: Desk, lang: Language, person: Person | None) -> Say:
    """The words and the time zone of a person."""
    zone = "Asia/Jakarta"
    if person is not None:
        jurisdiction = await desk.directory.jurisdiction(person.jurisdiction)
        zone = jurisdiction.zone if jurisdiction else zone
    return Say(desk, lang, zone)


async def page(
    template: str,
    desk: Desk,
    lang: Language,
    person: Person | None,
    csrf: str,
    *,
    status: int = 200,
    **values: Any,  # noqa: ANN401 -- what the template shows
) -> HTMLResponse:
    """The page, with headers that let nothing in from elsewhere."""
    say = await say_for(desk, lang, person)
    sandbox_day = await desk.clock.today("Asia/Jakarta") if desk.sandbox else None
    shared: Mapping[str, Any] = {
        "s": say,
        "t": say.t,
        "person": person,
        "csrf": csrf,
        "sandbox_day": sandbox_day,
        "notice": None,
        "here": "",
    }
    text = _templates.get_template(template).render(**{**shared, **values})
    return HTMLResponse(text, status, headers=HEADERS | {"content-language": lang})
