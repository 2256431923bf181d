"""The process that stays: brings the parts up in order, keeps them running, takes them down."""

import fcntl
import logging
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import FrameType
from typing import Any

from deploy.embedded import atomic, orphans, stackfile
from deploy.embedded.child import Child
from deploy.embedded.failure import StackFailure, explained
from deploy.embedded.identity import myself
from deploy.embedded.layout import Layout
from deploy.embedded.program import Program
from deploy.embedded.programs import STOPPED, Part, Step, needs
from deploy.embedded.steps import base_environment
from deploy.embedded.webhooks import WebhookSecrets

TICK = 0.1  # seconds between two looks at the processes
log = logging.getLogger("supervisor")


class Stopped(Exception):
    """The way up was cut short."""


class Supervisor:
    """All processes of one stack; exactly one supervisor a folder."""

    def __init__(self, layout: Layout, parts: Mapping[str, Part]) -> None:
        self._layout = layout
        self._folder = layout.folder
        self._parts = parts
        self._steps = {name: "waiting" for name, part in parts.items() if isinstance(part, Step)}
        base, limit = base_environment(layout), layout.plan.restart_limit
        self._children = {
            name: Child(part, self._folder.logs, base, limit)
            for name, part in parts.items()
            if isinstance(part, Program)
        }
        self._webhooks = WebhookSecrets(layout, open_for_looking=self._intake_serves)
        self._phase = "starting"
        self._error: str | None = None
        self._stop = threading.Event()
        self._told_to_stop = False
        self._written: tuple[dict[str, Any], Mapping[str, str]] | None = None
        self._said = ""

    def run(self) -> int:
        """Serves until it is told to stop; 0 unless the stack could not come up."""
        for folder in (self._folder.logs, self._folder.data, self._folder.tmp, self._folder.held):
            folder.mkdir(parents=True, exist_ok=True)
        with self._folder.lock.open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log.warning("another supervisor serves this folder")
                return 1
            for name in orphans.stop(self._folder):
                log.warning("%s was left by an earlier supervisor; stopped", name)
            self._serve()
        return 0 if self._error is None else 1

    def _serve(self) -> None:
        signal.signal(signal.SIGTERM, self._on_stop)
        signal.signal(signal.SIGINT, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_retry)
        self._publish()
        raising = threading.Thread(target=self._bring_up, name="up", daemon=True)
        raising.start()
        askers = [
            threading.Thread(target=self._ask, args=(child,), daemon=True)
            for child in self._children.values()
        ]
        watching = (self._stop,)
        askers.append(threading.Thread(target=self._webhooks.watch, args=watching, daemon=True))
        for asker in askers:
            asker.start()
        while not self._told_to_stop and not self._stop.wait(TICK):
            try:
                self._look()
            except Exception:
                # Whatever it is: a supervisor that ends would leave everything unattended.
                log.exception("a look at the processes failed")
                self._stop.wait(timeout=5)
        if self._told_to_stop:
            log.info("told to stop")
        self._stop.set()
        self._phase = "stopping"
        self._publish()
        self._take_down()
        raising.join(timeout=5)
        self._phase = "failed" if self._error else "stopped"
        self._publish()

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        # Nothing more: the event may be locked by the very code that is interrupted here.
        self._told_to_stop = True

    def _on_retry(self, _number: int, _frame: FrameType | None) -> None:
        for child in self._children.values():
            child.forgive()

    # On the way up

    def _bring_up(self) -> None:
        try:
            with ThreadPoolExecutor(max(1, len(self._parts))) as pool:
                self._bring_all(pool)
            self._phase = "ready"
            log.info("everything is ready")
        except Stopped:
            return
        except Exception as error:
            if not isinstance(error, StackFailure):
                log.exception("the stack did not come up")
            self._error = str(explained(error, "starting"))
            log.error("%s", self._error)  # noqa: TRY400 - the line is the message
            self._stop.set()

    def _bring_all(self, pool: ThreadPoolExecutor) -> None:
        begun: dict[str, Future[None]] = {}
        up: set[str] = set()
        while len(up) < len(self._parts):
            for name in self._parts:
                if name not in begun and up.issuperset(needs(name, self._parts)):
                    begun[name] = pool.submit(self._bring, name)
            wait([begun[name] for name in begun if name not in up], return_when=FIRST_COMPLETED)
            for name, future in begun.items():
                if future.done():
                    try:
                        future.result()
                    except Stopped:
                        raise
                    except BaseException as error:
                        # Before the others' waits end: the way down is faster than the pool's.
                        self._error = str(explained(error, "starting"))
                        self._stop.set()
                        raise
                    up.add(name)

    def _bring(self, name: str) -> None:
        part = self._parts[name]
        if isinstance(part, Step):
            self._steps[name] = "running"
            part.run()
            self._steps[name] = "done"
            return
        child = self._children[name]
        child.start()
        waited = 0.0
        while child.state != "ready":
            if child.state == "failed":
                raise StackFailure(f"{name} does not stay up ({child.note}); see {child.log}")
            if waited > part.start_within.total_seconds():
                raise StackFailure(f"{name} is not ready: {child.note}; see {child.log}")
            if self._stop.wait(TICK):
                raise Stopped
            waited += TICK

    # While it runs

    def _ask(self, child: Child) -> None:
        while not self._stop.wait(TICK):
            if child.state == "starting":
                try:
                    child.ask()
                except Exception as error:  # noqa: BLE001 - a probe must not end its thread
                    child.note = str(explained(error, "asking"))

    def _intake_serves(self) -> bool:
        intake = self._children.get("intake")
        return intake is not None and intake.state == "ready"

    def _look(self) -> None:
        for name, child in self._children.items():
            held = (self._folder.held / name).exists()
            if held and child.state in {"starting", "ready", "restarting", "failed"}:
                log.info("%s is held down", name)
                child.tell_to_stop("held")
                child.wait_stopped()
            elif child.state == "held" and not held:
                child.forgive()
                child.release()
            elif child.watch():
                how = log.error if child.state == "failed" else log.warning
                how("%s: %s %s", name, child.state, child.note)
        parent = self._layout.plan.parent
        if parent is not None and not parent.alive():
            log.info("the process that asked for this stack is gone")
            self._stop.set()
        self._publish()

    # Down

    def _take_down(self) -> None:
        known = {name for group in STOPPED for name in group}
        for group in (tuple(self._children.keys() - known), *STOPPED):
            children = [self._children[name] for name in group if name in self._children]
            for child in children:
                child.tell_to_stop()
            for child in children:
                child.wait_stopped()
                self._publish()

    # What others may know

    def _publish(self) -> None:
        processes = {name: child.record() for name, child in self._children.items()}
        webhooks = self._webhooks.secrets
        state = {
            "supervisor": myself().as_record(),
            "phase": self._phase,
            "error": self._error,
            "steps": dict(self._steps),
            "processes": processes,
        }
        if (state, webhooks) == self._written:
            return
        pids = {name: record["pid"] for name, record in processes.items()}
        try:
            if self._phase != "starting":
                stackfile.write(self._layout, pids, webhooks)
            # Last: who waits for this file may read the other at once.
            atomic.write_json(self._folder.state, state)
        except OSError as error:
            # A full disk must not take the stack down with it: said, and tried again.
            said = str(explained(error, "writing the state"))
            if said != self._said:
                log.error("%s", said)  # noqa: TRY400 - the line is the message
            self._said = said
            return
        self._written, self._said = (state, webhooks), ""
