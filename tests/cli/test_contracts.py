"""What is checked in under docs/ is what the code says today."""

from pathlib import Path

import pytest

from services.cli import asyncapi, contracts, documents
from services.kit.topics import TOPICS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def described() -> dict[str, str]:
    return contracts.documents()


def test_the_contracts_are_those_of_the_code(described: dict[str, str]) -> None:
    differ = [
        name
        for name, text in described.items()
        if (DOCS / "contracts" / name).read_text("utf-8") != text
    ]

    assert differ == [], "run `make contracts`"


@pytest.mark.parametrize("name", sorted(documents.documents()))
def test_the_generated_pages_are_those_of_the_code(name: str) -> None:
    expected = documents.documents()[name]

    assert (DOCS / name).read_text("utf-8") == expected, "run `make docs`"


def test_writing_twice_gives_the_same(described: dict[str, str]) -> None:
    assert contracts.documents() == described


def test_every_topic_is_described_with_its_partitions() -> None:
    channels = asyncapi.document()["channels"].values()

    assert {
        channel["address"]: channel["bindings"]["kafka"]["partitions"] for channel in channels
    } == TOPICS


def test_every_reference_of_the_events_leads_somewhere() -> None:
    document = asyncapi.document()

    def leads(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [ref for value in node.values() for ref in leads(value)]
        return [ref for value in node for ref in leads(value)] if isinstance(node, list) else []

    for ref in leads(document):
        at: object = document
        for part in ref.removeprefix("#/").split("/"):
            at = at[part]  # type: ignore[index]
