"""The whole stack as real processes, without Docker: for `make up`, the demo and the journeys."""

from deploy.embedded.failure import StackFailure
from deploy.embedded.programs import OWN, SERVERS, STEPS
from deploy.embedded.stack import Stack

__all__ = ["OWN", "SERVERS", "STEPS", "Stack", "StackFailure"]
