import ipaddress
import time
from collections.abc import Sequence

import pytest

from services.intake.addresses import REFUSED_AFTER, Guard, is_public, look_up
from services.kit.errors import Malformed


def resolving(*addresses: str) -> "Resolver":
    return Resolver(addresses)


class Resolver:
    """A hand-made resolver that counts how often it is asked."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = list(addresses)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.addresses


async def refusal(url: str, *addresses: str, allowed: Sequence[str] = ()) -> str:
    with pytest.raises(Malformed) as raised:
        await Guard(allowed, resolving(*addresses)).judge(url)
    return raised.value.pointers[0].code


INSIDE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", INSIDE)
async def test_a_host_that_leads_inside_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    assert await refusal("https://agency.example/x", address) == "address-not-public"


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450::1"])
async def test_a_public_host_is_let_through_to_the_address_that_was_judged(address: str) -> None:
    resolver = resolving(address)
    target = await Guard(resolve=resolver).judge("https://agency.example:8443/x?y=1")

    assert (target.address, target.port, target.host) == (address, 8443, "agency.example")
    assert resolver.asked == 1


async def test_one_address_inside_among_public_ones_is_enough_to_refuse() -> None:
    assert await refusal("https://a.example", "8.8.8.8", "10.0.0.1") == "address-not-public"


async def test_an_address_with_a_zone_is_refused() -> None:
    assert await refusal("https://a.example", "fe80::1%eth0") == "address-not-public"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "agency.example",
        "//agency.example",
        "ftp://agency.example",
        "file:///etc/passwd",
        "gopher://agency.example",
        "https://",
        "https:///x",
        "https://user@agency.example",
        "https://user:pass@agency.example",
        "https://agency.example:99999",
        "https://agency.example:0",
        "https://agency.example\\@inside",
        "https://agency.example/ x",
        "https://agency.example/\r\nHost: inside",
        "https://agency.example/é",
        "https://[::1",
        "https://agency.example/" + "x" * 3000,
    ],
)
async def test_what_is_no_plain_address_is_refused(url: str) -> None:
    assert await refusal(url, "8.8.8.8") == "not-a-url"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://agency.example", "not-https"),
        ("https://agency.example:22", "port-not-allowed"),
        ("https://agency.example:25", "port-not-allowed"),
    ],
)
async def test_only_the_web_of_a_public_host_is_reached(url: str, code: str) -> None:
    assert await refusal(url, "8.8.8.8") == code


async def test_a_name_that_is_not_known_is_refused_like_one_that_leads_inside() -> None:
    nowhere: tuple[str, ...] = ()
    refusals, seconds = [], []
    for addresses in (nowhere, ("10.0.0.1",)):
        begun = time.monotonic()
        with pytest.raises(Malformed) as raised:
            await Guard(resolve=resolving(*addresses)).admit("https://dalam.example/x")
        refusals.append((raised.value.code, raised.value.pointers))
        seconds.append(time.monotonic() - begun)

    assert refusals[0] == refusals[1]
    assert min(seconds) >= REFUSED_AFTER - 0.05


@pytest.mark.parametrize(
    "host", ["0177.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost", "localhost.", "[::1]"]
)
async def test_odd_spellings_of_this_machine_are_refused_after_a_real_lookup(host: str) -> None:
    with pytest.raises(Malformed) as raised:
        await Guard(resolve=look_up).judge(f"https://{host}/x")

    assert raised.value.pointers[0].code == "address-not-public"


async def test_the_allow_list_lets_its_networks_through_and_no_others() -> None:
    allowed = ["127.0.0.0/8"]
    target = await Guard(allowed, resolving("127.0.0.1")).judge("http://receiver.local:9/x")

    assert (target.address, target.port) == ("127.0.0.1", 9)
    assert await refusal("http://a.example", "10.0.0.1", allowed=allowed) == "address-not-public"
    assert await refusal("http://a.example", "8.8.8.8", allowed=allowed) == "not-https"
