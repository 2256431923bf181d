"""A parent of a nursery that says who is there and then does nothing, for a test to kill it."""

import asyncio
import sys

import psutil

from services.evidence.inspection.nursery import Nursery


async def main() -> None:
    nursery = Nursery()
    async with nursery.child():
        family = psutil.Process().children(recursive=True)
        sys.stderr.write(" ".join(str(process.pid) for process in family) + "\n")
        sys.stderr.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
