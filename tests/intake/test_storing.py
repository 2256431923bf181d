"""What one commit holds of several complaints, as Postgres has it afterwards."""

from typing import Any

import pytest

from services.intake.receipts import Reception
from services.intake.records import Record, record_of
from services.intake.store import ReceptionStore
from tests.intake.conftest import Counter
from tests.intake.makers import COMPOSER, SEALER, a_reception, a_small_body

NUMBERS = range(5)


def said(number: int) -> dict[str, Any]:
    """What only this complaint says, of the matter and of the people."""
    return {
        "case_number": f"SEKALIGUS/{number}",
        "narrative": f"Uraian {number}",
        "complainant": {"mode": "confidential", "name": f"Pelapor Contoh {number}"},
        "witnesses": [{"name": f"Saksi Contoh {number}"}],
    }


@pytest.fixture(scope="module")
async def together(counter: Counter) -> list[tuple[Reception, Record]]:
    """Several complaints, in one commit, each with what is kept of it."""
    batch = [a_reception(f"together-{number}", **said(number)) for number in NUMBERS]
    await ReceptionStore(counter.desk.database, COMPOSER.status_url).commit(batch)
    async with counter.desk.database.connection() as conn:
        return [(one, await record_of(conn, SEALER, one.complaint_id)) for one in batch]


async def test_each_of_one_commit_opens_with_its_own_key_and_holds_its_own_words(
    together: list[tuple[Reception, Record]],
) -> None:
    for number, (_, record) in enumerate(together):
        [people] = record.identities()

        assert record.document() == a_small_body(**said(number))
        assert record.statement().narrative == f"Uraian {number}"
        assert people.complainant is not None
        assert people.complainant.name == f"Pelapor Contoh {number}"
        assert [one.name for one in people.witnesses] == [f"Saksi Contoh {number}"]


async def test_each_of_one_commit_has_its_own_row_and_event(
    counter: Counter, together: list[tuple[Reception, Record]]
) -> None:
    for one, record in together:
        [sent] = await counter.rows(
            "select event_id, body from intake.outbox where key = $1", one.complaint_id
        )

        assert (sent["event_id"], sent["body"]) == (one.event_id, one.event)
        kept = {name: record.row[name] for name in ("idempotency_key", "body_sha256", "answer")}
        assert kept == {name: getattr(one, name) for name in kept}
        assert record.row["case_number"] == one.complaint.case_number
