"""A real browser, for what only a browser knows of a page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
INSTALLED = CHROMIUM.exists()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    # Not skipped: what an official sees, or an attacker wrote, must have been seen in a real one.
    assert INSTALLED, "install Debian's package chromium (make test does it as root)"
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox"]
        )
        yield started
        await started.close()
