"""What is done between the servers and our processes; done again, it changes nothing."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence

from deploy.embedded import atomic, seaweedfs
from deploy.embedded.environment import environment
from deploy.embedded.failure import StackFailure
from deploy.embedded.layout import REPOSITORY, Layout
from services.kit import topics


def migrate(layout: Layout) -> None:
    """Brings the schema up to date and marks a new installation as a sandbox."""
    clock = layout.plan.clock
    at = ("--clock", clock.isoformat()) if clock else ()
    netral(layout, "migrate", "--sandbox", *at)


def create_topics(layout: Layout) -> None:
    """The topics of `services.kit.topics`, and no other."""
    asyncio.run(topics.ensure(layout.address("kafka")))


def create_buckets(layout: Layout) -> None:
    """Quarantine and vault."""
    seaweedfs.ensure_buckets(layout)


def seed(layout: Layout) -> None:
    """The demo agencies and people, with their tokens; asked once, kept in the folder."""
    if layout.folder.seed.exists():
        return
    tokens = layout.folder.data / "seed-tokens.json"
    printed = netral(layout, "sandbox", "seed", "--json", "--state", str(tokens))
    try:
        seeded = json.loads(printed)
    except json.JSONDecodeError as error:
        raise StackFailure("netral sandbox seed did not print JSON") from error
    atomic.write_json(layout.folder.seed, seeded)


def netral(layout: Layout, *words: str) -> str:
    """Runs the command line on this stack; what it printed, or its last word as the failure."""
    done = subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "services.cli.main", *words],
        cwd=REPOSITORY,
        env=base_environment(layout) | environment("cli", layout),
        capture_output=True,
        text=True,
        check=False,
    )
    _keep(layout, words, done.stdout if done.returncode else "", done.stderr)
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines() or ["no message"]
        raise StackFailure(
            f"netral {' '.join(words[:2])} failed ({lines[-1][:300]}); see {_log(layout)}"
        )
    return done.stdout


def base_environment(layout: Layout) -> dict[str, str]:
    """What a process gets besides its settings: the machine's, nothing of netral's."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LD_LIBRARY_PATH", "XDG_CACHE_HOME")
    here = {key: os.environ[key] for key in kept if key in os.environ}
    return here | {"TMPDIR": str(layout.folder.tmp)}


def _log(layout: Layout) -> str:
    return str(layout.folder.logs / "netral.log")


def _keep(layout: Layout, words: Sequence[str], *outputs: str) -> None:
    layout.folder.logs.mkdir(parents=True, exist_ok=True)
    with open(_log(layout), "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(f"$ netral {' '.join(words)}\n{''.join(outputs)}")
