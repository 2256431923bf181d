"""The stories told, written down and shown: one exit code for all of it."""

import os
from pathlib import Path

from netral_client import NetralError
from rich.console import Console

from deploy.demo.run import Running, run_demo
from deploy.demo.sandbox import CommandFailedError
from deploy.demo.stories import STORIES
from deploy.demo.story import Story

CANNOT_BEGIN = 2


def tell(
    stack: Running,
    console: Console,
    *,
    files: Path,
    summary: Path,
    reached_as: str = "127.0.0.1",
) -> int:
    """Tells the stories and says what came of them; 0 if everything came out."""
    try:
        told = run_demo(stack, folder=files, stories=_chosen(), reached_as=reached_as)
    except (NetralError, CommandFailedError) as broken:
        console.print(f"the demo stopped: {broken}", style="red", highlight=False)
        return 1
    told.write(summary)
    told.show(console)
    for fault in told.faults:
        console.print(f"- {fault}", style="red", highlight=False, markup=False)
    if told.faults:
        return 1
    console.print(
        f"{len(told.complaints)} complaints; "
        f"{len(told.facts)} dates, refusals and outcomes came out.",
        highlight=False,
    )
    held = [str(one["story"]) for one in told.complaints if one["stage"] == "under_remedy"]
    if held:
        console.print(
            f"Stories {' and '.join(held)} stand under remedy: objections and appeals are decided "
            "in later work.",
            highlight=False,
        )
    return 0


def _chosen() -> tuple[Story, ...]:
    """`DEMO_STORIES=2,12` tells only these; all otherwise."""
    numbers = {int(word) for word in os.environ.get("DEMO_STORIES", "").split(",") if word.strip()}
    return tuple(story for story in STORIES if not numbers or story.NUMBER in numbers)
