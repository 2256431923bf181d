"""The one kind of error that reaches a person, and how the system's errors become it."""

import errno


class StackFailure(Exception):
    """The stack cannot do what was asked; the text is one line a person can act on."""


def explained(error: BaseException, doing: str) -> StackFailure:
    """Says what went wrong while `doing`, and names a full disk as such."""
    if isinstance(error, StackFailure):
        return error
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        where = f" ({error.filename})" if error.filename else ""
        return StackFailure(f"the disk is full while {doing}{where}: free some space, run again")
    if isinstance(error, PermissionError):
        return StackFailure(f"no permission while {doing}: {error.filename or error}")
    return StackFailure(f"{doing}: {type(error).__name__}: {error}")
