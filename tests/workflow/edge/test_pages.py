import re
from uuid import uuid4

import httpx
import pytest

from services.kit.errors import Malformed, Pointer, Refused
from services.kit.words import Words
from services.workflow.console.fields import Form
from services.workflow.form_schema import schema_of
from services.workflow.forms import FORMS
from tests.workflow.edge.world import World

WORDS = Words("services.kit", "services.contracts", "services.workflow", "services.workflow.forms")
HERE = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


async def _signed_in(world: World, person: str) -> httpx.AsyncClient:
    client = world.client(**HERE)
    answer = await client.post("/console/sign-in", data={"token": world.tokens[person]})
    assert answer.status_code == 303, answer.text
    return client


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found
    return found.group(1)


async def test_the_session_is_out_of_reach_of_scripts_and_ends(world: World) -> None:
    client = world.client(**HERE)
    entered = await client.post("/console/sign-in", data={"token": world.tokens["inspector-3508"]})
    cookie = entered.headers["set-cookie"].lower()
    page = await client.get("/console/tasks")
    session = client.cookies["netral-session"]
    await client.post("/console/sign-out", data={"csrf": _csrf(page.text)})
    again = await world.client(cookie=f"netral-session={session}").get("/console/tasks")

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert page.status_code == 200
    assert again.status_code == 303


async def test_pages_let_nothing_in_from_elsewhere(world: World) -> None:
    client = await _signed_in(world, "inspector-3508")
    page = await client.get("/console/tasks")

    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["netral-sandbox"] == "2024-10-14"
    assert "SANDBOX" in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize(
    "sent",
    [
        {"origin": "https://elsewhere.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(world: World, sent: dict[str, str]) -> None:
    task_id = await world.task("team", "inspector", case_id=await world.case())
    client = await _signed_in(world, "inspector-3508")
    page = await client.get(f"/console/tasks/{task_id}")
    answer = await client.post(
        f"/console/tasks/{task_id}/claim", data={"csrf": _csrf(page.text)}, headers=sent
    )

    assert answer.status_code == 403


async def test_a_form_of_another_session_is_refused(world: World) -> None:
    task_id = await world.task("team", "inspector", case_id=await world.case())
    client = await _signed_in(world, "inspector-3508")
    other = await _signed_in(world, "inspector-3508")
    foreign = _csrf((await other.get("/console/tasks")).text)
    answer = await client.post(f"/console/tasks/{task_id}/claim", data={"csrf": foreign})

    assert answer.status_code == 403


async def test_what_a_person_wrote_is_shown_as_text(world: World) -> None:
    complaint_id = await world.complaint()
    task_id = await world.task("triage", "intake_officer", complaint_id=complaint_id)
    client = await _signed_in(world, "intake-officer-3508")
    page = await client.get(f"/console/tasks/{task_id}")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "Sign in" not in page.text


async def test_an_answer_is_typed_recorded_and_sent_once(world: World) -> None:
    world.acting.refuses = None
    world.acting.asked.clear()
    case_id = await world.case()
    task_id = await world.task("investigate", "auditor", case_id=case_id)
    client = await _signed_in(world, "auditor-3508")
    page = (await client.get(f"/console/tasks/{task_id}")).text
    scan = str(uuid4())
    typed = {
        "csrf": _csrf(page),
        "act_key": "one",
        "happened_on": "2024-10-12",
        "number": "LHP/1",
        "lhp_date": "2024-10-12",
        "author_ids": ["auditor-3508", "auditor-3508-2"],
        "findings.0.respondent": "1",
        "findings.0.proven": "yes",
        "findings.0.violations": ["disc.social-media-like"],
        "findings.0.act_from": "2024-10-07",
        "findings.0.relation": "",
        "scan": scan,
    }
    first = await client.post(f"/console/tasks/{task_id}/answer", data=typed)
    again = await client.post(f"/console/tasks/{task_id}/answer", data=typed)

    assert (first.status_code, again.status_code) == (303, 303)
    asked = world.acting.asked
    assert asked[0]["act_id"] == asked[1]["act_id"]
    assert asked[0]["answer"] == {
        "number": "LHP/1",
        "lhp_date": "2024-10-12",
        "author_ids": ["auditor-3508", "auditor-3508-2"],
        "findings": [
            {
                "respondent": 1,
                "proven": True,
                "violations": ["disc.social-media-like"],
                "act_from": "2024-10-07",
            }
        ],
        "scan": scan,
    }
    FORMS["investigate"].model_validate(asked[0]["answer"])


async def test_a_refusal_is_shown_in_words_and_what_was_typed_stays(world: World) -> None:
    case_id = await world.case()
    task_id = await world.task("decide", "ppk", case_id=case_id, respondent=1, post_id="ppk-3508")
    client = await _signed_in(world, "ppk-3508")
    client.headers["accept-language"] = "id"
    csrf = _csrf((await client.get(f"/console/tasks/{task_id}")).text)
    world.acting.refuses = Refused(
        "sanction-too-light", citation="PP 94/2021 Pasal 28", sanction="x", degree="heavy"
    )
    typed = {"csrf": csrf, "happened_on": "2024-10-12", "number": "800/01/2024", "act_key": "k"}
    refused = await client.post(f"/console/tasks/{task_id}/answer", data=typed)
    world.acting.refuses = Malformed(
        "answer-malformed", pointers=[Pointer("/answer/reasons", "missing")]
    )
    wrong = await client.post(f"/console/tasks/{task_id}/answer", data=typed)
    world.acting.refuses = None

    assert refused.status_code == 409
    assert "Terlalu ringan" in refused.text
    assert "PP 94/2021 Pasal 28" in refused.text
    assert 'value="800/01/2024"' in refused.text
    assert wrong.status_code == 422
    field = wrong.text.split('for="f-reasons"')[1].split("</div>")[0]
    assert "Isian ini diperlukan" in field


async def test_a_case_not_mine_is_a_page_that_says_nothing(world: World) -> None:
    case_id = await world.case(jurisdiction="61.05")
    client = await _signed_in(world, "inspector-3508")
    page = await client.get(f"/console/cases/{case_id}")

    assert page.status_code == 404
    assert str(case_id) not in page.text


async def test_every_form_is_drawn(world: World) -> None:
    case_id = await world.case()
    for kind, form in FORMS.items():
        if not hasattr(form, "deadline"):
            continue
        schema = schema_of(form, WORDS, "id")

        drawn = {field.name.split("@")[0] for field in Form(schema, {}).fields()}
        assert drawn == set(schema["properties"]), kind
    client = await _signed_in(world, "inspector-3508")
    for kind in ("criminal_referral", "extend_investigation", "objection_received"):
        page = await client.get(f"/console/cases/{case_id}/acts/{kind}?respondent=1")
        assert page.status_code == 200, page.text


async def test_what_is_not_there_is_a_page_and_not_a_document(world: World) -> None:
    client = await _signed_in(world, "inspector-3508")
    nowhere, no_such_method = await client.get("/console/x"), await client.put("/console/tasks")

    assert (nowhere.status_code, no_such_method.status_code) == (404, 405)
    assert all("<h1>" in page.text for page in (nowhere, no_such_method))


async def test_our_own_mistake_is_a_page_with_its_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("canary-mistake")

    monkeypatch.setattr("services.workflow.console.tasks.overview", broken)
    client = await _signed_in(world, "inspector-3508")
    client._transport.raise_app_exceptions = False  # type: ignore[attr-defined] # as a server does
    page = await client.get("/console/tasks")

    assert page.status_code == 500
    assert page.headers["traceparent"].split("-")[1] in page.text
    assert "<h1>" in page.text
    assert "canary-mistake" not in page.text
