import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from services.evidence.blocks import BLOCK, Digester, Digests


def digests_of(content: bytes) -> Digests:
    digester = Digester()
    digester.update(content)
    return digester.finish()


@settings(max_examples=60, deadline=None)
@given(
    size=st.sampled_from([1, 5, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 7]),
    cuts=st.lists(st.integers(1, 2 * BLOCK), max_size=6),
)
def test_the_digests_do_not_depend_on_how_the_bytes_were_cut(size, cuts):
    content = bytes(i % 251 for i in range(7)) * (size // 7 + 1)
    content = content[:size]
    digester, at = Digester(), 0
    for cut in cuts:
        digester.update(content[at : at + cut])
        at += cut
    digester.update(content[at:])

    assert digester.finish() == digests_of(content)


def test_the_whole_and_every_block_are_plain_sha256():
    content = b"a" * BLOCK + b"b" * 10
    digests = digests_of(content)

    assert digests.size == BLOCK + 10
    assert digests.sha256 == hashlib.sha256(content).digest()
    assert digests.block(0) == hashlib.sha256(b"a" * BLOCK).digest()
    assert digests.block(1) == hashlib.sha256(b"b" * 10).digest()
    assert len(digests.blocks) == 64


@given(st.integers(0, BLOCK * 2 + 8), st.integers(1, 255))
@settings(max_examples=30, deadline=None)
def test_one_altered_byte_is_found_in_its_block(place, flip):
    content = bytearray(BLOCK * 2 + 9)
    digests = digests_of(bytes(content))
    content[place] ^= flip
    number = place // BLOCK

    assert not digests.intact(number, bytes(content[number * BLOCK : (number + 1) * BLOCK]))


def test_no_bytes_have_no_blocks():
    assert digests_of(b"").blocks == b""
