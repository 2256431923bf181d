"""Becomes a process of the service that is killed when it first comes to a named instant."""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from services.kit import instants


def main() -> None:
    module, instant, marker = sys.argv[1:]
    died = Path(marker)

    async def die(name: str) -> None:
        if name == instant and not died.exists():  # noqa: ASYNC240 -- the process ends here
            died.touch()  # noqa: ASYNC240
            os.kill(os.getpid(), signal.SIGKILL)

    instants.replace(die)
    import_module(module).main()


if __name__ == "__main__":
    main()
