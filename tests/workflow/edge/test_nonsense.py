"""No input makes a 500, or an answer that the OpenAPI does not describe."""

import asyncio
import sysconfig
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from deploy.embedded import ports
from tests.workflow.edge.world import World

SCHEMATHESIS = Path(sysconfig.get_path("scripts")) / "schemathesis"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    """The same service on a port, as schemathesis is a process of its own."""
    port = ports.choose({}, names=("app",), known={})["app"]
    config = uvicorn.Config(world.app, port=port, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())  # without its grip on the signals
    while not server.started:  # noqa: ASYNC110 -- uvicorn has nothing to wait for
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@pytest.mark.timeout(180)
async def test_no_input_makes_a_500_or_an_undescribed_answer(
    world: World, url: str, tmp_path: Path
) -> None:
    case_id = await world.case()
    complaint_id = await world.complaint(state="opened", case_id=case_id)
    task_id = await world.task("investigate", "auditor", case_id=case_id)
    world.acting.refuses = None
    config = tmp_path / "schemathesis.toml"
    config.write_text(
        f'[parameters]\n"path.case_id" = "{case_id}"\n"path.task_id" = "{task_id}"\n'
        f'"path.complaint_id" = "{complaint_id}"\n'
    )
    done = await asyncio.create_subprocess_exec(
        *(SCHEMATHESIS, "--config-file", str(config), "run", f"{url}/openapi.json"),
        *("--generation-database", "none", "--no-color", "--checks", ",".join(CHECKS)),
        *("--header", f"Authorization: Bearer {world.tokens['auditor-3508']}"),
        *("--max-examples", "4", "--phases", "examples,coverage,fuzzing"),
        # To say that one is in the case oneself closes it to whoever asks next.
        *("--exclude-path", "/v1/cases/{case_id}/recusal"),
        *("--exclude-path", "/v1/complaints/{complaint_id}/recusal"),
        # It passes on what intake answers; intake is away here (503) and is searched by itself.
        *("--exclude-path", "/v1/findings"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await done.communicate()

    assert done.returncode == 0, said.decode()[-4000:]
