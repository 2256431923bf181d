"""The stack as its user sees it: brought up, looked at, hurt on purpose, taken down."""

import fcntl
import shutil
import signal
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from deploy.embedded import atomic, orphans, starting
from deploy.embedded.environment import environment
from deploy.embedded.failure import StackFailure, explained
from deploy.embedded.identity import Identity, myself
from deploy.embedded.layout import Folder, Layout, Plan, Settings, recall
from deploy.embedded.starting import Told, silent, until
from deploy.embedded.steps import base_environment


class Stack:
    """One stack in one folder. As a context manager it is brought up, and down at the end."""

    def __init__(
        self,
        root: Path,
        *,
        only: Collection[str] | None = None,
        env: Settings | None = None,
        clock: date | None = None,
        known_ports: bool = False,
        durable: bool = True,
        restart_limit: int = 5,
        tied: bool = False,
    ) -> None:
        """`only`: names of programs.ALL. `env`: settings for all our processes, or {name: {…}}.

        `tied`: the stack ends with the process that asks for it, however that one ends.
        """
        self.folder = Folder(root.resolve())
        self._plan = Plan(
            only=frozenset(only) if only is not None else None,
            clock=clock,
            env=env or {},
            known_ports=known_ports,
            durable=durable,
            restart_limit=restart_limit,
            parent=myself() if tied else None,
        )
        # Only if this object started it; it lives on when this object does not.
        self._started: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    # Up and down

    def up(self, told: Told = silent) -> bool:
        """Brings everything up and returns when it is ready; False if it was so already."""
        root = self.folder.root
        try:
            root.mkdir(parents=True, exist_ok=True)
            with self._alone():
                if self.running():
                    return self._wait_for_the_running(told)
                self._reap()
                self._started = starting.start(self.folder, self._plan, told)
                return True
        except OSError as error:
            raise explained(error, f"preparing {root}") from error

    def down(self) -> bool:
        """Stops everything and keeps the data; False if nothing ran."""
        supervisor = self._supervisor()
        if supervisor is not None and self.running():
            supervisor.signal(signal.SIGTERM)
            if not until(lambda: not self.running(), timedelta(seconds=180)):
                supervisor.signal(signal.SIGKILL)
                until(lambda: not self.running(), timedelta(seconds=5))
            orphans.stop(self.folder)
            self._reap()
            return True
        self._reap()
        return bool(orphans.stop(self.folder))

    def reset(self) -> None:
        """Stops everything and forgets all that it stored."""
        self.down()
        for path in self._known_paths():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    # What is known of it

    def running(self) -> bool:
        """Whether a supervisor serves this folder."""
        try:
            with self.folder.lock.open("r", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @property
    def state(self) -> dict[str, Any]:
        """The supervisor's record; {} if the stack was never started."""
        state: dict[str, Any] = atomic.read_json(self.folder.state) or {}
        return state

    @property
    def info(self) -> dict[str, Any]:
        """What stack.json says now."""
        stack: dict[str, Any] | None = atomic.read_json(self.folder.stack)
        if stack is None:
            raise StackFailure(f"no stack in {self.folder.root}: run make up")
        return stack

    @property
    def layout(self) -> Layout:
        """Ports, secrets and plan of this stack."""
        layout = recall(self.folder.root)
        if layout is None:
            raise StackFailure(f"no stack in {self.folder.root}: run make up")
        return layout

    @property
    def dsn(self) -> str:
        """The administrator's way into the database."""
        return self.layout.dsn()

    @property
    def pids(self) -> dict[str, int]:
        """The pid of each process that runs."""
        processes = self.state.get("processes", {})
        return {name: record["pid"] for name, record in processes.items() if record["pid"]}

    def environment(self, process: str = "cli") -> dict[str, str]:
        """The settings of a process; `cli` for the command line."""
        return base_environment(self.layout) | environment(process, self.layout)

    # Hurting it

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Sends a signal to the process itself. What dies is started again by the supervisor."""
        who = Identity.read(self.state["processes"][name])
        if who is None or not who.signal(number):
            raise StackFailure(f"{name} does not run")

    def pause(self, name: str) -> None:
        """Freezes a process: its connections stay and nothing answers."""
        self.kill(name, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        """Lets a frozen process go on."""
        self.kill(name, signal.SIGCONT)

    def hold(self, name: str) -> None:
        """Stops a process and keeps it down until `release`."""
        (self.folder.held / name).touch()
        self._expect(name, "held")

    def release(self, name: str) -> None:
        """Starts a held process; returns when it is ready."""
        (self.folder.held / name).unlink(missing_ok=True)
        self._expect(name, "ready")

    def restart(self, name: str) -> None:
        """Stops a process in good order and starts it again; returns when it is ready."""
        self.hold(name)
        self.release(name)

    def wait_ready(self, name: str, *, after: int | None = None) -> int:
        """The pid of the process once it is ready; `after` is the pid that it must no longer be."""

        def again() -> bool:
            record = self.state["processes"][name]
            return bool(record["state"] == "ready" and record["pid"] != after)

        if not until(again, timedelta(seconds=180)):
            raise StackFailure(f"{name} did not come back: {self.state['processes'][name]}")
        return self.pids[name]

    def _expect(self, name: str, state: str) -> None:
        def reached() -> bool:
            found: bool = self.state["processes"][name]["state"] == state
            return found

        if not until(reached, timedelta(seconds=180)):
            raise StackFailure(f"{name} is not {state}: {self.state['processes'][name]}")

    # Inside

    def _wait_for_the_running(self, told: Told) -> bool:
        supervisor = self._supervisor()
        failed = [n for n, r in self.state.get("processes", {}).items() if r["state"] == "failed"]
        if failed and supervisor is not None:
            told({"note": f"starting again: {', '.join(failed)}"})
            supervisor.signal(signal.SIGHUP)

        def ready() -> bool:
            state = self.state
            fine = all(r["state"] == "ready" for r in state.get("processes", {}).values())
            if state.get("phase") == "ready" and fine:
                return True
            told(state)
            return not self.running()

        if not until(ready, timedelta(seconds=180)) or not self.running():
            raise StackFailure("the stack runs but is not ready: see make status and make logs")
        return bool(failed)

    def _reap(self) -> None:
        """Takes note of the end of a supervisor that this object started."""
        if self._started is not None:
            self._started.wait(10)
            self._started = None

    def _supervisor(self) -> Identity | None:
        return Identity.read(self.state.get("supervisor"))

    def _known_paths(self) -> Iterator[Path]:
        folder = self.folder
        yield from (folder.data, folder.logs, folder.held, folder.tmp, folder.state, folder.stack)
        yield from (folder.plan, folder.ports, folder.secrets, folder.seed, folder.lock, folder.env)
        yield from (folder.root / name for name in ("demo-summary.json",))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two `make up` at once: the second waits for the first and finds its stack."""
        with (self.folder.root / ".starting").open("w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
