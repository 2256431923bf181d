"""The process that reads a hostile file: standard input to one line of JSON, nothing else.

Input: a line of JSON {size, head, tail} (lengths), then the bytes of head and tail.
Output: {media_type, claims, warnings}.
"""

import io
import json
import sys
from typing import BinaryIO, cast

# Everything is imported before the process is confined: afterwards it opens hardly any file.
from PIL import Image

from services.evidence.inspection.claims import Claims, claimed_by
from services.evidence.inspection.confinement import confine
from services.evidence.inspection.window import Window
from services.evidence.kinds import found_in


def main() -> None:
    """Read, look, answer."""
    asked = json.loads(sys.stdin.buffer.readline())
    head = sys.stdin.buffer.read(asked["head"])
    tail = sys.stdin.buffer.read(asked["tail"])
    Image.init()
    confined = confine()
    media_type = found_in(_file(asked["size"], head, tail))
    claims: Claims = {}
    warnings: list[str] = []
    if media_type.startswith("image/") and media_type != "image/svg+xml":
        read = _claims(_file(asked["size"], head, tail)) if confined else None
        if read is None:
            warnings.append("metadata_unreadable")
        else:
            claims = read
    json.dump({"media_type": media_type, "claims": claims, "warnings": warnings}, sys.stdout)


def _claims(file: BinaryIO) -> Claims | None:
    try:
        return claimed_by(file)
    except Exception:  # noqa: BLE001 -- a stranger's bytes: whatever breaks, the item is kept
        return None


def _file(size: int, head: bytes, tail: bytes) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(Window(size, head, tail)))


if __name__ == "__main__":
    main()
