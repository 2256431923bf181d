"""What an agency was told: the feed and the webhook are the same, and say no more than they may."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from netral_client import Notice

from deploy.demo.receiver import Receiver
from deploy.demo.record import Outcome, Record
from deploy.demo.senders import Sender
from deploy.demo.waiting import NotComeError, until

_TOLD_THE_SANCTION = frozenset({"bawaslu", "bkn"})
_DELIVERED = timedelta(seconds=60)


def told_faults(sender: Sender, record: Record, receiver: Receiver) -> Iterator[str]:
    """Everything wrong with what this agency was told."""
    own = {m.complaint_id for m in record.matters if m.agency_id == sender.id}
    foreign = {m.complaint_id for m in record.matters if m.agency_id != sender.id}
    feed = {n.id: n for n in sender.client.notices() if n.data.get("complaint_id") in own | foreign}

    def delivered() -> bool:
        return feed.keys() <= receiver.came(sender.id).keys()

    try:
        until(delivered, f"deliveries to {sender.id}", within=_DELIVERED)
    except NotComeError:
        late = feed.keys() - receiver.came(sender.id).keys()
        yield f"{sender.id}: {len(late)} notices of the feed were not delivered"
    came = receiver.came(sender.id)
    for notice_id, notice in feed.items():
        if notice_id in came and came[notice_id].raw != notice.raw:
            yield f"{sender.id}: notice {notice_id} differs between feed and webhook"
    for notice in (*feed.values(), *came.values()):
        yield from _says_too_much(sender, notice, foreign)
    for end in record.ends:
        if end.complaint_id in own:
            yield from _unsaid(sender, end, [n for n in feed.values() if _about(n, end)])


def _says_too_much(sender: Sender, notice: Notice, foreign: set[str]) -> Iterator[str]:
    text = json.dumps(notice.raw)
    if any(complaint_id in text for complaint_id in foreign):
        yield f"{sender.id}: notice {notice.id} tells of another agency's complaint"
    if "Contoh" in text:
        yield f"{sender.id}: notice {notice.id} carries what a person wrote"
    for respondent in notice.data.get("respondents", ()):
        if sender.kind not in _TOLD_THE_SANCTION and respondent.get("sanction"):
            yield f"{sender.id}: notice {notice.id} tells the sanction"
        if notice.data.get("stage") not in {"in_effect", "closed"} and respondent.get("outcome"):
            yield f"{sender.id}: notice {notice.id} tells an outcome before its time"


def _unsaid(sender: Sender, end: Outcome, notices: list[Notice]) -> Iterator[str]:
    if not notices:
        yield f"{sender.id} was told nothing of {end.complaint_id}"
        return
    last = notices[-1].data
    if last.get("stage") != end.stage:
        yield f"{sender.id}: last of {end.complaint_id} is {last.get('stage')}, not {end.stage}"
    wanted: Mapping[str, Any] = {"outcome": end.outcome, "degree": end.degree}
    if sender.kind in _TOLD_THE_SANCTION:
        wanted = {**wanted, "sanction": end.sanction}
    respondents = last.get("respondents") or [{}]
    found = {name: respondents[0].get(name) for name in wanted}
    if found != wanted:
        yield f"{sender.id} was told {found} of {end.complaint_id}, must be {dict(wanted)}"


def _about(notice: Notice, end: Outcome) -> bool:
    return bool(notice.data.get("complaint_id") == end.complaint_id)
