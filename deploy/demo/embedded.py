"""The demo on the stack without Docker: made fresh, told, left up to look at."""

import os
from pathlib import Path

from rich.console import Console

from deploy.demo.fresh import NotOursError, fresh_stack, remember
from deploy.demo.outcome import CANNOT_BEGIN, tell
from deploy.embedded import StackFailure
from deploy.embedded.layout import REPOSITORY
from deploy.embedded.showing import progress

FOLDER = REPOSITORY / ".netral"


def on_a_fresh_stack(console: Console) -> int:
    """The whole of `make demo`; `DEMO_KEEP=0` stops the stack at the end."""
    keep = os.environ.get("DEMO_KEEP") != "0"
    try:
        stack = fresh_stack(Path(os.environ.get("NETRAL_DIR", FOLDER)))
        with progress(console) as told:
            stack.up(told)
    except (NotOursError, StackFailure) as cannot:
        console.print(str(cannot), style="red", highlight=False, soft_wrap=True)
        return CANNOT_BEGIN
    root = stack.folder.root
    try:
        outcome = tell(
            stack,
            console,
            files=stack.folder.data / "demo-files",
            summary=root / "demo-summary.json",
        )
        remember(stack)
        if keep:
            info = stack.info
            for name in ("workflow_url", "intake_url", "evidence_url", "temporal_ui_url"):
                console.print(f"  {name.removesuffix('_url'):<12} {info[name]}", highlight=False)
            console.print(f"  tokens: {stack.folder.stack}, logs: {stack.folder.logs}")
        return outcome
    finally:
        if not keep:
            stack.down()
