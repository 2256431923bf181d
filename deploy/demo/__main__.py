"""`python -m deploy.demo`: a fresh sandbox, twelve stories, a table, and a stack to look at."""

import os
import sys
from pathlib import Path

from netral_client import NetralError
from rich.console import Console

from deploy.demo.fresh import NotOursError, fresh_stack
from deploy.demo.run import run_demo
from deploy.demo.stories import STORIES
from deploy.demo.story import Story
from deploy.embedded import Stack, StackFailure
from deploy.embedded.layout import REPOSITORY
from deploy.embedded.showing import progress

FOLDER = REPOSITORY / ".netral"


def main() -> int:
    """0 if everything came out, 1 if something did not, 2 if the demo could not begin."""
    console = Console()
    try:
        stack = fresh_stack(Path(os.environ.get("DEMO_FOLDER", FOLDER)))
        with progress(console) as told:
            stack.up(told)
    except (NotOursError, StackFailure) as cannot:
        console.print(str(cannot), style="red", highlight=False)
        return 2
    try:
        return _tell(stack, console)
    finally:
        if os.environ.get("DEMO_KEEP") == "0":
            stack.down()


def _tell(stack: Stack, console: Console) -> int:
    root = stack.folder.root
    chosen = _chosen()
    try:
        summary = run_demo(stack, folder=stack.folder.data / "demo-files", stories=chosen)
    except NetralError as broken:
        console.print(f"the demo stopped: {broken}", style="red", highlight=False)
        return 1
    summary.write(root / "demo-summary.json")
    summary.show(console)
    for fault in summary.faults:
        console.print(f"- {fault}", style="red", highlight=False)
    if summary.faults:
        console.print(f"{len(summary.faults)} faults; logs are in {stack.folder.logs}")
        return 1
    console.print(
        f"{len(summary.complaints)} complaints, {len(summary.facts)} dates, refusals and outcomes "
        "came out. Stories 6 and 8 stand under remedy: objections and appeals are decided in "
        "later work."
    )
    if os.environ.get("DEMO_KEEP") != "0":
        info = stack.info
        for name in ("workflow_url", "intake_url", "evidence_url", "temporal_ui_url"):
            console.print(f"  {name.removesuffix('_url'):<12} {info[name]}", highlight=False)
        console.print(f"  tokens of agencies and people are in {stack.folder.stack}")
    return 0


def _chosen() -> tuple[Story, ...]:
    """`DEMO_STORIES=2,12` tells only these; all otherwise."""
    wanted = os.environ.get("DEMO_STORIES", "")
    numbers = {int(word) for word in wanted.split(",") if word.strip()}
    return tuple(story for story in STORIES if not numbers or story.NUMBER in numbers)


if __name__ == "__main__":
    sys.exit(main())
