"""The whole stack as real processes, without Docker: for `make up`, the demo and the journeys."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from deploy.embedded.failure import StackFailure
    from deploy.embedded.programs import OWN, SERVERS, STEPS
    from deploy.embedded.stack import Stack

__all__ = ["OWN", "SERVERS", "STEPS", "Stack", "StackFailure"]

_PLACES: Final = {"StackFailure": "failure", "Stack": "stack"}


def __getattr__(name: str) -> object:
    """Imported when asked for: `__main__` must listen to Ctrl-C before anything slow happens."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"deploy.embedded.{_PLACES.get(name, 'programs')}"), name)
