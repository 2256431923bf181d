from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from services.kit import problems
from services.kit.errors import (
    EdgeRefusal,
    Failure,
    Malformed,
    NotFound,
    Pointer,
    Refused,
    Unavailable,
)
from services.kit.words import Words


def an_app(failure: Exception) -> FastAPI:
    app = FastAPI()
    problems.install(app, Words("services.kit"))

    @app.get("/it")
    async def it() -> None:
        raise failure

    return app


async def asked(failure: Exception, language: str = "en"):
    transport = ASGITransport(an_app(failure), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://netral") as client:
        return await client.get("/it", headers={"accept-language": language})


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Malformed("malformed"), 422),
        (Malformed("malformed-json"), 400),
        (NotFound("not-found"), 404),
        (Refused("in-flight"), 409),
        (Refused("not-allowed", about="who"), 403),
        (Refused("in-flight", about="version"), 412),
        (Unavailable(), 503),
        (EdgeRefusal("too-large", 413, limit=1), 413),
        (Failure("internal"), 500),
        (RuntimeError("a name that nobody may see"), 500),
    ],
)
async def test_each_kind_has_its_status_and_is_a_problem_document(failure, status):
    response = await asked(failure)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert "nobody may see" not in response.text
    assert response.json()["type"].startswith("/problems/")


async def test_unavailable_says_when_to_come_back():
    response = await asked(Unavailable(retry_after=timedelta(seconds=7)))

    assert response.headers["retry-after"] == "7"


async def test_a_problem_is_said_in_the_readers_language():
    assert (await asked(NotFound("not-found"), "id")).json()["title"] == "Tidak ditemukan"
    assert (await asked(NotFound("not-found"), "en")).json()["title"] == "Not found"


async def test_a_wrong_place_is_named_by_its_pointer():
    failure = Malformed("malformed", pointers=[Pointer("/incident/date_from", "invalid")])

    errors = (await asked(failure)).json()["errors"]

    assert [error["pointer"] for error in errors] == ["/incident/date_from"]


async def test_the_type_of_every_problem_of_any_service_opens_a_page():
    app = an_app(NotFound("not-found"))
    words = Words.of_the_product()
    said = {
        key.split(".")[0] for table in ("problem", "refusal") for key in words.under(table, "en")
    }

    async with AsyncClient(transport=ASGITransport(app), base_url="http://netral") as client:
        pages = {code: await client.get(f"/problems/{code}") for code in said}

    assert {"evidence-type", "already-received", "team-required"} <= said
    assert {code for code, page in pages.items() if page.status_code != 200} == set()


async def test_a_service_explains_a_code_in_its_own_words_first():
    app = FastAPI()
    problems.install(app, Words("services.kit", "services.evidence"))

    async with AsyncClient(transport=ASGITransport(app), base_url="http://netral") as client:
        page = await client.get("/problems/cut-off", headers={"accept-language": "en"})

    assert "The upload was cut" in page.text


async def test_a_code_that_nobody_says_has_no_page_and_is_a_problem_document():
    async with AsyncClient(
        transport=ASGITransport(an_app(NotFound("not-found"))), base_url="http://netral"
    ) as client:
        page = await client.get("/problems/nope")

    assert (page.status_code, page.json()["code"]) == (404, "not-found")
