import pytest

from services.kit.errors import EdgeRefusal
from services.kit.idempotency import parse_key


@pytest.mark.parametrize("header", ["abc", '"abc"', ' "abc" ', " abc "])
def test_quoted_and_bare_are_one_key(header):
    assert parse_key(header) == "abc"


def test_a_key_may_have_255_characters():
    assert parse_key("k" * 255) == "k" * 255


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "idempotency-key-missing"),
        ("  ", "idempotency-key-missing"),
        ('""', "idempotency-key-invalid"),
        ("k" * 256, "idempotency-key-invalid"),
        ("kü", "idempotency-key-invalid"),
        ("a\x00b", "idempotency-key-invalid"),
    ],
)
def test_a_missing_or_invalid_key_is_a_400(header, code):
    with pytest.raises(EdgeRefusal) as refused:
        parse_key(header)

    assert (refused.value.code, refused.value.status) == (code, 400)
