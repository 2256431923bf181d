"""No input makes a 500, or an answer that the OpenAPI does not describe."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from deploy.embedded import ports
from services.intake.app import build
from tests.intake.conftest import Counter

SCHEMATHESIS = Path(sysconfig.get_path("scripts")) / "schemathesis"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.fixture
async def url(counter: Counter) -> AsyncIterator[str]:
    """The same service on a port, as schemathesis is a process of its own."""
    port = ports.choose({}, names=("app",), known={})["app"]
    app = build(counter.settings)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    serving = asyncio.create_task(server._serve())  # without its grip on the signals
    while not server.started:  # noqa: ASYNC110 -- uvicorn has nothing to wait for
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@pytest.mark.timeout(180)
async def test_no_input_makes_a_500_or_an_undescribed_answer(
    counter: Counter, url: str, tmp_path: Path
) -> None:
    complaint_id = await counter.a_complaint()
    config = tmp_path / "schemathesis.toml"
    config.write_text(f'[parameters]\n"path.complaint_id" = "{complaint_id}"\n')
    done = await asyncio.create_subprocess_exec(
        *(SCHEMATHESIS, "--config-file", str(config), "run", f"{url}/openapi.json"),
        *("--generation-database", "none", "--no-color", "--checks", ",".join(CHECKS)),
        *("--header", f"Authorization: Bearer {counter.tokens['bawaslu-3508']}"),
        *("--max-examples", "8", "--phases", "examples,coverage,fuzzing"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await done.communicate()

    assert done.returncode == 0, said.decode()[-4000:]
