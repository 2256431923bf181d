"""Which process a pid means: a number is used again, a number with its birth is not."""

import os
from dataclasses import asdict, dataclass
from typing import Any

import psutil

# Seconds. The kernel's clock ticks and steps of the wall clock move a birth a little.
SAME_BIRTH = 2.0


@dataclass(frozen=True)
class Identity:
    """One process of this machine, and no later one that got its number."""

    pid: int
    born: float

    @classmethod
    def of(cls, pid: int) -> "Identity | None":
        """The process with this number now, or None."""
        try:
            return cls(pid, psutil.Process(pid).create_time())
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return None

    @classmethod
    def read(cls, record: Any) -> "Identity | None":  # noqa: ANN401 - from a file
        """What `as_record` wrote; None for anything else."""
        if not isinstance(record, dict):
            return None
        pid, born = record.get("pid"), record.get("born")
        if not isinstance(pid, int) or not isinstance(born, int | float):
            return None
        return cls(pid, float(born))

    def as_record(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)

    def process(self) -> psutil.Process | None:
        """The live process, or None if it ended or its number now belongs to another."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.born) > SAME_BIRTH:
                return None
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return None
        return process

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process() is not None

    def signal(self, number: int) -> bool:
        """Sends the signal to this very process; False if it is gone."""
        process = self.process()
        if process is None:
            return False
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            return False
        return True


def myself() -> Identity:
    """The process that asks."""
    return Identity(os.getpid(), psutil.Process().create_time())
