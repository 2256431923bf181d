"""Becomes a process of the stack that is killed once at each of the instants it is given."""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from services.kit import instants


def main() -> None:
    """`module folder instant=nth...`: dies when it comes there for the nth time in all its lives.

    A file in the folder holds a byte for each time; with all of them it has died there.
    """
    module, folder, *armed = sys.argv[1:]
    times = {name: int(nth) for name, _, nth in (one.partition("=") for one in armed)}

    async def die(name: str) -> None:
        marker = Path(folder) / name
        came = marker.stat().st_size if marker.exists() else 0
        if came < times.get(name, 0):
            with marker.open("ab") as file:
                file.write(b".")
            if came + 1 == times[name]:
                os.kill(os.getpid(), signal.SIGKILL)

    instants.replace(die)
    import_module(module).main()


if __name__ == "__main__":
    main()
