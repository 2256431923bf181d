"""What an official reads of a complaint by a grant, and what is written down of it."""

from uuid import UUID, uuid4

from services.contracts.complaint import ComplaintContent, RevealedIdentity
from services.kit import instants
from services.kit.grants import GrantAct
from tests.intake.conftest import Counter
from tests.intake.makers import a_body


def there(complaint_id: UUID) -> str:
    return f"/v1/complaints/{complaint_id}"


async def test_a_grant_to_view_shows_the_matter_without_the_people(counter: Counter) -> None:
    body = a_body(case_number=None)
    complaint_id = await counter.a_complaint(**body)
    await counter.post(
        {"corrections": [{"pointer": "/complainant/name", "value": "KENARI-BARU"}]},
        to=f"{there(complaint_id)}/supplements",
    )
    answer = await counter.client.get(
        f"{there(complaint_id)}/content", headers=counter.a_grant("view", str(complaint_id))
    )
    content = answer.json()
    read_by_the_workflow = ComplaintContent.model_validate_json(answer.content)

    assert read_by_the_workflow.recommendation is not None
    assert read_by_the_workflow.recommendation.register_number == "005/Reg/XI/2019"
    assert answer.status_code == 200
    assert content["respondents"][0]["nip"] == body["respondents"][0]["nip"]
    assert content["recommendation"]["register"] == body["recommendation"]["register"]
    assert (content["complainant_mode"], content["witnesses"]) == ("confidential", 1)
    for person in ("Pelapor Contoh 1", "Saksi Contoh 1", "foto-balai-desa", "KENARI-BARU"):
        assert person not in answer.text


async def test_a_grant_to_reveal_shows_the_people_after_its_audit_row(counter: Counter) -> None:
    body = a_body(case_number=None)
    complaint_id = await counter.a_complaint(**body)
    await counter.post(
        {
            "corrections": [{"pointer": "/complainant/name", "value": "Pelapor Contoh 9"}],
            "evidence": [{"announced": {"name": "kedua.png", "sha256": "b" * 64}}],
        },
        to=f"{there(complaint_id)}/supplements",
    )
    rows_before_unsealing: list[int] = []

    async def look(name: str) -> None:
        if name == "intake.audited_before_reveal":
            found = await counter.rows(
                "select 1 from intake.audit where complaint_id = $1 and act = 'revealed'",
                complaint_id,
            )
            rows_before_unsealing.append(len(found))

    instants.replace(look)
    try:
        answer = await counter.client.get(
            f"{there(complaint_id)}/content",
            headers=counter.a_grant("reveal", str(complaint_id)),
        )
    finally:
        instants.replace(_nothing)
    people = answer.json()
    assert RevealedIdentity.model_validate_json(answer.content).complainant is not None
    [audited] = await counter.rows(
        "select actor from intake.audit where complaint_id = $1 and act = 'revealed'",
        complaint_id,
    )

    assert rows_before_unsealing == [1]
    assert people["complainant"]["name"] == "Pelapor Contoh 9"
    assert people["first"]["complainant"]["name"] == "Pelapor Contoh 1"
    assert people["corrections"] == [
        {"supplement": 1, "pointer": "/complainant/name", "value": "Pelapor Contoh 9"}
    ]
    assert people["witnesses"][0]["name"] == "Saksi Contoh 1"
    assert [one["name"] for one in people["file_names"]] == ["foto-balai-desa.jpg", "kedua.png"]
    assert audited["actor"] == "person:inspector-3508"


async def test_people_that_nobody_corrected_are_shown_once(counter: Counter) -> None:
    complaint_id = await counter.a_complaint(**a_body(case_number=None))
    await counter.post(
        {"corrections": [{"pointer": "/narrative", "value": "Lain."}]},
        to=f"{there(complaint_id)}/supplements",
    )
    answer = await counter.client.get(
        f"{there(complaint_id)}/content", headers=counter.a_grant("reveal", str(complaint_id))
    )

    assert answer.json()["complainant"]["name"] == "Pelapor Contoh 1"
    assert (answer.json()["first"], answer.json()["corrections"]) == (None, [])


async def test_content_is_shown_to_no_one_without_a_grant_for_it(counter: Counter) -> None:
    complaint_id, other_id = await counter.a_complaint(), await counter.a_complaint()
    places = [f"{there(complaint_id)}/{what}" for what in ("content", "audit")]
    answers = [
        answer
        for to in places
        for answer in (
            await counter.get(to),
            await counter.client.get(to),
            await counter.client.get(to, headers=counter.a_grant("view", str(other_id))),
            await counter.client.get(to, headers=counter.a_grant("download", str(complaint_id))),
        )
    ]

    assert {one.status_code for one in answers} == {401}


async def test_why_a_complaint_was_opened_is_in_clear_in_no_row_and_read_by_a_grant(
    counter: Counter,
) -> None:
    complaint_id, case, why = await counter.a_complaint(), uuid4(), "menemui Saksi Contoh 7"
    opened: list[tuple[GrantAct, str]] = [
        ("view", "content"),
        ("reveal", "content"),
        ("view", "audit"),
    ]
    for act, what in opened:
        headers = counter.a_grant(act, str(complaint_id), case_id=case, purpose=why)
        answer = await counter.client.get(f"{there(complaint_id)}/{what}", headers=headers)
    rows = await counter.rows("select * from intake.audit where complaint_id = $1", complaint_id)
    entries = answer.json()["entries"]

    assert [(one["actor"], one["act"], one["purpose"]) for one in entries] == [
        ("person:inspector-3508", "audited", why),
        ("person:inspector-3508", "revealed", why),
        ("person:inspector-3508", "viewed", why),
        ("agency:bawaslu-3508", "received", None),
    ]
    assert [one["case_id"] for one in entries] == [str(case)] * 3 + [None]
    assert str(case) in str(rows)
    assert "Saksi" not in str(rows)


async def _nothing(name: str) -> None:
    del name
