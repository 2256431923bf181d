"""What the process does that reads a hostile file: told on its line, it answers there, no more."""

import io
import json
from typing import BinaryIO, cast

# Everything is imported before a process is confined: afterwards it opens hardly any file.
from PIL import Image

from services.evidence.inspection.claims import Claims, claimed_by
from services.evidence.inspection.confinement import confine
from services.evidence.inspection.window import Window
from services.evidence.kinds import found_in


def prepare() -> None:
    """Load what every child needs, before any of them is there."""
    Image.init()


def look(told: BinaryIO, answer: BinaryIO) -> None:
    """Confine this process for good, then read, look, answer."""
    confined = confine()
    asked = json.loads(told.readline())
    head = told.read(asked["head"])
    # To the end of what is told: whoever still tells would find the line of an early answer broken.
    tail = told.read()
    media_type = found_in(_file(asked["size"], head, tail))
    claims: Claims = {}
    warnings: list[str] = []
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        read = _claims(_file(asked["size"], head, tail)) if confined else None
        if read is None:
            warnings.append("metadata_unreadable")
        else:
            claims = read
    found = {"media_type": media_type, "claims": claims, "warnings": warnings}
    answer.write(json.dumps(found).encode())
    answer.flush()


def _claims(file: BinaryIO) -> Claims | None:
    try:
        return claimed_by(file)
    except Exception:  # noqa: BLE001 -- a stranger's bytes: whatever breaks, the item is kept
        return None


def _file(size: int, head: bytes, tail: bytes) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(Window(size, head, tail)))
