"""What this service says of itself at the head of its OpenAPI."""

from typing import Any, Final

ABOUT: Final[dict[str, Any]] = {
    "title": "netral evidence",
    "version": "1",
    "summary": "Files that show what happened: received, sealed under lock, given out unaltered",
    "description": (
        "One file is one item. It is acknowledged when all its bytes are stored and hashed, sealed"
        " soon after (copied under a lock that nobody can lift, read back, compared), and joined"
        " with the complaint that names its id. Errors are problem documents (RFC 9457); their"
        " `type` opens a page that says what to do. In a sandbox every answer carries"
        " `Netral-Sandbox: true`."
    ),
}
