"""A history as it is kept for replay: without the machine on which it was recorded."""

import asyncio
import json
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

OF_THE_MACHINE = ("stackTrace", "identity")
"""Paths, process ids and host names: no replay compares them."""


async def keep(history: WorkflowHistory, path: Path) -> None:
    """Writes it."""
    await asyncio.to_thread(path.write_text, kept(history.to_json()))


def kept(history: str) -> str:
    """The JSON of a history, emptied of what says where it was recorded."""
    return json.dumps(_emptied(json.loads(history)), separators=(",", ":"))


def _emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: "" if name in OF_THE_MACHINE else _emptied(inner) for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_emptied(inner) for inner in value]
    return value
