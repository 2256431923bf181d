from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evidence.custody import (
    MEANINGS,
    Break,
    CustodyAct,
    Entry,
    Head,
    beginning,
    link,
    verify,
)

ITEM = UUID("6f1f9a3e-0000-8000-8000-000000000001")
START = datetime(2024, 2, 1, 3, 0, tzinfo=UTC)


def a_chain(length: int, item: UUID = ITEM) -> list[Entry]:
    head, entries = beginning(item), []
    for n in range(length):
        act = list(CustodyAct)[n % len(CustodyAct)]
        entry = link(head, item, START + timedelta(minutes=n), f"agency:{n}", act, {"size": n})
        entries.append(entry)
        head = Head(entry.n, entry.digest)
    return entries


def head_of(entries: list[Entry], item: UUID = ITEM) -> Head:
    return Head(entries[-1].n, entries[-1].digest) if entries else beginning(item)


@given(st.integers(0, 12))
def test_a_chain_as_it_was_written_holds(length):
    entries = a_chain(length)
    verdict = verify(ITEM, entries, head_of(entries))

    assert verdict.intact
    assert verdict.entries == length


CHANGES = {
    "n": lambda entry: replace(entry, n=entry.n + 1),
    "at": lambda entry: replace(entry, at=entry.at + timedelta(microseconds=1)),
    "actor": lambda entry: replace(entry, actor=entry.actor + "0"),
    "act": lambda entry: replace(entry, act="sealed" if entry.act != "sealed" else "refused"),
    "detail": lambda entry: replace(entry, detail='{"size":1000}'),
    "previous": lambda entry: replace(entry, previous=bytes(32)),
    "digest": lambda entry: replace(entry, digest=bytes(32)),
    "evidence_id": lambda entry: replace(entry, evidence_id=uuid4()),
}


@given(st.data(), st.integers(1, 12), st.sampled_from(sorted(CHANGES)))
def test_any_altered_entry_is_found_where_it_was_altered(data, length, field):
    entries = a_chain(length)
    head = head_of(entries)
    place = data.draw(st.integers(0, length - 1))
    entries[place] = CHANGES[field](entries[place])
    verdict = verify(ITEM, entries, head)

    assert not verdict.intact
    assert verdict.broken_at == place + 1


@given(st.data(), st.integers(2, 12))
def test_an_entry_taken_out_put_in_or_moved_is_found(data, length):
    entries = a_chain(length)
    head = head_of(entries)
    place = data.draw(st.integers(0, length - 2))
    without = entries[:place] + entries[place + 1 :]
    doubled = [*entries[: place + 1], entries[place], *entries[place + 1 :]]
    swapped = [*entries]
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]

    for altered in (without, doubled, swapped):
        verdict = verify(ITEM, altered, head)
        assert verdict.broken_by is Break.ORDER


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_tail_that_was_cut_is_seen_by_the_head(length, cut):
    entries = a_chain(length)
    verdict = verify(ITEM, entries[: max(0, length - cut)], head_of(entries))

    assert verdict.broken_by is Break.HEAD


@settings(max_examples=50)
@given(st.data(), st.integers(1, 10))
def test_a_chain_rewritten_from_some_entry_on_does_not_end_in_the_head(data, length):
    entries = a_chain(length)
    place = data.draw(st.integers(0, length - 1))
    last = head_of(entries[:place]) if place else beginning(ITEM)
    forged = entries[:place]
    for entry in entries[place:]:
        new = link(last, ITEM, entry.at, "agency:forged", CustodyAct(entry.act), {})
        forged.append(new)
        last = Head(new.n, new.digest)

    assert verify(ITEM, forged, head_of(entries)).broken_by is Break.HEAD


def test_the_chain_of_one_item_is_not_the_chain_of_another():
    other = uuid4()
    entries = a_chain(2, other)
    moved = [replace(entry, evidence_id=ITEM) for entry in entries]

    assert verify(ITEM, moved, head_of(entries)).broken_by is Break.LINK


@pytest.mark.parametrize("act", list(CustodyAct))
def test_every_act_is_explained(act):
    assert MEANINGS[act]
