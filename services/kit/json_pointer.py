"""JSON pointers (RFC 6901) from the steps to a place, and back."""

from collections.abc import Iterable


def pointer(steps: Iterable[object]) -> str:
    """The pointer to where these member names and places in lists lead; "" for no step."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps(pointer: str) -> list[str]:
    """The steps of a pointer that is well formed; none for ""."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
