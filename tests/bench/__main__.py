"""`make bench`: ratios within one run, medians of several rounds, as a table and as JSON.

Absolute figures of a shared machine mean little; intake and what it is measured against take turns.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from deploy.embedded import Stack
from deploy.embedded.layout import REPOSITORY
from tests.bench import load

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
GOALS = {
    "intake / bare commit": ("per_second", "bare", 0.35, "at least"),
    "intake / bare that parses and seals": ("per_second", "sealing", 0.6, "at least"),
    "p99 intake / p99 bare that parses and seals": ("p99", "sealing", 2.0, "at most"),
}


def main() -> int:
    """Measure, print, write `.netral-bench.json`; 1 if a goal is missed."""
    folder = Path(tempfile.mkdtemp(prefix="netral-bench-"))
    with Stack(folder, only={"postgres"}) as stack:
        token = _prepare(stack)
        rounds = _measure(stack, token)
    return _report(rounds)


def _prepare(stack: Stack) -> str:
    """A migrated sandbox with agencies, and the table of the bare handler."""
    environment = {**os.environ, **stack.environment("cli")}
    cli = [sys.executable, "-m", "services.cli.main"]
    subprocess.run([*cli, "migrate", "--sandbox"], env=environment, check=True, capture_output=True)
    state = stack.layout.folder.root / "seed-state.json"
    seeded = subprocess.run(
        [*cli, "sandbox", "seed", "--json", "--state", str(state)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    asyncio.run(
        _execute(
            stack.dsn,
            "create schema bench; create table bench.bare (key text, body bytea, digest bytea)",
        )
    )
    agencies = json.loads(seeded.stdout)["agencies"]
    return str(next(one["token"] for one in agencies if "35.08" in one["jurisdictions"]))


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _measure(stack: Stack, token: str) -> dict[str, list[load.Load]]:
    port = {name: _free_port() for name in ("bare", "sealing", "intake")}
    bare = {"BENCH_DSN": stack.dsn}
    intake = stack.environment("intake") | {"NETRAL_PORT": str(port["intake"])}
    processes = {
        "bare": ("tests.bench.bare", bare | {"BENCH_PORT": str(port["bare"])}),
        "sealing": (
            "tests.bench.bare",
            bare | {"BENCH_PORT": str(port["sealing"]), "NETRAL_BENCH_SEALS": "1"},
        ),
        "intake": ("services.intake.app", intake),
    }
    rounds: dict[str, list[load.Load]] = {name: [] for name in processes}
    for at in range(ROUNDS):
        for name, (module, environment) in processes.items():
            with _serving(module, environment, port[name]):
                asyncio.run(load.run(port[name], token, 1))  # warm: pools, caches
                seen = asyncio.run(load.run(port[name], token, SECONDS))
            rounds[name].append(seen)
            print(f"round {at + 1} {name:8} {seen.per_second:8.0f}/s  p99 {seen.p99:6.1f} ms")
    return rounds


@contextmanager
def _serving(module: str, environment: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        asyncio.run(_listening(port))
        yield
    finally:
        process.terminate()
        process.wait(30)


async def _listening(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _report(rounds: dict[str, list[load.Load]]) -> int:
    missed, figures = 0, {}
    print()
    for name, (figure, against, goal, sense) in GOALS.items():
        ratio = statistics.median(
            getattr(mine, figure) / getattr(theirs, figure)
            for mine, theirs in zip(rounds["intake"], rounds[against], strict=True)
        )
        met = ratio >= goal if sense == "at least" else ratio <= goal
        missed += not met
        figures[name] = {"ratio": round(ratio, 3), "goal": goal, "sense": sense, "met": met}
        print(f"{name:45} {ratio:5.2f}  (goal: {sense} {goal})  {'met' if met else 'MISSED'}")
    refused = sum(seen.refused for seen in rounds["intake"])
    print(f"answers other than 202: {refused}")
    Path(".netral-bench.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 1 if missed or refused else 0


if __name__ == "__main__":
    sys.exit(main())
