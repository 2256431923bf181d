"""Where everything of one stack lies: its folder, ports, secrets and what was asked of it."""

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from deploy.embedded import atomic
from deploy.embedded.identity import Identity

REPOSITORY = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

Settings = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True)
class Plan:
    """What was asked: which parts, on which legal date, and with which extra settings."""

    only: frozenset[str] | None = None
    clock: date | None = None
    env: Settings = field(default_factory=dict)
    known_ports: bool = True
    durable: bool = True
    restart_limit: int = 5
    parent: Identity | None = None

    def as_record(self) -> dict[str, Any]:
        """For the file by which the supervisor learns it."""
        return asdict(self) | {
            "only": sorted(self.only) if self.only is not None else None,
            "clock": self.clock.isoformat() if self.clock else None,
            "parent": self.parent.as_record() if self.parent else None,
        }

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> "Plan":
        """What `as_record` wrote."""
        return cls(
            only=frozenset(record["only"]) if record["only"] is not None else None,
            clock=date.fromisoformat(record["clock"]) if record["clock"] else None,
            env=record["env"],
            known_ports=record["known_ports"],
            durable=record["durable"],
            restart_limit=record["restart_limit"],
            parent=Identity.read(record["parent"]),
        )

    def settings_of(self, process: str) -> dict[str, str]:
        """Settings for all our processes, then those for this one alone."""
        for_all = {key: value for key, value in self.env.items() if isinstance(value, str)}
        own = self.env.get(process, {})
        return for_all | (dict(own) if not isinstance(own, str) else {})


@dataclass(frozen=True)
class Folder:
    """The names inside a stack's folder."""

    root: Path

    @property
    def state(self) -> Path:
        """The supervisor's record: which process has which pid, and how it fares."""
        return self.root / "state.json"

    @property
    def stack(self) -> Path:
        """What people, the client and the tests read."""
        return self.root / "stack.json"

    @property
    def plan(self) -> Path:
        """What was asked last."""
        return self.root / "plan.json"

    @property
    def ports(self) -> Path:
        """The ports of last time."""
        return self.root / "ports.json"

    @property
    def secrets(self) -> Path:
        """The passwords and keys."""
        return self.root / "secrets.json"

    @property
    def env(self) -> Path:
        """The command line's settings, as lines, for `netral` typed beside the folder."""
        return self.root / "env"

    @property
    def seed(self) -> Path:
        """The demo agencies and people, as the seed printed them."""
        return self.root / "seed.json"

    @property
    def lock(self) -> Path:
        """Held by the supervisor as long as it lives."""
        return self.root / "lock"

    @property
    def logs(self) -> Path:
        """One file a process."""
        return self.root / "logs"

    @property
    def held(self) -> Path:
        """One empty file for each process that is to stay down."""
        return self.root / "held"

    @property
    def data(self) -> Path:
        """What the servers store."""
        return self.root / "data"

    @property
    def tmp(self) -> Path:
        """Scratch space of the processes."""
        return self.root / "tmp"


@dataclass(frozen=True)
class Layout:
    """One stack, complete: enough to start any of its processes."""

    folder: Folder
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    plan: Plan

    def url(self, name: str) -> str:
        """Where this part answers plain HTTP."""
        return f"http://{self.address(name)}"

    def address(self, name: str) -> str:
        """Host and port of this part."""
        return f"127.0.0.1:{self.ports[name]}"

    def dsn(self, role: str = "postgres", database: str = "netral") -> str:
        """How this role reaches the database; `postgres` is the administrator."""
        password = self.secrets["postgres" if role == "postgres" else f"{role}_password"]
        user = role if role == "postgres" else f"netral_{role}"
        return f"postgresql://{user}:{password}@{self.address('postgres')}/{database}"


def remember(layout: Layout) -> None:
    """Writes down ports, secrets and plan for the next start and for other processes."""
    atomic.write_json(layout.folder.ports, dict(layout.ports))
    atomic.write_json(layout.folder.secrets, dict(layout.secrets))
    atomic.write_json(layout.folder.plan, layout.plan.as_record())


def recall(root: Path) -> Layout | None:
    """The stack that was last started in this folder, or None."""
    folder = Folder(root)
    ports, secrets, plan = (
        atomic.read_json(path) for path in (folder.ports, folder.secrets, folder.plan)
    )
    if ports is None or secrets is None or plan is None:
        return None
    return Layout(folder, ports, secrets, Plan.read(plan))
