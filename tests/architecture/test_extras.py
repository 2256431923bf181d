"""Each service runs on its own extra alone: an image carries only what its service needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = next(ROOT.glob(".uv/bin/uv"), Path(sys.executable).parent / "uv")
MODULES = {
    "intake": ("services.intake.app", "services.intake.background"),
    "evidence": ("services.evidence.app", "services.evidence.background"),
    "workflow": ("services.workflow.app", "services.workflow.worker"),
}
BELONGS_TO_ANOTHER = {
    "intake": ("temporalio", "minio", "av"),
    "evidence": ("temporalio", "httpx", "holidays"),
    "workflow": ("minio", "av", "standardwebhooks"),
}


def run(*words: str) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.timeout(300)
@pytest.mark.parametrize("extra", sorted(MODULES))
def test_a_service_starts_with_its_own_extra_alone(extra, tmp_path):
    python = str(tmp_path / "bin" / "python")
    run(str(UV), "venv", "-q", "--python", sys.executable, str(tmp_path))
    run(
        *(str(UV), "pip", "install", "-q", "--python", python),
        *("--require-hashes", "-r", f"requirements/{extra}.txt"),
    )

    for module in MODULES[extra]:
        run(python, "-c", f"import {module}")
    for foreign in BELONGS_TO_ANOTHER[extra]:
        code = f"import importlib.util as i; raise SystemExit(i.find_spec({foreign!r}) is not None)"
        run(python, "-c", code)


def test_no_lock_names_an_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text("utf-8"), lock.name
