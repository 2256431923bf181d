"""A pointer leads back to the steps it was made of, whatever they are called."""

from hypothesis import given
from hypothesis import strategies as st

from services.kit.json_pointer import pointer, steps


@given(st.lists(st.text()))
def test_the_steps_come_back_as_they_were(names: list[str]):
    assert steps(pointer(names)) == names


def test_what_the_standard_escapes_is_escaped():
    assert pointer(["a/b", "m~n", 0]) == "/a~1b/m~0n/0"
    assert pointer([]) == ""
