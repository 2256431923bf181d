"""Reading: by the agency that sent it or under a grant, whole or in ranges."""

import os
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.evidence.blocks import BLOCK
from tests.evidence.world import World

pytestmark = pytest.mark.stack


async def test_a_head_says_what_a_get_would_and_gives_no_byte_out(world: World):
    evidence_id = await world.sealed(b"isi kepala")
    address = f"/v1/evidence/{evidence_id}/content"
    head = await world.http.head(address, headers=world.as_agency())
    listed = await world.http.head("/v1/evidence", headers=world.as_agency())
    custody = await world.http.get(f"/v1/evidence/{evidence_id}/custody", headers=world.as_agency())
    given = await world.http.get(address, headers=world.as_agency())

    assert (head.status_code, head.content, listed.status_code) == (200, b"", 200)
    for name in ("content-length", "content-type", "etag"):
        assert head.headers[name] == given.headers[name]
    assert "downloaded" not in {entry["act"] for entry in custody.json()["entries"]}


async def test_a_method_that_is_not_there_is_told_all_that_are(world: World):
    answer = await world.http.put("/v1/evidence", headers=world.as_agency())

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


async def test_what_is_no_id_is_nobodys_item(world: World):
    answer = await world.http.get("/v1/evidence/bukan-id", headers=world.as_agency())

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


SIZE = 6 * BLOCK + 1234


@pytest.fixture(scope="module")
async def film(world: World) -> tuple[UUID, bytes]:
    content = os.urandom(SIZE)
    return await world.sealed(content, kind="video/mp4", name="kanari.mp4"), content


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-1048575", 0, BLOCK - 1),
        ("bytes=1048575-1048576", BLOCK - 1, BLOCK),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=-1", SIZE - 1, SIZE - 1),
        (f"bytes={2 * BLOCK + 5}-{5 * BLOCK + 7}", 2 * BLOCK + 5, 5 * BLOCK + 7),
        ("bytes=0-99999999", 0, SIZE - 1),
    ],
)
async def test_a_range_is_exactly_those_bytes(world: World, film, asked, first, last):
    evidence_id, content = film
    answer = await world.http.get(
        f"/v1/evidence/{evidence_id}/content", headers=world.as_agency() | {"Range": asked}
    )

    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.content == content[first : last + 1]


async def test_the_whole_comes_without_a_range_and_for_another_etag(world: World, film):
    evidence_id, content = film
    headers = world.as_agency()
    address = f"/v1/evidence/{evidence_id}/content"
    whole = await world.http.get(address, headers=headers)
    stale = await world.http.get(
        address, headers=headers | {"Range": "bytes=0-1", "If-Range": '"lain"'}
    )
    fresh = await world.http.get(
        address, headers=headers | {"Range": "bytes=0-1", "If-Range": whole.headers["etag"]}
    )

    assert whole.content == stale.content == content
    assert (whole.status_code, stale.status_code, fresh.status_code) == (200, 200, 206)
    assert whole.headers["accept-ranges"] == "bytes"


async def test_a_range_outside_is_a_416(world: World, film):
    answer = await world.http.get(
        f"/v1/evidence/{film[0]}/content",
        headers=world.as_agency() | {"Range": f"bytes={SIZE}-"},
    )

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("part", ["", "/content", "/custody"])
async def test_anothers_item_is_as_if_not_there(world: World, film, part):
    headers = world.as_agency("bkn")
    anothers = await world.http.get(f"/v1/evidence/{film[0]}{part}", headers=headers)
    nobodys = await world.http.get(f"/v1/evidence/{uuid4()}{part}", headers=headers)
    same = {"correlation_id"}

    assert anothers.status_code == nobodys.status_code == 404
    assert {k: v for k, v in anothers.json().items() if k not in same} == {
        k: v for k, v in nobodys.json().items() if k not in same
    }
    assert set(anothers.headers) == set(nobodys.headers)


async def test_anothers_item_is_in_no_list(world: World, film):
    own = await world.http.get("/v1/evidence", headers=world.as_agency())
    others = await world.http.get("/v1/evidence", headers=world.as_agency("bkn"))

    assert str(film[0]) in own.text
    assert str(film[0]) not in others.text


@pytest.mark.parametrize("part", ["", "/content", "/custody"])
@pytest.mark.parametrize(
    "why", ["other item", "expired", "upload", "submit", "tampered", "none", "person token"]
)
async def test_a_grant_that_does_not_hold_opens_nothing(world: World, film, part, why):
    evidence_id = film[0]
    good = world.as_official("download", evidence_id)["Authorization"]
    headers = {
        "other item": world.as_official("download", uuid4()),
        "expired": world.as_official(
            "download", evidence_id, expires_at=datetime.now(UTC) - timedelta(seconds=1)
        ),
        "upload": world.as_official("upload", evidence_id),
        "submit": world.as_official("submit", evidence_id),
        "tampered": {"Authorization": good[:-4] + "AAAA"},
        "none": {},
        "person token": {"Authorization": "Bearer ntp_bukan"},
    }[why]
    answer = await world.http.get(f"/v1/evidence/{evidence_id}{part}", headers=headers)

    assert answer.status_code == 401


async def test_a_grant_of_another_jurisdiction_finds_nothing(world: World, film):
    headers = world.as_official("download", film[0], jurisdiction="61.05")

    assert (await world.http.get(f"/v1/evidence/{film[0]}", headers=headers)).status_code == 404


async def test_a_grant_to_view_shows_the_description_and_not_the_bytes_nor_the_name(
    world: World, film
):
    headers = world.as_official("view", film[0])
    told = await world.http.get(f"/v1/evidence/{film[0]}", headers=headers)
    given = await world.http.get(f"/v1/evidence/{film[0]}/content", headers=headers)

    assert told.json()["name"] is None
    assert "kanari" not in told.text
    assert given.status_code == 401


async def test_an_officials_copy_is_called_by_its_id(world: World, film):
    given = await world.http.get(
        f"/v1/evidence/{film[0]}/content",
        headers=world.as_official("download", film[0]) | {"Range": "bytes=0-1"},
    )
    own = await world.http.get(
        f"/v1/evidence/{film[0]}/content", headers=world.as_agency() | {"Range": "bytes=0-1"}
    )

    assert given.status_code == 206
    assert "kanari" not in given.headers["content-disposition"]
    assert "kanari.mp4" in own.headers["content-disposition"]


async def test_an_official_uploads_for_a_case_and_reads_it_by_another_grant(world: World):
    case = uuid4()
    grant = world.as_official("upload", case, case_id=case)
    evidence_id = await world.sealed(b"LHP", kind="text/plain", caller=grant)
    as_agency = await world.http.get(f"/v1/evidence/{evidence_id}", headers=world.as_agency())
    as_official = await world.http.get(
        f"/v1/evidence/{evidence_id}/content", headers=world.as_official("download", evidence_id)
    )
    row, events = await world.row(evidence_id), await world.events(evidence_id)

    assert as_agency.status_code == 404
    assert as_official.content == b"LHP"
    assert (row["agency_id"], row["sent_for"]) == ("office:35.08", str(case))
    assert [event["sent_for"] for event in events] == [str(case)]


async def test_a_grant_uploads_only_in_its_jurisdiction(world: World):
    answer = await world.send(
        b"LHP", caller=world.as_official("upload", uuid4(), jurisdiction="61.05")
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "jurisdiction-outside")


async def test_the_list_is_paged_and_tells_what_no_complaint_names(world: World):
    mine = [await world.sealed(caller=world.as_agency("bkn")) for _ in range(3)]
    headers, seen = world.as_agency("bkn"), []
    asked: dict[str, str | int] = {"limit": 2, "unnamed": "true"}
    while True:
        page = await world.http.get(
            "/v1/evidence",
            headers=headers,
            params=asked,
        )
        seen += [line["evidence_id"] for line in page.json()["items"]]
        if page.json()["next"] is None:
            break
        asked["after"] = page.json()["next"]
    bad = await world.http.get("/v1/evidence", headers=headers, params={"after": "xx"})

    assert seen == [str(evidence_id) for evidence_id in reversed(mine)]
    assert bad.status_code == 422


async def test_a_page_explains_each_problem_in_both_languages(world: World):
    for lang, word in (("id", "Berkas"), ("en", "file")):
        page = await world.http.get(
            "/problems/evidence-too-large", headers={"Accept-Language": lang}
        )
        assert word in page.text
