"""A real browser looks at what an attacker wrote, and forges what a person did not send."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, ConsoleMessage, Dialog, Page

from deploy.embedded import Stack
from services.kit.access.writing import AccessWriter
from services.kit.database import Database
from tests.security.asking import Asking

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]

OFFICER = "intake-officer-6105"
PAYLOADS = (
    "<script>document.title='PWNED'</script>",
    '"><img src=x onerror="document.title=\'PWNED\'">',
    "'><svg/onload=document.title='PWNED'>",
    "javascript:document.title='PWNED'",
    "{{7*'7'}}{% raw %}<b>",
    '</textarea></select></title><iframe srcdoc="<script>top.document.title=1</script>">',
    "\u202egnp.exe<a href=javascript:alert(1)>",
)
ALL = " ".join(PAYLOADS)


@pytest.fixture(scope="module")
def task(asking_once: Asking) -> str:
    """A triage whose complaint has a payload wherever a word may stand."""
    person = {
        "category": "pns",
        "name": ALL,
        "nip": ALL,
        "position": ALL,
        "office": ALL,
        "account": {"platform": ALL, "handle": ALL, "url": PAYLOADS[3]},
    }
    sent = asking_once.upload(
        b"%PDF-1.4\n" + uuid4().bytes,
        query=f"&name={quote('a' + PAYLOADS[2].replace('/', ' '))}",
        prefer="wait=10",
    )
    complaint = asking_once.submit(
        case_number=f"{uuid4().hex[:6]} {ALL}",
        narrative=ALL,
        respondents=[person],
        incident={"what": ALL, "place": ALL, "favoured": [{"name": ALL, "number": ALL}]},
        recommendation={"number": ALL, "register": ALL, "sbt": ALL},
        complainant={"mode": "open", "name": ALL, "contact": ALL},
        evidence=[
            {"url": PAYLOADS[3], "kind": "link"},
            {"announced": {"name": f"{ALL}.pdf"}},
            *([{"id": sent.json()["evidence_id"]}] if sent.status_code == 202 else []),
        ],
    )
    return asking_once.task(complaint)


async def _signed_in(page: Page, asking: Asking) -> None:
    await page.goto(f"{asking.info['workflow_url']}/console/sign-in")
    await page.fill("#token", asking.token(OFFICER))
    await page.click("form.card button")
    await page.wait_for_url("**/console/tasks*")


async def test_nothing_that_was_written_runs(browser: Browser, asking: Asking, task: str) -> None:
    page, ran, refused = await browser.new_page(), [], []

    async def dialog(shown: Dialog) -> None:
        ran.append(shown.message)
        await shown.dismiss()

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Refused" in message.text:
            refused.append(message.text)

    page.on("dialog", dialog)
    page.on("console", said)
    await _signed_in(page, asking)
    base = asking.info["workflow_url"]
    for path in ("/console/tasks", f"/console/tasks/{task}", "/console/cases"):
        answer = await page.goto(f"{base}{path}")
        assert answer is not None
        assert answer.status == 200
        assert "PWNED" not in await page.title()
    await page.goto(f"{base}/console/tasks/{task}")
    shown = await page.inner_text("body")
    links = await page.eval_on_selector_all("a", "all => all.map(one => one.href)")

    # Nothing had to be refused by the policy: it never became a script in the first place.
    assert (ran, refused) == ([], [])
    assert PAYLOADS[0] in shown
    assert "'7'" in shown
    assert [link for link in links if link.lower().startswith("javascript:")] == []
    assert await page.locator("iframe, script, svg[onload], img[onerror]").count() == 0


async def test_another_site_can_neither_send_a_form_nor_frame_a_page(
    browser: Browser, asking: Asking, task: str
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await _signed_in(page, asking)
    base = asking.info["workflow_url"]

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        html = (
            f'<form method=post action="{base}/console/tasks/{task}/claim">'
            f"<button>x</button></form><iframe src='{base}/console/tasks'></iframe>"
        ).encode()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n")
        writer.write(html)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(elsewhere, "127.0.0.2")
    port = server.sockets[0].getsockname()[1]
    foreign = await context.new_page()
    await foreign.goto(f"http://127.0.0.2:{port}/")
    framed = [await frame.title() for frame in foreign.frames[1:]]
    await foreign.click("button")
    await foreign.wait_for_load_state()
    server.close()
    held = asking.ask("workflow", "GET", f"/v1/tasks/{task}", OFFICER).json()["holder_id"]

    assert "netral" not in " ".join(framed).lower()
    assert held is None


SENT_FROM = [{}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}]


@pytest.mark.parametrize("headers", SENT_FROM)
@pytest.mark.parametrize("csrf", ["", "0" * 64])
async def test_a_form_without_its_token_is_refused(
    asking: Asking, task: str, headers: dict[str, str], csrf: str
) -> None:
    async with _session(asking, asking.token(OFFICER)) as (client, _):
        answer = await client.post(
            f"/console/tasks/{task}/claim", data={"csrf": csrf}, headers=headers
        )

    assert answer.status_code == 403


async def test_the_session_is_for_this_site_only_and_ends_with_the_account(
    stack: Stack, asking: Asking
) -> None:
    database = Database(stack.dsn)
    try:
        writer, person = AccessWriter(database), f"uji-{uuid4().hex[:8]}"
        token = await writer.add_person(person, "Pegawai Contoh 72", "61.05", ["auditor"])
        await asyncio.sleep(1.2)  # the directory is read once a second
        async with _session(asking, token) as (client, cookie):
            before = await client.get("/console/tasks")
            await writer.disable_person(person)
            await asyncio.sleep(1.2)  # the promise itself: at most a second
            after = await client.get("/console/tasks")
    finally:
        await database.close()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "domain" not in cookie
    policy = before.headers["content-security-policy"]
    assert re.search(r"default-src 'none'.*frame-ancestors 'none'", policy)
    assert "unsafe" not in policy
    assert (before.status_code, after.status_code) == (200, 303)


@asynccontextmanager
async def _session(asking: Asking, token: str) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A signed-in client, and the cookie as it was set."""
    url = asking.info["workflow_url"]
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        entered = await client.post("/console/sign-in", data={"token": token})
        assert entered.status_code == 303
        yield client, entered.headers["set-cookie"].lower()
