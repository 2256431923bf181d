"""What the demo proves about itself: nothing lost, nothing altered, none told too much."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from netral_client import NetralError

from deploy.demo.cast import Cast, digits
from deploy.demo.matter import Kept, Matter
from deploy.demo.officials import Official
from deploy.demo.receiver import Receiver
from deploy.demo.record import Record
from deploy.demo.senders import Sender
from deploy.demo.telling_back import told_faults
from deploy.demo.waiting import NotComeError, until

_ANSWERED = frozenset({"opened", "joined", "settled"})
_RECONCILED = timedelta(seconds=60)


Books = Mapping[str, Mapping[str, Any]]
"""The overview of each regency."""


def check(
    cast: Cast, record: Record, receiver: Receiver, *, before: Books, say: Callable[[str], None]
) -> list[str]:
    """Everything that is wrong, one line each; empty if all promises were kept.

    `before`: the books as they stood when the stories began.
    """
    faults: list[str] = []
    for what, faulty in (
        ("every acknowledged complaint is answered", _unanswered(cast, record, before)),
        ("every evidence byte is what was sent", _altered(cast, record)),
        ("every agency was told what it may know", _told(cast, record, receiver)),
    ):
        found = list(_or_said(faulty))
        say(f"{what}: {'yes' if not found else f'NO, {len(found)} faults'}")
        faults += found
    return faults


def _or_said(faulty: Iterator[str]) -> Iterator[str]:
    """A check that cannot be made is a fault like any other."""
    try:
        yield from faulty
    except (NetralError, NotComeError) as broken:
        yield f"not to be verified: {broken}"


def books(cast: Cast, record: Record, jurisdictions: Iterable[str]) -> Books:
    """What the inspector of each regency reads in its overview now."""
    return {
        code: Official(f"inspector-{digits(code)}", cast, record).get("/v1/overview")
        for code in sorted(set(jurisdictions))
    }


def _unanswered(cast: Cast, record: Record, before: Books) -> Iterator[str]:
    for matter in record.matters:
        officer = Official(f"intake-officer-{digits(matter.jurisdiction)}", cast, record)
        found = officer.get(f"/v1/complaints/{matter.complaint_id}")
        if found["state"] not in _ANSWERED:
            yield f"complaint {matter.complaint_id} (story {matter.story}) is {found['state']}"
        if found["state"] != "settled" and not found.get("case_id"):
            yield f"complaint {matter.complaint_id} (story {matter.story}) has no case"
    for jurisdiction, then in before.items():
        sent = sum(1 for matter in record.matters if matter.jurisdiction == jurisdiction)
        inspector = Official(f"inspector-{digits(jurisdiction)}", cast, record)
        yield from _unbalanced(inspector, then, sent)


def _unbalanced(inspector: Official, then: Mapping[str, Any], sent: int) -> Iterator[str]:
    """All that was sent since `then` was accepted and answered: none is lost, none twice."""
    answered = ("opened", "joined", "settled")

    def balanced() -> bool:
        now = inspector.get("/v1/overview")
        came = now["accepted"] - then["accepted"]
        ended = sum(now[name] - then[name] for name in answered)
        return bool(came == ended == sent and now["waiting"] == then["waiting"])

    try:
        until(balanced, "balance", within=_RECONCILED)
    except NotComeError:
        now = inspector.get("/v1/overview")
        yield f"{inspector.jurisdiction}: {sent} were sent, the books say {now}, before {then}"


def _altered(cast: Cast, record: Record) -> Iterator[str]:
    cases = {matter.case_id: matter for matter in record.matters if matter.case_id}
    named = {eid: matter for matter in record.matters for eid in matter.evidence_ids}
    with TemporaryDirectory() as folder:
        for kept in record.kept:
            try:
                if kept.agency_id is not None:
                    _agency_downloads(cast, record, kept, Path(folder))
                matter = cases.get(kept.item) if kept.item else named.get(kept.evidence_id)
                if matter is not None and matter.case_id is not None:
                    _official_downloads(cast, record, kept, matter)
            except (NetralError, AssertionError) as fault:
                yield f"evidence {kept.evidence_id} (story {kept.story}): {fault}"


def _agency_downloads(cast: Cast, record: Record, kept: Kept, folder: Path) -> None:
    sender = Sender(str(kept.agency_id), cast, record, kept.story)
    until(
        lambda: sender.client.evidence(kept.evidence_id).state == "sealed",
        f"seal of {kept.evidence_id}",
    )
    sender.client.download(
        kept.evidence_id, folder / kept.evidence_id, sha256_expected=kept.sha256
    ).unlink()


def _official_downloads(cast: Cast, record: Record, kept: Kept, matter: Matter) -> None:
    who = kept.official_id or f"auditor-{digits(kept.jurisdiction)}"
    found = Official(who, cast, record).fetched(kept.evidence_id, matter)
    if found != kept.sha256:
        raise AssertionError(f"an official got {found}, sent was {kept.sha256}")


def _told(cast: Cast, record: Record, receiver: Receiver) -> Iterator[str]:
    yield from receiver.not_genuine
    for agency_id in {matter.agency_id for matter in record.matters}:
        sender = Sender(agency_id, cast, record, story=0)
        yield from told_faults(sender, record, receiver)
