"""How far each of our processes grows while four files of half a gigabyte come at once."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg

from deploy.embedded import Stack
from tests.bench.evidence import PARTS, a_file
from tests.bench.figures import Figure, at_most
from tests.bench.options import Options
from tests.bench.stacks import a_stack, agency_token
from tests.bench.uploading import upload

AT_ONCE = 4
OURS = ("evidence", "evidence-background")
SEAL_PATIENCE = 300.0
_PEAK_ANEW = "5"


def measure(options: Options) -> list[Figure]:
    """The growth of each process from rest, after one small file, to its highest."""
    with a_stack({*PARTS, *OURS}) as stack:
        token = agency_token(stack)
        upload(stack, token, a_file(stack, 1), Prefer="wait=30")
        asyncio.run(_all_sealed(stack))
        path = a_file(stack, options.upload_mb)
        before = {name: _at_rest(stack.pids[name]) for name in OURS}
        begun = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda _: upload(stack, token, path), range(AT_ONCE)))
        taken_in = time.perf_counter() - begun
        asyncio.run(_all_sealed(stack))
        sealed = time.perf_counter() - begun
        grown = {name: _megabytes(stack.pids[name], "VmHWM") - before[name] for name in OURS}
    of = f"{AT_ONCE} x {options.upload_mb} MiB"
    return [
        *(Figure(f"{of}: {name} grows", (grown[name],), "MiB", at_most(64)) for name in OURS),
        *(Figure(f"{name} at rest", (before[name],), "MiB") for name in OURS),
        Figure(f"{of} taken in after", (taken_in,), "s"),
        Figure(f"{of} sealed after", (sealed,), "s"),
    ]


def _at_rest(pid: int) -> float:
    """What it takes now; the kernel's record of its highest begins anew."""
    Path(f"/proc/{pid}/clear_refs").write_text(_PEAK_ANEW, encoding="ascii")
    return _megabytes(pid, "VmRSS")


def _megabytes(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no {name} of process {pid}")


async def _all_sealed(stack: Stack) -> None:
    connection = await asyncpg.connect(stack.dsn)
    try:
        async with asyncio.timeout(SEAL_PATIENCE):
            while await connection.fetchval(  # noqa: ASYNC110 -- another process seals
                "select exists (select from evidence.item where state <> 'sealed')"
            ):
                await asyncio.sleep(0.2)
    finally:
        await connection.close()
