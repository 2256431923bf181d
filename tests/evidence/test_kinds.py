import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evidence.kinds import found_in
from services.evidence.media_types import bare, contradicts, taken
from tests.evidence import files

ODT = "application/vnd.oasis.opendocument.text"


def found(content: bytes) -> str:
    return found_in(io.BytesIO(content))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (files.a_jpeg, "image/jpeg"),
        (files.a_png, "image/png"),
        (files.a_wav, "audio/wav"),
        (files.an_mp4, "video/mp4"),
        (files.a_pdf, "application/pdf"),
        (files.a_docx, files.DOCX),
        (files.an_odt, ODT),
    ],
)
def test_real_files_are_known_by_their_content(make, kind):
    assert found(make()) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Laporan kegiatan\nbaris kedua\n", "text/plain"),
        ("Catatan é".encode(), "text/plain"),
        (b"\xff\xfeh\x00i\x00", "text/plain"),
        (b"<!DOCTYPE html><p>x", "text/html"),
        (b'\n<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        (b"\x1aE\xdf\xa3....webm", "video/webm"),
        (b"OggS\x00\x02", "application/ogg"),
        (b"ID3\x03\x00", "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
        (b"\x00\x00\x00\x143gp", "application/octet-stream"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"MZ\x90\x00", "application/vnd.microsoft.portable-executable"),
        (b"PK\x03\x04broken", "application/zip"),
        (b"\x00\x01\x02\x03\x04", "application/octet-stream"),
    ],
)
def test_beginnings_that_say_what_follows(content, kind):
    assert found(content) == kind


def test_a_zip_with_office_entries_in_a_wrong_place_is_a_zip():
    assert found(files.a_zip({"geheim/word/document.xml": b"x"})) == "application/zip"


@given(st.binary(max_size=4000))
def test_any_bytes_have_some_type(content):
    assert bare(found(content))


@given(
    st.sampled_from([b"PK\x03\x04", b"\xff\xd8\xff", b"RIFF", b"\x00\x00\x00\x18ftyp"]),
    st.binary(max_size=2000),
)
def test_a_good_beginning_with_anything_behind_it_is_survived(start, rest):
    assert bare(found(start + rest))


@pytest.mark.parametrize(
    "kind",
    [
        "image/jpeg",
        "image/heic",
        "audio/amr",
        "video/mp4",
        "text/plain",
        "text/html",
        "application/pdf",
        "application/msword",
        files.DOCX,
        ODT,
    ],
)
def test_images_sound_film_pdf_office_and_text_are_taken(kind):
    assert taken(kind)


@pytest.mark.parametrize(
    "kind",
    [
        "application/zip",
        "application/octet-stream",
        "multipart/form-data",
        "font/woff2",
        "application/x-www-form-urlencoded",
        "application/javascript",
        "application/json",
    ],
)
def test_other_types_are_not(kind):
    assert not taken(kind)


@pytest.mark.parametrize("header", [None, "", "jpeg", "image/", "image/jpeg/x", "image /jpeg"])
def test_a_type_not_of_the_form_is_no_type(header):
    assert bare(header) is None


def test_a_type_is_compared_without_its_parameters():
    assert bare("Text/Plain; charset=utf-8") == "text/plain"


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("image/jpg", "image/jpeg"),
        ("audio/mp4", "video/mp4"),
        ("video/quicktime", "video/mp4"),
        ("audio/x-wav", "audio/wav"),
        ("application/msword", "application/x-ole-storage"),
        ("text/csv", "text/plain"),
        ("text/html", "text/plain"),
        ("image/jpeg", "application/octet-stream"),
    ],
)
def test_two_names_of_one_thing_are_no_contradiction(declared, shown):
    assert not contradicts(declared, shown)


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("image/jpeg", "text/html"),
        ("image/jpeg", "image/png"),
        ("text/plain", "text/html"),
        ("text/plain", "application/vnd.microsoft.portable-executable"),
        (files.DOCX, "application/zip"),
        ("application/pdf", "video/mp4"),
    ],
)
def test_something_else_than_was_declared_is_a_contradiction(declared, shown):
    assert contradicts(declared, shown)
