"""What the demo leaves: a file for machines, a table for people."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netral_client import NetralError, Notice
from rich.console import Console
from rich.table import Table

from deploy.demo.matter import Matter
from deploy.demo.officials import Official
from deploy.demo.record import Record
from deploy.demo.senders import Sender


@dataclass(frozen=True)
class Summary:
    """All complaints with what became of them, the facts that came out, and what did not."""

    complaints: list[dict[str, Any]]
    facts: list[tuple[int, str]]
    faults: list[str]
    dates: Mapping[str, str]

    def write(self, path: Path) -> None:
        """The file, replaced in one step."""
        partial = path.with_suffix(".part")
        body = {
            "complaints": self.complaints,
            "facts": [{"story": story, "fact": fact} for story, fact in self.facts],
            "faults": self.faults,
        }
        partial.write_text(json.dumps(body, indent=2) + "\n", encoding="utf-8")
        partial.replace(path)

    def show(self, console: Console) -> None:
        """The table."""
        table = Table(title="What became of the complaints")
        # A log has no width of its own: nothing in the table may be cut there.
        wide = console if console.is_terminal else Console(file=console.file, width=190)
        for name in ("#", "case", "category", "stage", "outcome", "degree", "sanction", "dates"):
            table.add_column(name, overflow="fold")
        for one in self.complaints:
            for respondent in one["respondents"]:
                table.add_row(
                    str(one["story"]),
                    one["case_number"] or "-",
                    respondent["category"],
                    one["stage"],
                    *(respondent[name] or "-" for name in ("outcome", "degree", "sanction")),
                    self.dates.get(one["complaint_id"], ""),
                )
        wide.print(table)


def summarise(
    record: Record,
    officials: Mapping[str, Official],
    senders: Mapping[str, Sender],
    *,
    delivered: Mapping[str, Mapping[str, Notice]],
) -> Summary:
    """Reads each complaint once more, as its agency and the inspector see it now."""
    complaints, dates = [], {}
    for matter in record.matters:
        official, sender = officials[matter.jurisdiction], senders[matter.agency_id]
        try:
            case = official.case(matter) if matter.case_id else {}
            complaints.append(_one(matter, case, official, sender, record, delivered))
        except NetralError as unreadable:
            record.faults.append(f"{matter.complaint_id} of story {matter.story}: {unreadable}")
            continue
        dates[matter.complaint_id] = _dates(case)
    return Summary(complaints, record.facts, record.faults, dates)


def _one(
    matter: Matter,
    case: Mapping[str, Any],
    official: Official,
    sender: Sender,
    record: Record,
    delivered: Mapping[str, Mapping[str, Notice]],
) -> dict[str, Any]:
    status = sender.status(matter)
    # Before there is a case, the respondents stand in the complaint alone.
    named = case.get("respondents") or official.complaint(matter)["content"]["respondents"]
    notices = delivered.get(matter.agency_id, {}).values()
    return {
        "story": matter.story,
        "complaint_id": matter.complaint_id,
        "case_id": matter.case_id,
        "case_number": case.get("case", {}).get("case_number"),
        "jurisdiction": matter.jurisdiction,
        "agency_id": matter.agency_id,
        "stage": status.stage,
        "respondents": [
            _respondent(one, told) for one, told in zip(named, status.respondents, strict=False)
        ],
        "evidence": [
            {"id": kept.evidence_id, "sha256": kept.sha256}
            for kept in record.kept
            if kept.story == matter.story
            and (kept.evidence_id in matter.evidence_ids or kept.item == matter.case_id)
        ],
        "notices_delivered": sum(
            1 for notice in notices if notice.data.get("complaint_id") == matter.complaint_id
        ),
    }


def _respondent(one: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """Outcome and degree as the agency reads them; the sanction as it stands once that is told."""
    sanctioned = told.get("outcome") == "sanctioned"
    return {
        "category": one["category"],
        "outcome": told.get("outcome"),
        "degree": told.get("degree"),
        "sanction": one["sanction"] if sanctioned else None,
    }


def _dates(case: Mapping[str, Any]) -> str:
    """Opened, decided, received, in effect: what the case knows of them."""
    if not case:
        return ""
    timeline = case["timeline"]
    dates = [
        ("opened", case["case"]["opened_on"]),
        ("decided", _last(timeline, "decide", "paper_date")),
        ("received", _last(timeline, "serve", "received_on")),
        ("in effect", case["respondents"][0]["effective_on"]),
    ]
    return ", ".join(f"{name} {on}" for name, on in dates if on)


def _last(timeline: list[Mapping[str, Any]], kind: str, name: str) -> str | None:
    found = [event for event in timeline if event["kind"] == kind]
    if not found:
        return None
    value = found[-1].get(name) or found[-1]["data"].get(name)
    return str(value) if value else None
