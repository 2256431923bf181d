"""How far each of our processes grows while four files of half a gigabyte come at once.

Those that the files pass through: the two services, the nursery that the second one keeps, and
the children that look into the files. Of the other processes no byte of a file comes near.
"""

import asyncio
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import asyncpg

from deploy.embedded import Stack
from tests.bench.evidence import PARTS, a_file
from tests.bench.figures import Figure, at_most
from tests.bench.options import Options
from tests.bench.resident import Descendants, highest_anew, megabytes
from tests.bench.stacks import a_stack, agency_token
from tests.bench.uploading import upload

AT_ONCE = 4
MOST_ROUNDS = 3
"""Each one leaves two gigabytes in the vault until the end."""
OURS = ("evidence", "evidence-background")
NURSERY, CHILD = "its nursery", "a child that looks"
SEAL_PATIENCE = 300.0


def measure(options: Options) -> list[Figure]:
    """The growth from rest, after one small file, to the highest of each round."""
    found = defaultdict[str, list[float]](list)
    with a_stack({*PARTS, *OURS}) as stack:
        token = agency_token(stack)
        upload(stack, token, a_file(stack, 1), Prefer="wait=30")
        asyncio.run(_all_sealed(stack))
        path = a_file(stack, options.upload_mb)
        rest = {name: highest_anew(stack.pids[name]) for name in OURS}
        for _ in range(min(options.rounds, MOST_ROUNDS)):
            for name in OURS:
                highest_anew(stack.pids[name])
            begun = time.perf_counter()
            with Descendants(stack.pids["evidence-background"]) as descendants:
                with ThreadPoolExecutor(AT_ONCE) as pool:
                    list(pool.map(lambda _: upload(stack, token, path), range(AT_ONCE)))
                found["taken in after"].append(time.perf_counter() - begun)
                asyncio.run(_all_sealed(stack))
                found["sealed after"].append(time.perf_counter() - begun)
            for name in OURS:
                found[name].append(megabytes(stack.pids[name], "VmHWM") - rest[name])
            found[NURSERY].append(descendants.children_grew)
            found[CHILD].append(descendants.grandchildren_grew)
    of = f"{AT_ONCE} x {options.upload_mb} MiB"
    return [
        *(
            Figure(f"{of}: {name} grows", tuple(found[name]), "MiB", at_most(64))
            for name in (*OURS, NURSERY, CHILD)
        ),
        *(Figure(f"{name} at rest", (rest[name],), "MiB") for name in OURS),
        *(
            Figure(f"{of} {name}", tuple(found[name]), "s")
            for name in ("taken in after", "sealed after")
        ),
    ]


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
