"""Becomes a process of the stack that is killed once at each of the instants it is given."""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from services.kit import instants


def main() -> None:
    """`module folder instant...`; a file in the folder says that it died there."""
    module, folder, *armed = sys.argv[1:]

    async def die(name: str) -> None:
        marker = Path(folder) / name
        if name in armed and not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    instants.replace(die)
    import_module(module).main()


if __name__ == "__main__":
    main()
