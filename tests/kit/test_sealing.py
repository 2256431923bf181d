import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.sealing import SealBroken, Sealer

OLD, NEW = bytes(32), bytes(range(32))


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_only_in_its_own_place(plaintext):
    wrapped, key = Sealer({"k1": OLD}).new_data_key("complaint|1")
    blob = key.seal(plaintext, "complaint|1|body")
    again = Sealer({"k1": OLD}).unwrap(wrapped, "complaint|1")

    assert again.open(blob, "complaint|1|body") == plaintext
    with pytest.raises(SealBroken):
        again.open(blob, "complaint|2|body")


def test_a_wrapped_key_does_not_move_to_another_record():
    sealer = Sealer({"k1": OLD})
    wrapped, _ = sealer.new_data_key("complaint|1")

    with pytest.raises(SealBroken):
        sealer.unwrap(wrapped, "complaint|2")


def test_after_a_rotation_the_old_key_still_opens_and_the_new_one_seals():
    blob = Sealer({"old": OLD}).seal(b"x", "place")
    rotated = Sealer({"new": NEW, "old": OLD})

    assert rotated.open(blob, "place") == b"x"
    with pytest.raises(SealBroken):
        Sealer({"old": OLD}).open(rotated.seal(b"x", "place"), "place")


@pytest.mark.parametrize("at", [0, 1, 5, 20, 60, -1])
def test_one_altered_byte_does_not_open(at):
    sealer = Sealer({"k1": OLD})
    blob = bytearray(sealer.seal(b"what was said", "place"))
    blob[at] ^= 1

    with pytest.raises(SealBroken):
        sealer.open(bytes(blob), "place")
