"""Named instants at which a crash would hurt most; the fault tests kill the process there.

In the product an instant does nothing. Only a test's own entry point may put something in the
place of `reached`; there is no setting for it.
"""

from collections.abc import Awaitable, Callable


async def _nothing(name: str) -> None:
    del name


_hook: Callable[[str], Awaitable[None]] = _nothing


async def reached(name: str) -> None:
    """The code has come to the named instant."""
    await _hook(name)


def replace(hook: Callable[[str], Awaitable[None]]) -> None:
    """Put a test's hook in place; the product never calls this."""
    global _hook  # noqa: PLW0603 -- one process, one hook, set once before anything runs
    _hook = hook
