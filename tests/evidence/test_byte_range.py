import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.evidence.byte_range import ByteRange, asked
from services.kit.errors import EdgeRefusal


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-1000", (90, 99)),
        ("bytes=-1", (99, 99)),
        ("bytes=-1000", (0, 99)),
        (" bytes = 5 - 6 ", (5, 6)),
    ],
)
def test_one_range_is_understood(header, span):
    assert asked(header, 100) == ByteRange(*span)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "bytes=0-1,5-6",
        "lines=0-1",
        "bytes=a-b",
        "bytes=" + "9" * 50 + "-",
    ],
)
def test_what_is_not_one_range_of_bytes_asks_for_the_whole(header):
    assert asked(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_outside_names_the_size(header):
    with pytest.raises(EdgeRefusal) as refusal:
        asked(header, 100)

    assert refusal.value.status == 416
    assert refusal.value.headers == {"content-range": "bytes */100"}


@given(st.text(max_size=60), st.integers(1, 10**9))
def test_any_header_gives_bytes_of_the_file_or_a_416(header, size):
    try:
        span = asked(header, size)
    except EdgeRefusal as refusal:
        assert refusal.status == 416  # noqa: PT017 -- one of two good ends
    else:
        assert span is None or 0 <= span.first <= span.last < size
