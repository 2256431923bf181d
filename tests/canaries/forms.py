"""A word in each form in which it might stand somewhere, and what of many texts holds it."""

import base64
import json
from collections.abc import Collection, Iterator, Mapping
from unicodedata import normalize
from urllib.parse import quote

Texts = Mapping[str, bytes]
"""What lies where, by its name."""


def forms(word: str) -> Iterator[bytes]:
    """The word as it might stand in a row, a frame, a log, an address or an attachment."""
    for text in _spellings(word):
        for plain in (text.encode(), text.encode("utf-16-le"), text.encode("latin-1", "replace")):
            yield plain
            yield plain.hex().encode()
            yield plain.hex().upper().encode()
            # Whatever stood before it, the middle of its Base64 is one of three.
            for before in range(3):
                coded = base64.b64encode(b"\0" * before + plain)
                yield coded[4 : -4 - (len(coded) % 4)]
        yield quote(text).encode()
        yield quote(quote(text)).encode()
        yield from _escaped(text)


def _spellings(word: str) -> list[str]:
    """The likeliest first, each once: in words of ASCII composing changes nothing."""
    cased = (word, word.lower(), word.upper())
    composed = (normalize(form, text) for form in ("NFC", "NFD") for text in cased)
    return list(dict.fromkeys((*cased, *composed)))


def _escaped(text: str) -> Iterator[bytes]:
    """In JSON and as bytes are printed; each that is written into another doubles a backslash."""
    for escaped in (json.dumps(text)[1:-1], repr(text.encode())[2:-1]):
        for times in (1, 2, 4):
            yield escaped.replace("\\", "\\" * times).encode()


def holding(texts: Texts, word: str) -> list[str]:
    """The names of the texts that hold the word in any form."""
    wanted = dict.fromkeys(forms(word))  # the likeliest first
    return [where for where, text in texts.items() if any(form in text for form in wanted)]


def holding_each(texts: Texts, stem: str, words: Collection[str]) -> dict[str, list[str]]:
    """The same for each of many words that begin alike.

    What holds a word in some form holds its beginning in that form: the rest is read only once.
    """
    assert all(word.startswith(stem) for word in words)
    narrowed = {where: texts[where] for where in holding(texts, stem)}
    return {word: holding(narrowed, word) for word in words}
