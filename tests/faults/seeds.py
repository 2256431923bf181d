"""One seed for a run; `NETRAL_FAULT_SEED` repeats one that was reported."""

import os
from functools import cache


@cache
def seed() -> int:
    """The same in the whole run."""
    return int(os.environ.get("NETRAL_FAULT_SEED", "0")) or int.from_bytes(os.urandom(3))
