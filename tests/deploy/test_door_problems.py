"""What the front door refuses by itself: problem documents, in the words of the catalogue."""

import http.client
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.embedded.caddy import COMPOSED, caddyfile
from deploy.embedded.layout import Layout
from services.kit.words import Words
from tests.deploy.door import HOST, Door, front_door

WORDS = Words.of_the_product()
DOCUMENTS = [json.loads(text) for text in re.findall(r"`(.*)`", COMPOSED.read_text("utf-8"))]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with front_door(tmp_path_factory.mktemp("door")) as running:
        yield running


def ask(
    door: Door, method: str, path: str, language: str = "en", body: bytes = b"", name: str = HOST
) -> tuple[http.client.HTTPResponse, dict[str, Any]]:
    with door.line() as line:
        connection = http.client.HTTPConnection(HOST)
        connection.sock = line
        connection.request(method, path, body, {"accept-language": language, "host": name})
        answer = connection.getresponse()
        return answer, json.loads(answer.read())


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/", b"", 404, "not-found"),
        ("GET", "/livez", b"", 404, "not-found"),
        ("POST", "/v1/complaints", bytes(3 * 1024 * 1024), 413, "too-large"),
        ("DELETE", "/v1/webhook", b"", 502, "unavailable"),
    ],
)
def test_what_the_door_itself_answers_is_a_problem_document(
    door: Door, method: str, path: str, body: bytes, status: int, code: str
) -> None:
    answer, told = ask(door, method, path, body=body)

    assert (answer.status, told["status"], told["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == ("5" if status >= 500 else None)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["server"] is None
    assert told["title"] == WORDS.say(f"problem.{code}.title", "en")


@pytest.mark.parametrize("name", [f"{HOST}.", "door.localhost", "other.example"])
def test_nothing_is_acknowledged_under_another_name(door: Door, name: str) -> None:
    answer, told = ask(door, "POST", "/v1/complaints", body=b"{}", name=name)

    assert (answer.status, told["code"]) == (404, "not-found")
    assert answer.headers["server"] is None


def test_it_is_said_in_indonesian_to_whoever_asks_for_nothing_else(door: Door) -> None:
    assert ask(door, "GET", "/", "fr")[1]["title"] == WORDS.say("problem.not-found.title", "id")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_door_says_what_the_catalogue_says(document: dict[str, Any]) -> None:
    titles = {WORDS.say(f"problem.{document['code']}.title", lang) for lang in ("en", "id")}
    details = {WORDS.say(f"problem.{document['code']}.detail", lang) for lang in ("en", "id")}

    assert document["title"] in titles
    # The door's own limit is another one than the service's, so it names none.
    assert document["detail"] in details or document["code"] == "too-large"


def test_both_doors_say_the_same(a_layout: Layout) -> None:
    embedded = caddyfile(a_layout)

    assert embedded.count("import problems") == embedded.count("reverse_proxy") - 1 == 4
    assert all(json.dumps(one, ensure_ascii=False) in embedded for one in DOCUMENTS)
