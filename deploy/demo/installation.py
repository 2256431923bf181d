"""The demo against an installation that runs already (compose): addresses from its settings."""

import json
import os
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.demo.sandbox import CommandFailedError, Sandbox

SUMMARY = Path(tempfile.gettempdir()) / "demo-summary.json"
_STATE = Path(tempfile.gettempdir()) / "netral-demo-people.json"
_ADDRESSES = ("INTAKE_URL", "EVIDENCE_URL", "WORKFLOW_URL")


class NoSandboxError(RuntimeError):
    """This installation is not there to play with."""


class Installation:
    """Addresses from `NETRAL_*_URL`; agencies and people from the command line's own seed."""

    def __init__(self, settings: Mapping[str, str] = os.environ) -> None:
        lacking = [name for name in _ADDRESSES if not settings.get(f"NETRAL_{name}")]
        if lacking:
            raise NoSandboxError(f"set NETRAL_{', NETRAL_'.join(lacking)}")
        self._settings = dict(settings)
        try:
            printed = Sandbox(settings).run("sandbox", "seed", "--json", "--state", str(_STATE))
        except CommandFailedError as refused:
            raise NoSandboxError(f"the demo needs a sandbox installation: {refused}") from refused
        seeded: dict[str, Any] = json.loads(printed)
        addresses = {name.lower(): settings[f"NETRAL_{name}"] for name in _ADDRESSES}
        self._info = seeded | addresses
        # In a container its own name; the services' allow-list must let its network through.
        self.reached_as = settings.get("DEMO_REACHED_AS") or socket.gethostname()

    @property
    def info(self) -> dict[str, Any]:
        """What `stack.json` would say of it."""
        return self._info

    def environment(self, process: str = "cli") -> dict[str, str]:
        """The settings of the command line are those that this process was given."""
        del process
        return self._settings
