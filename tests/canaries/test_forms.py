"""The search knows each form of a word, alone and among many."""

import base64
import json
from typing import Literal
from unicodedata import normalize
from urllib.parse import quote

import pytest

from tests.canaries.forms import holding, holding_each

CANARY = "KenariBentukÉ8846"
Composing = Literal["NFC", "NFD"]


@pytest.mark.parametrize(
    "coded",
    [
        f"x{CANARY}y".encode(),
        f"x{CANARY}y".encode("utf-16-le"),
        *(base64.b64encode(b"z" * n + CANARY.encode() + b"tail") for n in range(3)),
        f"x{CANARY}".encode().hex().encode(),
        json.dumps(CANARY).encode(),
        json.dumps(json.dumps(CANARY)).encode(),
        json.dumps(repr(json.dumps(CANARY).encode())).encode(),
        repr(CANARY.encode()).encode(),
        json.dumps(repr(CANARY.encode())).encode(),
        quote(CANARY).encode(),
        quote(quote(CANARY)).encode(),
        CANARY.upper().encode(),
    ],
)
def test_the_search_knows_each_form(coded: bytes) -> None:
    assert holding({"there": coded}, CANARY) == ["there"]
    assert holding_each({"there": coded}, "KenariBentuk", [CANARY]) == {CANARY: ["there"]}


@pytest.mark.parametrize("stands", ["NFC", "NFD"])
@pytest.mark.parametrize("sought", ["NFC", "NFD"])
def test_the_search_knows_a_word_composed_and_decomposed(
    stands: Composing, sought: Composing
) -> None:
    there = {"there": normalize(stands, CANARY).encode()}

    assert holding(there, normalize(sought, CANARY)) == ["there"]


def test_a_word_that_only_begins_alike_is_not_taken_for_it() -> None:
    assert holding_each({"there": b"KenariBentuk1"}, "KenariBentuk", ["KenariBentuk2"]) == {
        "KenariBentuk2": []
    }
