"""Intake against bare handlers with the same coalesced commit, with one and more processes."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import asyncpg
import psutil

from deploy.embedded import Stack
from tests.bench import load
from tests.bench.figures import Figure, at_least, at_most, ratio
from tests.bench.load import Load
from tests.bench.options import Options
from tests.bench.serving import free_port, serving
from tests.bench.stacks import a_stack, agency_token

CONTESTANTS = ("thin", "commit", "sealing", "intake")
WARM_SECONDS = 0.7
Seen = dict[tuple[str, int], list["Turn"]]


@dataclass(frozen=True)
class Turn:
    """What the callers saw, and what it cost the processes that answered them."""

    load: Load
    cpu: float
    """Microseconds of processor time a complaint: a busy machine changes them least."""


def measure(options: Options) -> list[Figure]:
    """The ratios for each number of processes."""
    with a_stack({"postgres", "migrate", "seed"}) as stack:
        asyncio.run(_thin_table(stack.dsn))
        seen = _rounds(stack, options)
    return [figure for workers in options.workers for figure in _figures(seen, workers)]


def _rounds(stack: Stack, options: Options) -> Seen:
    most = max(options.workers)
    ports = {name: [free_port() for _ in range(most)] for name in CONTESTANTS}
    token, seen = agency_token(stack), defaultdict(list)
    processes: dict[str, list[psutil.Process]] = defaultdict(list)
    with ExitStack() as running:
        for name in CONTESTANTS:
            for port in ports[name]:
                module, environment = _process(stack, name, port)
                process = running.enter_context(serving(module, environment, port))
                processes[name].append(process)
        for at in range(options.rounds):
            for workers in options.workers:
                # To and fro, so that nobody is always the one who comes last.
                for name in CONTESTANTS[:: 1 if at % 2 else -1]:
                    load.run(ports[name][:workers], token, WARM_SECONDS)
                    before = _spent(processes[name])
                    turn = load.run(ports[name][:workers], token, options.seconds)
                    cpu = 1e6 * (_spent(processes[name]) - before) / turn.answers
                    seen[name, workers].append(Turn(turn, cpu))
                    print(
                        f"  {at + 1}: {name:8} x{workers} {turn.per_second:6.0f}/s {cpu:6.0f} us",
                        flush=True,
                    )
    return seen


def _spent(processes: Sequence[psutil.Process]) -> float:
    """Seconds of processor time so far."""
    return sum(times.user + times.system for times in (one.cpu_times() for one in processes))


def _process(stack: Stack, name: str, port: int) -> tuple[str, Mapping[str, str]]:
    if name == "intake":
        return "services.intake.app", stack.environment("intake") | {"NETRAL_PORT": str(port)}
    own = {"BENCH_KIND": name, "BENCH_PORT": str(port), "BENCH_DSN": stack.layout.dsn("intake")}
    return "tests.bench.bare", stack.environment("intake") | own


def _figures(seen: Seen, workers: int) -> list[Figure]:
    def rates(name: str) -> tuple[float, ...]:
        return tuple(one.load.per_second for one in seen[name, workers])

    def slowest(name: str) -> tuple[float, ...]:
        return tuple(one.load.p99 for one in seen[name, workers])

    def costs(name: str) -> tuple[float, ...]:
        return tuple(one.cpu for one in seen[name, workers])

    of = f"x{workers}"
    mine = rates("intake")
    return [
        ratio(f"{of} intake / bare commit", mine, rates("commit"), at_least(0.35)),
        ratio(f"{of} intake / bare that seals", mine, rates("sealing"), at_least(0.6)),
        ratio(f"{of} p99 / p99 of it", slowest("intake"), slowest("sealing"), at_most(2.0)),
        ratio(f"{of} intake / one thin row", mine, rates("thin")),
        ratio(f"{of} processor time, bare commit / intake", costs("commit"), costs("intake")),
        ratio(f"{of} processor time, bare that seals / intake", costs("sealing"), costs("intake")),
        *(Figure(f"{of} {name}", rates(name), "/s") for name in CONTESTANTS),
        *(Figure(f"{of} processor time, {name}", costs(name), "us") for name in CONTESTANTS),
        Figure(f"{of} p99 intake", slowest("intake"), "ms"),
    ]


async def _thin_table(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            "create schema bench; create table bench.thin (key text, body bytea, digest bytea);"
            " grant usage on schema bench to public; grant insert on bench.thin to public"
        )
    finally:
        await connection.close()
