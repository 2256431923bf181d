"""Postgres does not run as root, and a person's folders are closed to everybody else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.embedded import postgres

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs it as himself")


def test_a_checkout_in_a_closed_folder_is_open_to_its_postgres(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    binaries = closed / "bin"
    binaries.mkdir(parents=True)
    program = binaries / "postgres"
    program.touch(mode=0o755)
    closed.chmod(0o700)
    monkeypatch.setattr(postgres, "BINARIES", binaries)
    # os.access asks as initdb does: by access(2), for the real user.
    look = f"import os; print(os.getuid(), os.access({str(program)!r}, os.R_OK | os.X_OK))"
    python = Path(sys.executable).resolve()

    said = subprocess.run(
        [*postgres.unprivileged(tmp_path / "data"), python, "-I", "-c", look],
        capture_output=True,
        text=True,
        check=True,
    )

    nobody = 65534
    assert said.stdout.split() == [str(nobody), "True"]
