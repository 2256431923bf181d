import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.ids import IdMint

MINT = IdMint(bytes(range(32)))


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_the_same_parts_give_the_same_id_of_version_8(parts):
    made = MINT.mint(*parts)

    assert made == IdMint(bytes(range(32))).mint(*parts)
    assert (made.version, made.variant) == (8, "specified in RFC 4122")


def test_parts_cannot_be_moved_across_their_border():
    assert MINT.mint("ab", "c") != MINT.mint("a", "bc")


def test_another_secret_gives_other_ids():
    assert MINT.mint("a") != IdMint(bytes(32)).mint("a")


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="at least 32"):
        IdMint(b"short")
