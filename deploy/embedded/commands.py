"""What a person asks of the stack in one word: up, down, status, logs, reset, exec."""

import argparse
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from deploy.embedded import following, orphans, showing
from deploy.embedded.failure import StackFailure, explained
from deploy.embedded.layout import REPOSITORY, recall
from deploy.embedded.program import Program
from deploy.embedded.programs import parts
from deploy.embedded.stack import Stack
from deploy.embedded.supervisor import Supervisor

WRONG_WORDS = 2
NOT_RUNNING = 3


def main(words: list[str] | None = None) -> int:
    """Does what was asked; a failure is one line and exit code 1."""
    try:
        asked = _parser().parse_args(words)
        console = Console(stderr=asked.word == "exec")
        code: int = globals()[f"_{asked.word.replace('-', '_')}"](asked, console)
    except StackFailure as failure:
        Console(stderr=True).print(f"netral: {failure}", style="red", markup=False, soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        Console(stderr=True).print(
            "netral: interrupted; what was being started is stopped", style="red"
        )
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="deploy.embedded", description=__doc__)
    parser.add_argument("--dir", type=Path, default=REPOSITORY / ".netral", help="its folder")
    words = parser.add_subparsers(dest="word", required=True)
    up = words.add_parser("up", help="start everything, return when it is ready")
    up.add_argument("--clock", type=date.fromisoformat, help="a new sandbox stands on this date")
    words.add_parser("down", help="stop everything, keep the data")
    words.add_parser("status", help="each process and its health")
    logs = words.add_parser("logs", help="what the processes say")
    logs.add_argument("names", nargs="*", help="only these")
    logs.add_argument("--once", action="store_true", help="do not follow")
    words.add_parser("reset", help="stop everything, forget the data")
    run = words.add_parser("exec", help="run a command with this stack's settings")
    run.add_argument("command", nargs=argparse.REMAINDER)
    words.add_parser("run-supervisor", help="used by up")
    return parser


def _up(asked: argparse.Namespace, console: Console) -> int:
    stack = Stack(asked.dir, clock=asked.clock, known_ports=True)
    if asked.clock and stack.folder.seed.exists():
        console.print("this sandbox exists already: its clock stays (make reset forgets it)")
    with showing.progress(console) as told:
        started = stack.up(told)
    if not started:
        console.print(f"already running in {stack.folder.root}", soft_wrap=True)
    showing.addresses(console, stack.info)
    console.print(f"all of it: {stack.folder.stack}", soft_wrap=True)
    return 0


def _down(asked: argparse.Namespace, console: Console) -> int:
    stopped = Stack(asked.dir).down()
    console.print("stopped; the data is kept" if stopped else "nothing was running")
    return 0


def _reset(asked: argparse.Namespace, console: Console) -> int:
    Stack(asked.dir).reset()
    console.print(f"{asked.dir} is empty again", soft_wrap=True)
    return 0


def _status(asked: argparse.Namespace, console: Console) -> int:
    stack = Stack(asked.dir)
    layout = recall(stack.folder.root)
    if not stack.running() or layout is None:
        left = ", ".join(sorted(orphans.recorded(stack.folder)))
        console.print(
            f"the supervisor is gone and left running: {left}; make up or make down ends them"
            if left
            else "not running: make up starts it",
            soft_wrap=True,
        )
        return NOT_RUNNING
    # Its own line about a connection that failed says less than the table does.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    processes: dict[str, dict[str, Any]] = stack.state.get("processes", {})
    programs = parts(layout)

    def answer(name: str) -> str:
        part = programs.get(name)
        if not isinstance(part, Program) or processes[name]["state"] != "ready":
            return ""
        return part.ready() or "ok"

    with ThreadPoolExecutor(len(processes) or 1) as pool:
        answers = list(pool.map(answer, processes))
    rows = [(n, r, a) for (n, r), a in zip(processes.items(), answers, strict=True)]
    showing.health(console, rows)
    return 0 if all(a == "ok" for a in answers) else NOT_RUNNING


def _logs(asked: argparse.Namespace, console: Console) -> int:
    def say(line: str) -> None:
        console.print(line, markup=False, highlight=False, soft_wrap=True)

    folder = Stack(asked.dir).folder.logs
    if not folder.exists():
        console.print("no logs yet: make up starts it")
        return NOT_RUNNING
    there = sorted(path.stem for path in folder.glob("*.log"))
    unknown = sorted(set(asked.names) - set(there))
    if unknown:
        console.print(f"no log of {', '.join(unknown)}; there is {', '.join(there)}")
        return WRONG_WORDS
    try:
        following.follow(folder, asked.names, say, on=not asked.once)
    except KeyboardInterrupt:
        return 0  # the only way to end it
    return 0


def _exec(asked: argparse.Namespace, console: Console) -> int:
    stack = Stack(asked.dir)
    if not stack.running():
        console.print("not running: make up starts it")
        return NOT_RUNNING
    command = [word for word in asked.command if word != "--"]
    if not command:
        raise StackFailure("exec needs a command")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    env = {**os.environ, **stack.environment(), "PATH": path}
    sys.stdout.flush()
    try:
        os.execvpe(command[0], command, env)  # noqa: S606 - replaces us on purpose
    except OSError as error:
        raise explained(error, f"running {command[0]}") from error


def _run_supervisor(asked: argparse.Namespace, _console: Console) -> int:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr
    )
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    layout = recall(asked.dir.resolve())
    if layout is None:
        raise StackFailure(f"nothing was laid out in {asked.dir}: use up")
    return Supervisor(layout, parts(layout)).run()
