import subprocess
import sys
from pathlib import Path

FORBIDDEN = {
    "aiokafka", "asyncpg", "fastapi", "faststream", "holidays", "httpx", "minio",
    "sqlalchemy", "structlog", "temporalio", "uvicorn",
}  # fmt: skip
_ASK = """
import importlib, pkgutil, sys
import services.workflow.rules as rules
for found in pkgutil.iter_modules(rules.__path__):
    importlib.import_module(f"services.workflow.rules.{found.name}")
import services.contracts.law, services.contracts.identifiers
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_the_rules_import_no_client_library_and_no_calendar_library() -> None:
    root = Path(__file__).parents[3]
    answer = subprocess.run(
        [sys.executable, "-c", _ASK], capture_output=True, text=True, check=True, cwd=root
    )

    assert FORBIDDEN.isdisjoint(answer.stdout.split())


def test_the_rules_ask_no_clock() -> None:
    root = Path(__file__).parents[3] / "services/workflow/rules"
    for path in root.glob("*.py"):
        text = path.read_text("utf-8")
        assert ".today()" not in text, path
        assert ".now(" not in text, path
