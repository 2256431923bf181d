"""The compose file's health check of the front door, run against a door and without one."""

import socket
import subprocess
from pathlib import Path

import yaml

from tests.deploy.door import front_door

COMPOSED = Path(__file__).parents[2] / "docker-compose.yml"
CADDY = yaml.safe_load(COMPOSED.read_text("utf-8"))["services"]["caddy"]
KIND, CHECK = CADDY["healthcheck"]["test"]
INSIDE = 443


def healthy(port: int) -> bool:
    """What the check says, asked about another port than the door's own inside its container."""
    asked = CHECK.replace(_hex(INSIDE), _hex(port))
    assert asked != CHECK
    return subprocess.run(["/bin/sh", "-c", asked], check=False).returncode == 0


def _hex(port: int) -> str:
    return f":{port:04X} "


def test_it_asks_about_the_port_that_is_published() -> None:
    assert KIND == "CMD-SHELL"
    assert all(published.endswith(f":{INSIDE}") for published in CADDY["ports"])
    assert _hex(INSIDE) in CHECK


def test_a_door_is_healthy_for_as_long_as_it_listens(tmp_path: Path) -> None:
    with front_door(tmp_path) as door:
        assert healthy(door.port)

    assert not healthy(door.port)


def test_a_door_on_all_addresses_is_healthy() -> None:
    # As Caddy listens in its container; a kernel may be built without the newer family.
    newer = Path("/proc/net/tcp6").exists()
    family, every = (socket.AF_INET6, "::") if newer else (socket.AF_INET, "0.0.0.0")
    with socket.create_server((every, 0), family=family) as door:
        assert healthy(door.getsockname()[1])


def test_a_port_that_is_only_taken_or_called_is_not_a_door() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, socket.socket() as caller:
        caller.bind(("127.0.0.1", 0))
        assert not healthy(caller.getsockname()[1])
        caller.connect(other.getsockname())
        assert not healthy(caller.getsockname()[1])
