"""`netral contracts write`: what the services promise, as files that are checked in.

Deterministic: a test writes them anew and fails when they differ from what stands there.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from services.cli import asyncapi, generated

contract_commands = typer.Typer(no_args_is_help=True, help="OpenAPI and AsyncAPI as files.")

# No service is reached while its description is made; no key opens anything.
_NOWHERE: Final[dict[str, Any]] = {
    "database_dsn": "postgresql://nobody@localhost/nowhere",
    "sealing_keys": f"none:{base64.b64encode(bytes(32)).decode()}",
    "id_secret": base64.b64encode(bytes(32)).decode(),
    "sandbox": False,
}


def _intake() -> dict[str, Any]:
    from services.intake import app  # noqa: PLC0415 -- each service only where it is described
    from services.intake.settings import IntakeSettings  # noqa: PLC0415

    return app.build(IntakeSettings(**_NOWHERE)).openapi()


def _evidence() -> dict[str, Any]:
    from services.evidence import app  # noqa: PLC0415
    from services.evidence.settings import EvidenceSettings  # noqa: PLC0415

    store: dict[str, Any] = {
        "s3_endpoint": "localhost:1",
        "s3_access_key": "none",
        "s3_secret_key": "none",
    }
    return app.build(EvidenceSettings(**_NOWHERE, **store)).openapi()


def _workflow() -> dict[str, Any]:
    from services.workflow import app  # noqa: PLC0415
    from services.workflow.settings import WorkflowSettings  # noqa: PLC0415

    keys: dict[str, Any] = {
        "codec_keys": _NOWHERE["sealing_keys"],
        "grant_signing_key": _NOWHERE["id_secret"],
    }
    return app.assemble(WorkflowSettings(**_NOWHERE, **keys)).openapi()


def documents() -> dict[str, str]:
    """File name -> its text."""
    described = {
        "intake.openapi.json": _intake(),
        "evidence.openapi.json": _evidence(),
        "workflow.openapi.json": _workflow(),
        "events.asyncapi.json": asyncapi.document(),
    }
    return {
        name: json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        for name, document in described.items()
    }


@contract_commands.callback()
def _only_writes() -> None:
    """Keeps `write` a word of its own."""


@contract_commands.command("write")
def write(
    directory: Annotated[Path, typer.Option("--dir", help="Where to write them.")] = Path(
        "docs/contracts"
    ),
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if they differ.")
    ] = False,
) -> None:
    """Write the descriptions of the three HTTP APIs and of the events."""
    generated.put(directory, documents(), check=check)


if __name__ == "__main__":
    contract_commands(["write", *sys.argv[1:]])
