"""The logs of all processes as one stream, each line with the name of who said it."""

import time
from collections.abc import Callable
from pathlib import Path

TAIL = 4096
PAUSE_SECONDS = 0.3


class Follower:
    """Reads what is new in each log of a folder, also when a log is moved aside."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        self._names = names
        self._read: dict[Path, tuple[int, int]] = {}

    def new(self) -> list[tuple[str, str]]:
        """The lines since the last call: (process, line)."""
        lines: list[tuple[str, str]] = []
        for path in sorted(self._folder.glob("*.log")):
            if not self._names or path.stem in self._names:
                lines += [(path.stem, line) for line in self._of(path)]
        return lines

    def _of(self, path: Path) -> list[str]:
        with path.open("rb") as file:
            found = path.stat()
            inode, position = self._read.get(path, (found.st_ino, max(0, found.st_size - TAIL)))
            if inode != found.st_ino or position > found.st_size:
                position = 0
            file.seek(position)
            content = file.read()
        whole = content.rfind(b"\n") + 1
        self._read[path] = (found.st_ino, position + whole)
        return content[:whole].decode("utf-8", "replace").splitlines()


def follow(folder: Path, names: list[str], say: Callable[[str], None], *, on: bool = True) -> None:
    """Says the end of each log and, if `on`, all that comes after, until interrupted."""
    follower = Follower(folder, names)
    while True:
        for name, line in follower.new():
            say(f"{name:>20} | {line}")
        if not on:
            return
        time.sleep(PAUSE_SECONDS)
