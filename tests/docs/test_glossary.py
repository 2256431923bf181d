"""One term per concept: what the glossary says that we never say is no name in the code."""

import ast
import re

from tests.docs.pages import ROOT, python_files, rows, text_of

# Words of a library or of another craft, each with the reason why it stays.
ALLOWED = {
    "client": "what connects to a server (Temporal, HTTP, S3); an agency is never called so",
    "update": "Temporal's word for a person's act on a workflow, and SQL's",
    "report": "the LHP, and what health says; never a complaint",
    "status": "HTTP's, and the address `status_url` that the contract promises",
    "state": "the technical state of a row or process; a stage is what an agency reads",
    "subject": "CloudEvents' name for the key of an event, and whom a rule is asked about",
    "event": "what Kafka carries; what a person did is an act",
    "action": "argparse's and HTML's",
    "log": "structlog's",
    "region": "Kemendagri's region code, which may be a village",
    "unit": "a unit of time, and the impact on a unit that the law grades by",
    "deliver": "a webhook delivery; a decision is served",
    "verdict": "whether a custody chain holds; about people we say finding and decision",
    "job": "a sealer's lease on a row, and compose's jobs",
    "incident": "the complaint's own account of what happened, a field of the contract",
}
SERVICES = ("services",)


def _never() -> set[str]:
    table = [row for row in rows(text_of("docs/glossary.md")) if len(row) >= 4 and row[0] != "term"]
    return {word.strip() for row in table for word in row[3].split(",") if word.strip()}


def test_no_class_or_function_is_called_what_we_never_say() -> None:
    forbidden = {tuple(word.split()) for word in _never() - ALLOWED.keys()}

    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in python_files(*SERVICES)
        for name in _names(ast.parse(path.read_text("utf-8")))
        if any(_says(name, word) for word in forbidden)
    ]

    assert found == []


def test_every_allowed_word_is_one_that_the_glossary_forbids() -> None:
    assert ALLOWED.keys() - _never() == set()


def _names(tree: ast.Module) -> list[str]:
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [node.name for node in ast.walk(tree) if isinstance(node, kinds)]


def _says(name: str, word: tuple[str, ...]) -> bool:
    parts = [part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]
    plain = [part.removesuffix("s") for part in parts]
    width = len(word)
    return any(tuple(plain[at : at + width]) == word for at in range(len(plain)))
