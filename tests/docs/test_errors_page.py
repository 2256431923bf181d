"""Every refusal that the catalogues can say has its place on the page of errors."""

import re

import pytest

from services.kit.words import Words
from tests.docs.pages import text_of

PACKAGES = ("services.kit", "services.intake", "services.evidence", "services.workflow")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_code_has_its_heading_in_the_page_of_errors(package: str) -> None:
    words = Words(package)
    explained = set(re.findall(r"^### `([^`]+)`", text_of("docs/errors.md"), re.MULTILINE))

    codes = {
        key.removesuffix(".title")
        for table in ("problem", "refusal")
        for key in words.under(table, "en")
        if key.endswith(".title")
    }

    assert codes - explained == set()
