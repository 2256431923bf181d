"""The stack of one part of the bench, in a folder of its own, gone at the end."""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded import Stack

LUMAJANG = "35.08"


@contextmanager
def a_stack(only: Collection[str], settings: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """Real servers with durable writes; its logs are kept if the part fails."""
    folder = Path(tempfile.mkdtemp(prefix="netral-bench-"))
    stack = Stack(folder, only=set(only), env=dict(settings or {}), tied=True)
    with stack:
        try:
            yield stack
        except BaseException:
            kept = Path(tempfile.mkdtemp(prefix="netral-bench-logs-"))
            shutil.copytree(stack.folder.logs, kept, dirs_exist_ok=True)
            print(f"the stack's logs are kept in {kept}", flush=True)
            raise
        finally:
            stack.down()
            shutil.rmtree(folder, ignore_errors=True)


def agency_token(stack: Stack) -> str:
    """Of an agency that submits for the regency of the bench's complaints."""
    agencies = stack.info["agencies"]
    return str(next(one["token"] for one in agencies if LUMAJANG in one["jurisdictions"]))


def person_token(stack: Stack, person_id: str) -> str:
    """Of one official."""
    return str(next(one["token"] for one in stack.info["people"] if one["id"] == person_id))
