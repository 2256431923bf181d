"""The officials' page of a complaint that was corrected: both texts, in words."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.contracts.complaint import ComplaintContent, CorrectionMade, Respondent, Statement
from services.workflow.console.corrected import Corrected, corrections
from tests.workflow.edge.world import World

FIRST = Statement(narrative="Naskah pertama.", respondents=(Respondent(name="Pegawai Contoh 3"),))


def a_content(*made: CorrectionMade, complaint_id: UUID | None = None) -> ComplaintContent:
    return ComplaintContent(
        complaint_id=complaint_id or uuid4(),
        agency_id="bawaslu-3508",
        agency_kind="bawaslu",
        jurisdiction="35.08",
        received_at=datetime(2024, 10, 7, tzinfo=UTC),
        body_sha256="ab",
        narrative="Naskah kedua.",
        first=FIRST,
        corrections=made,
    )


def shown(pointer: str, value: object) -> Corrected:
    [one] = corrections(a_content(CorrectionMade(supplement=1, pointer=pointer, value=value)))
    return one


def test_a_correction_is_read_beside_what_was_said_first() -> None:
    one = shown("/narrative", "Naskah kedua.")

    assert (one.first, one.now, one.sealed) == ("Naskah pertama.", "Naskah kedua.", False)


def test_a_whole_respondent_is_said_in_words() -> None:
    one = shown("/respondents/1", {"name": "Pegawai Contoh 4", "capacities": ["penyuluh"]})

    assert (one.first, one.now) == (None, "name: Pegawai Contoh 4; capacities: penyuluh")


def test_what_was_taken_out_is_not_what_is_sealed() -> None:
    out, sealed = shown("/respondents/0/name", None), shown("/complainant/name", None)

    assert (out.first, out.now, out.sealed) == ("Pegawai Contoh 3", None, False)
    assert (sealed.first, sealed.now, sealed.sealed) == (None, None, True)


async def test_the_page_shows_the_first_text_and_no_data_of_a_program(world: World) -> None:
    complaint_id = await world.complaint()
    made = (
        CorrectionMade(supplement=1, pointer="/narrative", value="Naskah kedua."),
        CorrectionMade(supplement=1, pointer="/complainant/name"),
    )
    content = a_content(*made, complaint_id=complaint_id)
    async with world.database.transaction() as conn:
        await world.desk.contents.keep(conn, content, content.received_at)
    task_id = await world.task("triage", "intake_officer", complaint_id=complaint_id)
    client = world.client(origin="http://testserver")
    person = next(one for one in world.tokens if one.startswith("intake"))
    await client.post("/console/sign-in", data={"token": world.tokens[person]})
    page = (await client.get(f"/console/tasks/{task_id}")).text

    assert "Naskah pertama." in page
    assert "a grant to reveal shows it" in page
    assert ": None" not in page
