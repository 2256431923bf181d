"""A complaint as an agency's system writes it: roles and numbers, never a name of somebody."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def a_complaint(
    *,
    jurisdiction: str,
    case_number: str,
    respondent: Mapping[str, Any],
    election: Mapping[str, str] | None,
    what: str,
    narrative: str,
    on: date | None,
    place: str | None = "Contoh",
    evidence: Sequence[Mapping[str, Any]] = (),
    witnesses: int = 0,
    slugs: Sequence[str] = (),
    kind: str = "report",
    recommendation: Mapping[str, Any] | None = None,
    active_support: bool | None = True,
) -> dict[str, Any]:
    """The body of `POST /v1/complaints`; what is None is left out."""
    incident = {
        "what": what,
        "slugs": list(slugs),
        "place": place,
        "region_code": jurisdiction,
        "date_from": on.isoformat() if on else None,
        "date_to": on.isoformat() if on else None,
        "known_on": on.isoformat() if on else None,
        "active_support": active_support,
    }
    body: dict[str, Any] = {
        "jurisdiction": jurisdiction,
        "case_number": case_number,
        "kind": kind,
        "recommendation": recommendation,
        "complainant": {
            "mode": "confidential",
            "name": "Pelapor Contoh",
            "contact": "pelapor@contoh.example",
        },
        "respondents": [dict(respondent)],
        "election": election,
        "incident": {name: value for name, value in incident.items() if value is not None},
        "narrative": narrative,
        "witnesses": [{"name": f"Saksi Contoh {n + 1}"} for n in range(witnesses)],
        "evidence": [dict(entry) for entry in evidence],
    }
    return {name: value for name, value in body.items() if value is not None}


def a_recommendation(number: str, on: date) -> dict[str, Any]:
    """The letter with which Bawaslu or BKN hands over a finished study."""
    return {"number": number, "date": on.isoformat()}
