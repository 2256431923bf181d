"""Where a webhook may go: a public address, looked up once and connected to as looked up.

The names of the internet may point inside, and may answer differently the second time; so every
address of the host is judged, and the delivery connects to the very address that was judged.
"""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from services.kit.errors import Malformed, Pointer

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]

LOOKUP_PATIENCE: Final = 3.0
REFUSED_AFTER: Final = 1.0
"""Seconds: an answer at once would tell a name that is known inside from one that is not."""
_LONGEST: Final = 2000
# Python's `is_global` is true for these, and each leads inside or nowhere.
_NEVER: Final[tuple[Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2002::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


@dataclass(frozen=True, slots=True)
class Target:
    """A judged address: connect to `address`, but speak to `host`."""

    url: SplitResult
    address: str
    port: int

    @property
    def host(self) -> str:
        """The name in Host and SNI."""
        return self.url.hostname or ""


async def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them; an empty list if it has none."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LOOKUP_PATIENCE):
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Judges webhook addresses; networks of the operator's list are let through."""

    def __init__(self, allowed: Sequence[str] = (), resolve: Resolve = look_up) -> None:
        self._allowed = [ipaddress.ip_network(text, strict=False) for text in allowed]
        self._resolve = resolve

    async def admit(self, text: str) -> None:
        """Judge for an agency: no refusal says, by word or by time, whether a name is known."""
        _parsed(text)
        begun = time.monotonic()
        try:
            await self.judge(text)
        except Malformed:
            await asyncio.sleep(begun + REFUSED_AFTER - time.monotonic())
            raise

    async def judge(self, text: str) -> Target:
        """Where to connect for a URL; Malformed with the reason if that must not be."""
        url = _parsed(text)
        port = url.port or (443 if url.scheme == "https" else 80)
        found = await self._resolve(url.hostname or "", port)
        addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in found]
        zoned = any("%" in one for one in found)
        # One word for a name that leads inside and for one that leads nowhere: an agency must not
        # learn which names the network here knows.
        if not found or zoned or not all(map(self._may_be, addresses)):
            raise _refused("address-not-public")
        if not all(map(self._is_allowed, addresses)):
            if url.scheme != "https":
                raise _refused("not-https")
            if port < 1024 and port != 443:  # the services of a host, not its web
                raise _refused("port-not-allowed")
        return Target(url, found[0], port)

    def _is_allowed(self, address: Address) -> bool:
        return any(
            address.version == network.version and address in network for network in self._allowed
        )

    def _may_be(self, address: Address) -> bool:
        return self._is_allowed(address) or is_public(address)


def is_public(address: Address) -> bool:
    """Whether it is on the public internet for certain."""
    special = any(address.version == network.version and address in network for network in _NEVER)
    return address.is_global and not address.is_multicast and not special


def _parsed(text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise _refused("not-a-url") from None
    plain = text.isascii() and text.isprintable() and " " not in text and "\\" not in text
    if not plain or len(text) > _LONGEST or url.scheme not in {"https", "http"}:
        raise _refused("not-a-url")
    if not url.hostname or url.username is not None or url.password is not None or port == 0:
        raise _refused("not-a-url")
    return url


def _refused(code: str) -> Malformed:
    return Malformed("webhook-refused", pointers=[Pointer("/url", code)])
