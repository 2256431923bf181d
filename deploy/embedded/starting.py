"""The way up, as the asking process goes it: room, leftovers, ports, downloads, supervisor."""

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from deploy.embedded import atomic, jars, keys, orphans, ports
from deploy.embedded.environment import environment
from deploy.embedded.failure import StackFailure
from deploy.embedded.layout import REPOSITORY, Folder, Layout, Plan, remember

ATTEMPTS = 3
ROOM = 1024 * 1024 * 1024
Told = Callable[[dict[str, Any]], None]


def silent(_news: dict[str, Any]) -> None:
    """For callers that show nothing."""


def start(folder: Folder, plan: Plan, told: Told) -> subprocess.Popen[bytes]:
    """The supervisor of a stack that is ready; nothing that was started stays if it fails."""
    _insist_on_room(folder)
    left = orphans.stop(folder)
    if left:
        told({"note": f"stopped what was left running: {', '.join(left)}"})
    for attempts_left in reversed(range(ATTEMPTS)):
        layout, claims = _lay_out(folder, plan, told)
        try:
            return _start(layout, claims, told)
        except StackFailure:
            taken = [name for name, port in layout.ports.items() if not ports.is_free(port)]
            if not taken or not attempts_left:
                raise
            told({"note": f"the port of {', '.join(taken)} was taken meanwhile: trying others"})
        finally:
            claims.close()
    raise AssertionError("the last attempt returned or raised")


def _start(layout: Layout, claims: ports.Claims, told: Told) -> subprocess.Popen[bytes]:
    folder, only = layout.folder, layout.plan.only
    if only is None or "kafka" in only:
        jars.fetch(lambda done, of, name: told({"at": (done, of, name)}))
    supervisor: subprocess.Popen[bytes] | None = None
    try:
        with _undisturbed():
            supervisor = _detach(folder, claims)
        _follow(supervisor, folder, told)
    except BaseException:
        if supervisor is not None:
            _end(supervisor)
        raise
    return supervisor


def _insist_on_room(folder: Folder) -> None:
    free = shutil.disk_usage(folder.root).free
    if free < ROOM:
        raise StackFailure(
            f"the disk is nearly full: {free // 2**20} MiB free at {folder.root}, "
            f"{ROOM // 2**20} MiB are needed"
        )


def _lay_out(folder: Folder, plan: Plan, told: Told) -> tuple[Layout, ports.Claims]:
    known = ports.KNOWN if plan.known_ports else {}
    remembered = atomic.read_json(folder.ports) or {}
    claims = ports.Claims()
    chosen = ports.choose(remembered, known=known, free=claims.take)
    for name, port in chosen.items():
        wanted = known.get(name) or remembered.get(name)
        if wanted not in {None, port}:
            told({"note": f"port {wanted} is taken: {name} is on {port}"})
    secrets = keys.complete(atomic.read_json(folder.secrets) or {})
    layout = Layout(folder, chosen, secrets, plan)
    remember(layout)
    lines = (f"{key}={value}\n" for key, value in environment("cli", layout).items())
    atomic.write(folder.env, "".join(lines))
    for path in folder.held.glob("*"):
        path.unlink()
    folder.state.unlink(missing_ok=True)
    return layout, claims


def _detach(folder: Folder, claims: ports.Claims) -> subprocess.Popen[bytes]:
    """Its own session: neither Ctrl-C here nor the end of this terminal reaches it."""
    folder.logs.mkdir(exist_ok=True)
    with (folder.logs / "supervisor.log").open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "deploy.embedded", "--dir", str(folder.root), "run-supervisor"],
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=(claims.fd,),  # its claims end with it
        )


def _follow(supervisor: subprocess.Popen[bytes], folder: Folder, told: Told) -> None:
    while True:
        ended = supervisor.poll() is not None
        state = atomic.read_json(folder.state) or {}
        told(state)
        if state.get("phase") == "ready":
            return
        if ended:
            log = folder.logs / "supervisor.log"
            raise StackFailure(state.get("error") or f"the supervisor ended; see {log}")
        time.sleep(0.1)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits for the end of the block: what it started must be known, or it would stay."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt


def _end(supervisor: subprocess.Popen[bytes]) -> None:
    """A second Ctrl-C must not leave processes behind, so it is not heard here."""
    deaf = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if deaf else None
    try:
        supervisor.terminate()
        supervisor.wait(180)
    finally:
        if deaf:
            signal.signal(signal.SIGINT, before)


def until(reached: Callable[[], bool], patience: timedelta) -> bool:
    """Waits for a condition, at most this long."""
    end = time.monotonic() + patience.total_seconds()
    while time.monotonic() < end:
        if reached():
            return True
        time.sleep(0.1)
    return reached()
