"""What stops a complaint at the door beyond its form: no word in it, or a time that is not yet.

Pure: the legal now and the legal day at the place are arguments.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from services.contracts.complaint import EvidenceEntry
from services.intake.complaints import Complaint, Supplement
from services.kit.clock import CLOCKS_DIFFER
from services.kit.errors import Malformed, Pointer

_WORD: Final = re.compile(r"[^\W_]")


def admit(complaint: Complaint, now: datetime, today: date) -> None:
    """Nothing, or Malformed with every place that stops it."""
    wrong = list(_of(complaint, now, today))
    if wrong:
        raise Malformed("malformed", pointers=wrong)


def admit_supplement(supplement: Supplement, now: datetime) -> None:
    """Nothing, or Malformed; what corrections make of the complaint is admitted apart."""
    wrong = list(_captured_ahead(supplement.evidence or (), now))
    if not (has_word(supplement.text) or supplement.evidence or supplement.corrections):
        wrong.append(Pointer("/text", "nothing-added"))
    if wrong:
        raise Malformed("malformed", pointers=wrong)


def has_word(text: str | None) -> bool:
    """Whether there is a letter or digit in it."""
    return text is not None and _WORD.search(text) is not None


def _of(complaint: Complaint, now: datetime, today: date) -> Iterator[Pointer]:
    incident = complaint.incident
    if not (has_word(complaint.narrative) or has_word(incident.what if incident else None)):
        yield Pointer("/narrative", "no-word")
    dated = {
        "/recommendation/date": complaint.recommendation and complaint.recommendation.date,
        "/incident/date_from": incident and incident.date_from,
        "/incident/date_to": incident and incident.date_to,
        "/incident/known_on": incident and incident.known_on,
    }
    for place, day in dated.items():
        if day and day > today:
            yield Pointer(place, "date-after-today")
    yield from _captured_ahead(complaint.evidence or (), now)


def _captured_ahead(entries: Sequence[EvidenceEntry], now: datetime) -> Iterator[Pointer]:
    for at, entry in enumerate(entries):
        if entry.captured_at is not None and entry.captured_at > now + CLOCKS_DIFFER:
            yield Pointer(f"/evidence/{at}/captured_at", "instant-ahead")
