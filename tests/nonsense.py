"""Schemathesis against a service: no input makes a 500, or an answer that no OpenAPI describes."""

import asyncio
import sysconfig
import tempfile
from pathlib import Path
from uuid import UUID

SCHEMATHESIS = Path(sysconfig.get_path("scripts")) / "schemathesis"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


async def finds_nothing(
    url: str,
    token: str,
    *,
    there: dict[str, UUID],
    examples: int = 8,
    without: tuple[str, ...] = (),
) -> None:
    """Fails with what was found; `there` are ids to ask for by the names they have in paths."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
        config.write("[parameters]\n")
        config.writelines(f'"path.{name}" = "{found}"\n' for name, found in there.items())
        config.flush()
        done = await asyncio.create_subprocess_exec(
            *(SCHEMATHESIS, "--config-file", config.name, "run", f"{url}/openapi.json"),
            *("--generation-database", "none", "--no-color", "--checks", ",".join(CHECKS)),
            *("--header", f"Authorization: Bearer {token}"),
            *("--max-examples", str(examples), "--phases", "examples,coverage,fuzzing"),
            *(word for path in without for word in ("--exclude-path", path)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await done.communicate()

    assert done.returncode == 0, said.decode()[-4000:]
