"""Processes that outlived their supervisor: found by the record it kept, and stopped."""

import signal

import psutil

from deploy.embedded import atomic
from deploy.embedded.identity import Identity
from deploy.embedded.layout import Folder
from deploy.embedded.programs import STOPPED

PATIENCE_SECONDS = 40.0


def recorded(folder: Folder) -> dict[str, Identity]:
    """The processes of the record that still run, by name."""
    state = atomic.read_json(folder.state) or {}
    found = {name: Identity.read(record) for name, record in state.get("processes", {}).items()}
    return {name: who for name, who in found.items() if who is not None and who.alive()}


def stop(folder: Folder) -> list[str]:
    """Ends what an earlier supervisor left behind, in order; the names of what was ended."""
    left = recorded(folder)
    groups = [*STOPPED, tuple(left.keys() - {name for group in STOPPED for name in group})]
    for group in groups:
        _end({name: left[name] for name in group if name in left})
    return sorted(left)


def _end(group: dict[str, Identity]) -> None:
    processes = [process for who in group.values() if (process := who.process())]
    for name, who in group.items():
        who.signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)
        who.signal(signal.SIGCONT)
    _, stubborn = psutil.wait_procs(processes, timeout=PATIENCE_SECONDS)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=5)
