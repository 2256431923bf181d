"""What the kernel says of a process' resident memory, in MiB, and of the processes below it."""

import threading
from pathlib import Path
from typing import Self

LOOK_EVERY = 0.005
_PEAK_ANEW = "5"


def highest_anew(pid: int) -> float:
    """What it takes now; the kernel's record of its highest begins anew."""
    Path(f"/proc/{pid}/clear_refs").write_text(_PEAK_ANEW, encoding="ascii")
    return megabytes(pid, "VmRSS")


def megabytes(pid: int, name: str) -> float:
    """One line of its status: `VmRSS` is what it takes, `VmHWM` the most it took."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(f"no {name} of process {pid}")


class Descendants:
    """Watches the children of a process and theirs, which may live for milliseconds only."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._rest = {child: megabytes(child, "VmHWM") for child in _children(pid)}
        self._highest = dict(self._rest)
        self._grandchildren: dict[int, float] = {}
        self._done = threading.Event()
        self._watching = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watching.join()

    @property
    def children_grew(self) -> float:
        """How far the one that grew most went beyond its highest before."""
        return max(most - self._rest[child] for child, most in self._highest.items())

    @property
    def grandchildren_grew(self) -> float:
        """How far the largest went beyond the child that it was forked from."""
        if not self._grandchildren:
            raise RuntimeError(f"nothing was seen below the children of process {self._pid}")
        return max(self._grandchildren.values())

    def saw(self, much: float) -> bool:
        """Whether one of the grandchildren grew so far by now."""
        return any(grew >= much for grew in list(self._grandchildren.values()))

    def _watch(self) -> None:
        while not self._done.wait(LOOK_EVERY):
            for child in self._rest:
                # One that ended is asked no more; what was seen of it stays.
                try:
                    self._highest[child] = megabytes(child, "VmHWM")
                    begun_with = megabytes(child, "VmRSS")
                    below = _children(child)
                except (FileNotFoundError, ProcessLookupError):
                    continue
                for one in below:
                    self._note(one, begun_with)

    def _note(self, grandchild: int, begun_with: float) -> None:
        try:
            grew = megabytes(grandchild, "VmHWM") - begun_with
        except (FileNotFoundError, ProcessLookupError):
            return
        self._grandchildren[grandchild] = max(grew, self._grandchildren.get(grandchild, grew))


def _children(pid: int) -> list[int]:
    found = list[int]()
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(one) for one in (task / "children").read_text("ascii").split()]
    return found
