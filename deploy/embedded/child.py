"""One process under supervision: started, watched, started again a limited number of times."""

import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from deploy.embedded import probe
from deploy.embedded.failure import StackFailure, explained
from deploy.embedded.identity import Identity
from deploy.embedded.program import Program

LOG_LIMIT = 10 * 1024 * 1024
LOGS_KEPT = 3
WINDOW = timedelta(seconds=60)
FIRST_WAIT = timedelta(seconds=0.2)
LONGEST_WAIT = timedelta(seconds=5)


class Child:
    """A program and the process that runs it now; safe to use from several threads."""

    def __init__(self, program: Program, logs: Path, base: Mapping[str, str], limit: int) -> None:
        self.program = program
        # waiting | preparing | starting | ready | restarting | failed | held | stopped
        self.state = "waiting"
        self.note = ""
        self.restarts = 0
        self.identity: Identity | None = None
        self.log = logs / f"{program.name}.log"
        self._base = base
        self._limit = limit
        self._deaths: deque[float] = deque()
        self._process: subprocess.Popen[bytes] | None = None
        self._again_at = 0.0
        self._lock = threading.RLock()

    def record(self) -> dict[str, Any]:
        """What others may know of it."""
        with self._lock:
            who = self.identity.as_record() if self.identity else {"pid": None, "born": None}
            return who | {"state": self.state, "restarts": self.restarts, "note": self.note}

    def start(self) -> None:
        """Starts the process; it is ready only when its program says so."""
        with self._lock:
            if self.state == "stopped":
                return  # the way down was faster than the way up
            self.state, self.note = "preparing", ""
        try:
            self.program.before()  # not under the lock: it may take as long as a download
            rotate(self.log)
            with self._lock:
                if self.state == "preparing":
                    self._launch()
        except (OSError, StackFailure) as error:
            raise explained(error, f"starting {self.program.name}") from error

    def _launch(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - from the tree
                self.program.argv,
                cwd=self.program.cwd,
                env={**self._base, **self.program.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.identity = Identity.of(self._process.pid)
        self.state = "starting"

    def ask(self) -> bool:
        """Asks a started process whether it is ready by now."""
        asked = self._process
        said = self._of_another() or self.program.ready()
        if said is None:
            self.program.after()
        with self._lock:
            if self.state != "starting" or self._process is not asked:
                return False  # it died, or was stopped, while it was asked
            self.state, self.note = ("ready", "") if said is None else ("starting", said)
            return said is None

    def _of_another(self) -> str | None:
        """What is missing while somebody else may be the one who answers on our port."""
        holds, process = self.program.holds, self._process
        if holds is None or process is None or probe.held_by(process.pid, holds):
            return None
        return "not listening yet"

    def watch(self) -> bool:
        """Notices a death and starts again when it is time; True if something changed."""
        with self._lock:
            if self.state in {"starting", "ready"} and self._process is not None:
                code = self._process.poll()
                if code is None:
                    return False
                self._died(code)
                return True
            if self.state != "restarting" or time.monotonic() < self._again_at:
                return False
            self.restarts += 1
        try:
            self.start()
        except StackFailure as failure:
            self._count(str(failure))
        return True

    def _died(self, code: int) -> None:
        if code < 0:
            self._count(f"ended by signal {-code}")
        else:
            self._count(f"ended with code {code}: {last_line(self.log)}")

    def _count(self, note: str) -> None:
        self._process = None
        self.note = note
        now = time.monotonic()
        self._deaths.append(now)
        while self._deaths and self._deaths[0] < now - WINDOW.total_seconds():
            self._deaths.popleft()
        if len(self._deaths) > self._limit:
            self.state, self.identity = "failed", None
            return
        wait = FIRST_WAIT.total_seconds() * 2 ** (len(self._deaths) - 1)
        self._again_at = now + min(wait, LONGEST_WAIT.total_seconds())
        self.state = "restarting"

    def forgive(self) -> None:
        """Gives a failed process its restarts again."""
        with self._lock:
            self._deaths.clear()
            if self.state == "failed":
                self.state, self._again_at = "restarting", 0.0

    def release(self) -> None:
        """Lets a process that was held down start again."""
        with self._lock:
            self.state, self._again_at = "restarting", 0.0

    def tell_to_stop(self, state: str = "stopped") -> None:
        """Asks it to end, and takes care that nobody starts it again."""
        with self._lock:
            self.state = state
            if self._process is not None and self._process.poll() is None:
                self._process.send_signal(self.program.stop)
                # A paused process would hear of it only when it goes on.
                self._process.send_signal(signal.SIGCONT)

    def wait_stopped(self) -> None:
        """Waits for its exit, with force when its patience is over."""
        process = self._process
        if process is None:
            return
        try:
            process.wait(self.program.patience.total_seconds())
        except subprocess.TimeoutExpired:
            self.note = "did not end by itself and was killed"
            process.kill()
            process.wait()
        with self._lock:
            self._process, self.identity = None, None


def rotate(log: Path) -> None:
    """Moves a long log aside, and keeps a few of the earlier ones."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if not log.exists() or log.stat().st_size < LOG_LIMIT:
        return
    for n in range(LOGS_KEPT - 1, 0, -1):
        earlier = log.with_name(f"{log.name}.{n}")
        if earlier.exists():
            earlier.replace(log.with_name(f"{log.name}.{n + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))


def last_line(log: Path) -> str:
    """The last thing a process said, shortened for a table."""
    try:
        with log.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 4096))
            lines = file.read().decode("utf-8", "replace").strip().splitlines()
    except FileNotFoundError:
        return ""
    return lines[-1].strip()[:200] if lines else ""
