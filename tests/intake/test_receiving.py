import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from services.intake.receipts import Reception
from services.intake.receiving import LARGEST_BATCH, Receiving
from services.intake.repetition import Outcome
from services.kit.errors import EdgeRefusal, Failure, Refused, Unavailable
from tests.intake.makers import a_reception


class Ledger:
    """A hand-made store: keeps batches, and fails as it is told."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.bad: set[str] = set()
        self.away = False
        self.open = asyncio.Event()
        self.open.set()

    async def commit(self, batch: Sequence[Reception]) -> list[Outcome | Failure]:
        await self.open.wait()
        keys = [one.idempotency_key for one in batch]
        self.batches.append(keys)
        if self.away:
            raise Unavailable
        if self.bad & set(keys):
            raise ValueError("a bad row")
        return [Outcome(one.answer, fresh=True) for one in batch]


async def settled(*waiting: "asyncio.Task[bytes]") -> list[bytes | BaseException]:
    return await asyncio.gather(*waiting, return_exceptions=True)


def begin(receiving: Receiving, *receptions: Reception) -> "list[asyncio.Task[bytes]]":
    return [asyncio.create_task(receiving.receive(one)) for one in receptions]


async def test_requests_that_wait_together_share_one_commit_in_key_order() -> None:
    ledger = Ledger()
    ledger.open.clear()
    receiving = Receiving(ledger.commit)
    first = begin(receiving, a_reception("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = begin(receiving, a_reception("d"), a_reception("b"), a_reception("c"))
    await asyncio.sleep(0)
    ledger.open.set()
    answers = await settled(*first, *others)

    assert ledger.batches == [["a"], ["b", "c", "d"]]
    assert answers == [a_reception(key).answer for key in "adbc"]


async def test_a_bad_row_fails_alone() -> None:
    ledger = Ledger()
    ledger.bad = {"k2"}
    receiving = Receiving(ledger.commit)
    answers = await settled(*begin(receiving, *(a_reception(f"k{n}") for n in range(4))))
    failed = [one for one in answers if isinstance(one, BaseException)]

    assert ledger.batches[1:] == [["k0"], ["k1"], ["k2"], ["k3"]]
    assert [isinstance(one, Failure) and one.code for one in failed] == ["internal"]


async def test_postgres_away_is_unavailable_for_all_and_is_not_retried_by_row() -> None:
    ledger = Ledger()
    ledger.away = True
    receiving = Receiving(ledger.commit)
    answers = await settled(*begin(receiving, a_reception("a"), a_reception("b")))

    assert all(isinstance(one, Unavailable) for one in answers)
    assert len(ledger.batches) == 1


async def test_a_twin_with_the_same_bytes_gets_the_first_answer() -> None:
    ledger = Ledger()
    receiving = Receiving(ledger.commit)
    answers = await settled(*begin(receiving, a_reception("a"), a_reception("a")))

    assert answers[0] == answers[1]
    assert ledger.batches == [["a"]]


async def test_a_twin_with_other_bytes_is_refused() -> None:
    receiving = Receiving(Ledger().commit)
    answers = await settled(*begin(receiving, a_reception("a"), a_reception("a", narrative="lain")))

    assert isinstance(answers[0], bytes)
    assert isinstance(answers[1], EdgeRefusal)
    assert (answers[1].code, answers[1].status) == ("idempotency-key-reused", 422)


async def test_a_twin_with_other_bytes_is_judged_by_itself_when_the_first_was_refused() -> None:
    known = Refused("already-received")
    batches: list[list[bytes]] = []

    async def commit(batch: Sequence[Reception]) -> list[Outcome | Failure]:
        batches.append([one.answer for one in batch])
        return [known if len(batches) == 1 else Outcome(one.answer, fresh=True) for one in batch]

    refused, other, third = (
        a_reception("a"),
        a_reception("a", narrative="lain"),
        a_reception("a", narrative="lain lagi"),
    )
    answers = await settled(*begin(Receiving(commit), refused, refused, other, third))

    assert answers[:2] == [known, known]
    assert answers[2] == other.answer
    assert isinstance(answers[3], EdgeRefusal)
    assert answers[3].code == "idempotency-key-reused"


async def test_a_commit_that_does_not_end_is_unavailable_and_its_twin_in_flight() -> None:
    ledger = Ledger()
    ledger.open.clear()
    receiving = Receiving(ledger.commit, patience=timedelta(milliseconds=50))
    answers = await settled(*begin(receiving, a_reception("a"), a_reception("a")))
    ledger.open.set()

    assert isinstance(answers[0], Unavailable)
    assert isinstance(answers[1], Refused)
    assert (answers[1].code, answers[1].retry_after) == ("in-flight", timedelta(seconds=2))


async def test_after_an_unknown_outcome_the_repetition_finds_out() -> None:
    ledger = Ledger()
    ledger.open.clear()
    receiving = Receiving(ledger.commit, patience=timedelta(milliseconds=50))
    with pytest.raises(Unavailable):
        await receiving.receive(a_reception("a"))
    ledger.open.set()

    assert await receiving.receive(a_reception("a")) == a_reception("a").answer


async def test_a_batch_has_an_end() -> None:
    ledger = Ledger()
    receiving = Receiving(ledger.commit)
    count = LARGEST_BATCH * 2 + 1
    await settled(*begin(receiving, *(a_reception(f"{n:05}") for n in range(count))))

    assert max(map(len, ledger.batches)) == LARGEST_BATCH
    assert sum(map(len, ledger.batches)) == count
