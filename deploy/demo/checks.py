"""What the demo proves about itself: nothing lost, nothing altered, none told too much."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

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


def check(
    cast: Cast, record: Record, receiver: Receiver, *, say: Callable[[str], None]
) -> list[str]:
    """Everything that is wrong, one line each; empty if all promises were kept."""
    faults: list[str] = []
    for what, look in (
        ("every acknowledged complaint is answered", _unanswered),
        ("every evidence byte is what was sent", _altered),
        ("every agency was told what it may know", _told),
    ):
        found = list(look(cast, record, receiver))
        say(f"{what}: {'yes' if not found else f'NO, {len(found)} faults'}")
        faults += found
    return faults


def _unanswered(cast: Cast, record: Record, _: Receiver) -> Iterator[str]:
    for matter in record.matters:
        officer = Official(f"intake-officer-{digits(matter.jurisdiction)}", cast, record)
        found = officer.get(f"/v1/complaints/{matter.complaint_id}")
        if found["state"] not in _ANSWERED:
            yield f"complaint {matter.complaint_id} (story {matter.story}) is {found['state']}"
        if found["state"] != "settled" and not found.get("case_id"):
            yield f"complaint {matter.complaint_id} (story {matter.story}) has no case"
    for jurisdiction in sorted({matter.jurisdiction for matter in record.matters}):
        yield from _unbalanced(Official(f"inspector-{digits(jurisdiction)}", cast, record))


def _unbalanced(inspector: Official) -> Iterator[str]:
    def balanced() -> bool:
        seen = inspector.get("/v1/overview")
        settled = seen["opened"] + seen["joined"] + seen["settled"]
        return bool(seen["accepted"] == settled and not seen["waiting"])

    try:
        until(balanced, "balance", within=_RECONCILED)
    except NotComeError:
        yield f"the overview of {inspector.jurisdiction}: {inspector.get('/v1/overview')}"


def _altered(cast: Cast, record: Record, _: Receiver) -> Iterator[str]:
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
    found = sha256(Official(who, cast, record).fetch(kept.evidence_id, matter)).hexdigest()
    if found != kept.sha256:
        raise AssertionError(f"an official got {found}, sent was {kept.sha256}")


def _told(cast: Cast, record: Record, receiver: Receiver) -> Iterator[str]:
    yield from receiver.not_genuine
    for agency_id in {matter.agency_id for matter in record.matters}:
        sender = Sender(agency_id, cast, record, story=0)
        yield from told_faults(sender, record, receiver)
