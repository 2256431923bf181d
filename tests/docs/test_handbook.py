"""What the handbook tells an agency to send is accepted, and every refusal is explained."""

import json
import re

import netral_client

from services.intake.complaints import Complaint
from services.intake.example import COMPLAINT
from services.kit.words import Words
from tests.docs.pages import rows, text_of

HANDBOOK = "docs/agencies/handbook.md"
_BODIES = re.compile(r"<<'JSON'\n(.*?)\nJSON\n", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
_IMPORTED = re.compile(r"^from netral_client import (.+)$", re.MULTILINE)
_CODES = re.compile(r"`([a-z][a-z-]+)`")
# Problems that no request of an agency is answered with.
NOT_FOR_AGENCIES = {
    "grant-invalid": "officials' grants",
    "not-allowed": "officials' roles",
    "lock-not-proven-yet": "shown by /readyz",
    "installation-not-migrated": "shown by /readyz and the command line",
    "installation-is-sandbox": "the same",
    "installation-is-production": "the same",
}


def test_the_first_complaint_is_the_example_and_is_accepted_as_it_stands() -> None:
    shown = _BODIES.findall(text_of(HANDBOOK))[0]

    assert json.loads(shown) == COMPLAINT
    Complaint.model_validate_json(shown)


def test_every_problem_an_agency_can_meet_is_in_the_table() -> None:
    words = Words("services.kit", "services.intake", "services.evidence")
    codes = {
        key.split(".")[0]
        for key in (*words.under("problem", "en"), *words.under("refusal", "en"))
        if key.endswith(".title")
    }

    assert _in_the_table() == codes - NOT_FOR_AGENCIES.keys()


def test_the_python_on_the_page_compiles_and_uses_names_of_the_client() -> None:
    blocks = _PYTHON.findall(text_of(HANDBOOK))
    imported = [name for block in blocks for name in _IMPORTED.findall(block)]

    assert len([compile(block, HANDBOOK, "exec") for block in blocks]) > 1
    names = {name.strip() for line in imported for name in line.split(",")}
    assert names
    assert names <= set(netral_client.__all__)


def _in_the_table() -> set[str]:
    explained = [row for row in rows(text_of(HANDBOOK)) if re.fullmatch(r"[45]\d\d", row[0])]
    return {code for row in explained for code in _CODES.findall(row[1])}
