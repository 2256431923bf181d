"""Calls `netral` as a person does, and says what came out."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NETRAL = Path(sys.executable).parent / "netral"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


def call(*words: str, env: Mapping[str, str] | None = None, cwd: Path) -> Said:
    """Only the settings that are given: nothing of the caller's environment."""
    bare = {key: value for key, value in os.environ.items() if not key.startswith("NETRAL_")}
    done = subprocess.run(
        [str(NETRAL), *words],
        env=bare | dict(env or {}),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)
