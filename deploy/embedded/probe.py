"""Asking a part whether it is ready: each answers None, or says in a few words what is missing."""

import http.client
import json
import socket
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from deploy.embedded.ports import LOCALHOST

SECONDS = 3.0


def held_by(pid: int, port: int) -> bool:
    """Whether this very process listens on the port."""
    try:
        sockets = psutil.Process(pid).net_connections("tcp")
    except psutil.Error:
        return False
    return any(s.status == psutil.CONN_LISTEN and s.laddr.port == port for s in sockets)


def certified(port: int, hosts: Sequence[str], authority: Path) -> Callable[[], str | None]:
    """Ready when the port shows each host's certificate, given out by this authority."""

    def ask() -> str | None:
        try:
            trust = ssl.create_default_context(cafile=authority)
            for host in hosts:
                with (
                    socket.create_connection((LOCALHOST, port), timeout=SECONDS) as line,
                    trust.wrap_socket(line, server_hostname=host),
                ):
                    pass
        except FileNotFoundError:
            return "no certificate authority yet"
        except ssl.SSLError:
            return "no certificates yet"
        except OSError:
            return "not listening yet"
        return None

    return ask


def answering(port: int, path: str) -> Callable[[], str | None]:
    """Ready when this path is answered with 200."""

    def ask() -> str | None:
        connection = http.client.HTTPConnection(LOCALHOST, port, timeout=SECONDS)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read(4096)
        except (OSError, http.client.HTTPException) as error:
            return "not answering yet" if isinstance(error, ConnectionError) else f"{error!r}"
        finally:
            connection.close()
        return None if response.status == http.HTTPStatus.OK else _missing(body, response.status)

    return ask


def _missing(body: bytes, status: int) -> str:
    """Which checks a readiness answer names as failing."""
    try:
        content = json.loads(body)
    except ValueError:
        return f"answers {status}"
    checks = content.get("checks", content) if isinstance(content, dict) else {}
    good = {"ok", True, "ready", "pass"}
    failing = [
        f"{name}: {said}"
        for name, said in checks.items()
        if not (isinstance(said, str | bool) and said in good)
    ]
    return "; ".join(failing)[:200] or f"answers {status}"
