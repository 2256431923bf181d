import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.evidence.declared import Claimed, content_digest, file_name
from services.kit.errors import EdgeRefusal


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="foto.jpg"', "foto.jpg"),
        ("attachment; filename=foto.jpg", "foto.jpg"),
        ("attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf", "résumé.pdf"),
        ("attachment; filename=\"a.jpg\"; filename*=UTF-8''b.jpg", "b.jpg"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\Foto\\\\a.jpg"', "a.jpg"),
        ("attachment", None),
        (None, None),
    ],
)
def test_the_name_is_read_without_its_folders(disposition, name):
    assert file_name(disposition, None) == name


def test_a_name_in_the_query_is_taken_where_there_is_no_header():
    assert file_name(None, "foto 1.jpg") == "foto 1.jpg"
    assert file_name("attachment; filename=b.jpg", "a.jpg") == "b.jpg"


@pytest.mark.parametrize("name", ["a\x00b", "a/", "..", ".", "x" * 256, "\x1b[31m", "\ud800"])
def test_a_name_that_cannot_be_stored_is_refused(name):
    with pytest.raises(EdgeRefusal):
        file_name(None, name)


@given(st.text(max_size=80))
def test_any_header_gives_a_storable_name_or_a_refusal(header):
    try:
        name = file_name(f"attachment; {header}", None)
    except EdgeRefusal as refusal:
        assert refusal.status == 422  # noqa: PT017 -- one of two good ends
    else:
        assert name is None or ("/" not in name and "\x00" not in name and name.encode())


def test_the_digest_is_read_from_its_header():
    digest = hashlib.sha256(b"x").digest()
    text = base64.b64encode(digest).decode()

    assert content_digest(f"sha-256=:{text}:") == digest
    assert content_digest(f"md5=:abc=:, sha-256=:{text}:") == digest
    assert content_digest(None) is None


@pytest.mark.parametrize("header", ["", "sha-256=abc", "sha-256=:AAAA:", "md5=:AAAA:", "x" * 5000])
def test_a_digest_that_is_none_is_a_400(header):
    with pytest.raises(EdgeRefusal) as refusal:
        content_digest(header)

    assert refusal.value.status == 400


@pytest.mark.parametrize(
    "claims",
    [
        {"taken_at": "2024-01-20"},
        {"taken_at": "2024-01-20T09:15:00+07:00"},
        {"place": "Balai desa", "platform": "instagram", "account": "@contoh"},
        {"description": "baris satu\nbaris dua"},
    ],
)
def test_claims_are_taken_as_they_are_said(claims):
    assert Claimed.model_validate(claims).model_dump(exclude_none=True)


@pytest.mark.parametrize(
    "claims",
    [
        {"taken_at": "2024-01-20T09:15:00"},
        {"taken_at": "kemarin"},
        {"taken_at": "1700000000"},
        {"taken_at": 1700000000},
        {"place": "a\x00b"},
        {"place": ""},
        {"description": "\ud800"},
        {"description": "x" * 4001},
        {"tempat": "x"},
    ],
)
def test_claims_that_cannot_be_read_or_stored_are_refused(claims):
    with pytest.raises(ValidationError):
        Claimed.model_validate(claims)
