"""Which port each part listens on: the known one, the one of last time, or another free one."""

import fcntl
import os
import random
import socket
import struct
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

LOCALHOST = "127.0.0.1"

# What a person may type or have bookmarked; the rest is found in stack.json.
KNOWN = {
    "intake": 8001,
    "evidence": 8002,
    "workflow": 8003,
    "temporal": 7233,
    "temporal-ui": 8233,
    "front-door": 8443,
}
OTHERS = (
    "postgres",
    "kafka",
    "kafka-controller",
    "temporal-http",
    "temporal-metrics",
    "s3",
    "s3-grpc",
    "seaweedfs-master",
    "seaweedfs-master-grpc",
    "seaweedfs-volume",
    "seaweedfs-volume-grpc",
    "seaweedfs-filer",
    "seaweedfs-filer-grpc",
    "seaweedfs-admin",
    "seaweedfs-admin-grpc",
    "intake-background",
    "evidence-background",
    "workflow-background",
    "workflow-worker",
)
ALL = (*KNOWN, *OTHERS)

# Below the ports that the kernel gives to outgoing connections: else a restart may find its
# own port lent to some client.
FIRST, LAST = 20_000, 29_999


def is_free(port: int) -> bool:
    """Whether this port of 127.0.0.1 can be listened on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
    return True


class Claims:
    """Ports that one stack has spoken for; two stacks that start at one moment never share one.

    A byte of one file stands for each port. The locks belong to the open file: whoever inherits
    `fd` holds them, and they end with the last who does, however that one ends.
    """

    def __init__(self, file: Path | None = None) -> None:
        place = file or Path(tempfile.gettempdir()) / f"netral-ports-{os.getuid()}"
        self.fd = os.open(place, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)

    def take(self, port: int) -> bool:
        """Claims a port that nobody listens on; False if it is another's. Again is no harm."""
        wanted = struct.pack("hhqqi0q", fcntl.F_WRLCK, os.SEEK_SET, port, 1, 0)
        try:
            fcntl.fcntl(self.fd, fcntl.F_OFD_SETLK, wanted)
        except OSError:
            return False
        return is_free(port)

    def close(self) -> None:
        """Lets go, unless another process holds `fd` too."""
        os.close(self.fd)


def choose(
    remembered: Mapping[str, int],
    *,
    names: Iterable[str] = ALL,
    known: Mapping[str, int] = KNOWN,
    free: Callable[[int], bool] = is_free,
) -> dict[str, int]:
    """A free port for each name: the known one, else that of last time, else any."""
    chosen: dict[str, int] = {}
    lottery = random.SystemRandom()

    def usable(port: int | None) -> bool:
        return port is not None and port not in chosen.values() and free(port)

    for name in names:
        port = next(
            (p for p in (known.get(name), remembered.get(name)) if p is not None and usable(p)),
            None,
        )
        while port is None or not usable(port):
            port = lottery.randint(FIRST, LAST)
        chosen[name] = port
    return chosen
