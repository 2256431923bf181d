"""Receiving: acknowledged when stored and hashed; a bad upload leaves nothing behind."""

import asyncio
import os
from hashlib import sha256
from urllib.parse import urlsplit

import pytest

from tests.evidence import files
from tests.evidence.world import World, digest_header, until

pytestmark = pytest.mark.stack


async def nothing_kept(world: World) -> None:
    """No row of an unanswered upload, and nothing in quarantine."""

    async def gone() -> bool:
        async with world.parts.database.connection() as conn:
            left = await conn.fetchval("select count(*) from evidence.upload where answer is null")
        return left == 0 and not await world.attempts_in_quarantine()

    await until(gone)


async def test_a_file_is_received_sealed_and_given_back_as_it_was(world: World):
    photo = files.a_jpeg()
    answer = await world.send(
        photo,
        kind="image/jpeg",
        taken_at="2024-02-01T10:11:12+07:00",
        place="Balai desa",
        headers={
            "Content-Disposition": "attachment; filename*=UTF-8''foto%20rapat.jpg",
            **digest_header(photo),
        },
    )
    receipt = answer.json()
    told = (await world.http.get(receipt["status_url"], headers=world.as_agency())).json()
    given = await world.http.get(f"{receipt['status_url']}/content", headers=world.as_agency())

    assert answer.status_code == 202
    assert answer.headers["preference-applied"] == "wait=20"
    assert (receipt["sha256"], receipt["size"]) == (sha256(photo).hexdigest(), len(photo))
    assert receipt["state"] == told["state"] == "sealed"
    assert told["name"] == "foto rapat.jpg"
    assert told["claimed"] == {"taken_at": "2024-02-01T10:11:12+07:00", "place": "Balai desa"}
    assert told["claimed_by_file"]["latitude"] == -8.125
    assert told["warnings"] == []
    assert given.content == photo


async def test_without_waiting_the_answer_comes_at_the_commit_and_the_seal_soon_after(world: World):
    answer = await world.send(b"catatan", wait=None)
    assert answer.json()["state"] == "received"

    async def sealed() -> bool:
        told = await world.http.get(answer.json()["status_url"], headers=world.as_agency())
        return bool(told.json()["state"] == "sealed")

    await until(sealed)


async def test_the_same_key_and_bytes_get_the_first_answer_byte_for_byte(world: World):
    first = await world.send(b"isi yang sama", key="kunci-sama")
    again = await world.send(b"isi yang sama", key='"kunci-sama"', wait=None)

    assert again.status_code == 202
    assert again.content == first.content


async def test_a_repetition_while_the_first_still_waits_fixes_the_one_answer_of_the_key(
    world: World,
):
    world.background.kill()
    first = asyncio.create_task(world.send(b"isi yang ditunggu", key="kunci-tunggu", wait=30))

    async def acknowledged() -> object:
        async with world.parts.database.connection() as conn:
            return await conn.fetchval(
                "select true from evidence.upload where key = 'kunci-tunggu' and answer is not null"
            )

    await until(acknowledged)
    again = await world.send(b"isi yang ditunggu", key="kunci-tunggu", wait=None)
    world.background.start()
    answers = [await first, await world.send(b"isi yang ditunggu", key="kunci-tunggu")]

    assert again.json()["state"] == "received"
    assert [answer.content for answer in answers] == [again.content] * 2


async def test_the_same_key_and_bytes_with_another_type_name_or_claim_are_another_request(
    world: World,
):
    async def said(kind: str = "text/plain", name: str = "a.txt", place: str = "Balai desa"):
        return await world.send(b"isi", key="kunci-ucap", kind=kind, name=name, place=place)

    first, again = await said(), await said()
    others = [await said(kind="text/csv"), await said(name="b.txt"), await said(place="Kantor")]

    assert again.content == first.content
    for answer in others:
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


async def test_the_same_key_with_other_bytes_or_elsewhere_is_refused(world: World):
    first = await world.send(b"isi pertama", key="kunci-lain")
    same_size = await world.send(b"isi lainnya", key="kunci-lain")
    longer = await world.send(b"isi lainnya lagi", key="kunci-lain")
    elsewhere = await world.send(b"isi pertama", key="kunci-lain", jurisdiction="61.05")

    assert first.status_code == 202
    for answer in (same_size, longer, elsewhere):
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


async def test_the_same_key_of_another_agency_is_another_item(world: World):
    one = await world.send(b"isi", key="kunci-dua")
    two = await world.send(b"isi", key="kunci-dua", caller=world.as_agency("bkn"))

    assert one.json()["evidence_id"] != two.json()["evidence_id"]


@pytest.mark.parametrize(
    ("code", "status", "content", "fields"),
    [
        ("evidence-empty", 422, b"", {}),
        ("content-digest-mismatch", 422, b"isi", {"headers": digest_header(b"lain")}),
        ("content-digest-invalid", 400, b"isi", {"headers": {"Content-Digest": "sha-256=:x:"}}),
        ("evidence-too-large", 413, bytes(24 * 1024 * 1024 + 1), {}),
        ("evidence-type", 415, b"isi", {"kind": "application/zip"}),
        ("evidence-type", 415, b"isi", {"headers": {"Content-Encoding": "gzip"}}),
        ("file-name-invalid", 422, b"isi", {"name": "a\x00b"}),
        ("malformed", 422, b"isi", {"taken_at": "kemarin"}),
        ("malformed", 422, b"isi", {"taken_at": "1700000000"}),
        ("malformed", 422, b"isi", {"taken_at": "2199-01-20"}),
        ("malformed", 422, b"isi", {"taken_at": "2199-01-20T09:15:00+07:00"}),
        ("malformed", 422, b"isi", {"tempat": "desa"}),
        ("jurisdiction-outside", 403, b"isi", {"jurisdiction": "18.01"}),
        ("idempotency-key-invalid", 400, b"isi", {"key": '""'}),
        ("credential-missing", 401, b"isi", {"caller": {"Authorization": "Bearer nta_x"}}),
    ],
)
async def test_a_bad_upload_is_refused_clearly_and_nothing_is_kept(
    world: World, code, status, content, fields
):
    answer = await world.send(content, **fields)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    await nothing_kept(world)


async def test_a_body_without_a_length_is_counted_while_it_comes(world: World):
    async def endless():
        for _ in range(40):
            yield bytes(1024 * 1024)

    answer = await world.http.post(
        "/v1/evidence",
        params={"jurisdiction": "35.08"},
        headers={
            **world.as_agency(),
            "Idempotency-Key": "tanpa-panjang",
            "Content-Type": "video/mp4",
        },
        content=endless(),
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "evidence-too-large")
    await nothing_kept(world)


async def begun(world: World, key: str, content: bytes, length: int) -> asyncio.StreamWriter:
    """An upload of which only some bytes have been sent."""
    place = urlsplit(world.app.url)
    _, writer = await asyncio.open_connection(place.hostname, place.port)
    head = (
        "POST /v1/evidence?jurisdiction=35.08 HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: {world.as_agency()['Authorization']}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
    )
    writer.write(head.encode() + content)
    await writer.drain()

    async def held() -> bool:
        async with world.parts.database.connection() as conn:
            return bool(await conn.fetchval("select true from evidence.upload where key = $1", key))

    await until(held)
    return writer


async def test_a_cut_upload_leaves_nothing_and_is_sent_again_under_its_key(world: World):
    content = os.urandom(20 * 1024 * 1024)
    writer = await begun(world, "kunci-putus", content[: 17 * 1024 * 1024], len(content))
    writer.close()
    await nothing_kept(world)
    again = await world.send(content, key="kunci-putus")

    assert again.status_code == 202
    assert again.json()["sha256"] == sha256(content).hexdigest()


async def test_a_twin_under_way_is_told_to_come_back(world: World):
    writer = await begun(world, "kunci-kembar", b"seten", 10)
    twin = await world.send(b"setengah..", key="kunci-kembar", wait=None)
    writer.write(b"gah..")
    await writer.drain()

    async def first_done() -> bool:
        return (await world.send(b"setengah..", key="kunci-kembar")).status_code == 202

    assert (twin.status_code, twin.json()["code"]) == (409, "in-flight")
    assert int(twin.headers["retry-after"]) <= 5
    await until(first_done)
    writer.close()


async def test_many_twins_make_one_item(world: World):
    answers = await asyncio.gather(
        *(world.send(b"serentak", key="kunci-serentak", wait=None) for _ in range(12))
    )
    done = {answer.content for answer in answers if answer.status_code == 202}
    rest = {answer.status_code for answer in answers if answer.status_code != 202}

    assert len(done) == 1
    assert rest <= {409}


async def test_hostile_and_contradicting_files_are_sealed_and_marked(world: World):
    page = await world.sealed(b"<!doctype html><script>alert(1)</script>", kind="image/jpeg")
    polyglot = await world.sealed(files.a_jpeg() + b"<script>1</script>", kind="image/jpeg")
    told = await world.http.get(f"/v1/evidence/{page}", headers=world.as_agency())
    given = await world.http.get(f"/v1/evidence/{page}/content", headers=world.as_agency())
    other = await world.http.get(f"/v1/evidence/{polyglot}/content", headers=world.as_agency())

    assert told.json()["warnings"] == ["type_contradicts"]
    for answer in (given, other):
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
    assert given.headers["content-type"] == "text/html"


async def test_the_content_is_called_what_the_item_calls_it(world: World):
    for content, kind in (
        (files.a_docx(), files.DOCX),
        ("catatan".encode("utf-16"), "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    ):
        evidence_id = await world.sealed(content, kind=kind)
        told = await world.http.get(f"/v1/evidence/{evidence_id}", headers=world.as_agency())
        given = await world.http.get(told.json()["content_url"], headers=world.as_agency())

        assert given.headers["content-type"] == told.json()["media_type"] == kind
        assert given.headers["content-disposition"].startswith("attachment;")


async def test_names_and_claims_are_in_clear_in_no_row_event_or_log(world: World):
    canary, control = "rapat-rahasia-kanari", "35.08"
    evidence_id = await world.sealed(
        b"isi kanari",
        place=f"desa {canary}",
        description=canary,
        headers={"Content-Disposition": f"attachment; filename={canary}.txt"},
    )
    async with world.parts.database.connection() as conn:
        tables = await conn.fetch(
            "select table_name from information_schema.tables where table_schema = 'evidence'"
        )
        stored = ""
        for name in (row["table_name"] for row in tables):
            rows = await conn.fetch(f"select * from evidence.{name}")
            stored += str([dict(row) for row in rows])
    logged = world.app.log.read_text() + world.background.log.read_text()
    told = await world.http.get(f"/v1/evidence/{evidence_id}", headers=world.as_agency())

    assert canary in told.text
    assert control in stored
    assert str(evidence_id) in logged
    assert canary not in stored
    assert canary not in logged
