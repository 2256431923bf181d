import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded import Stack, atomic, ports


def everything_is_free(_port: int) -> bool:
    return True


def test_the_services_get_the_ports_that_people_know() -> None:
    chosen = ports.choose({}, free=everything_is_free)

    assert (chosen["intake"], chosen["evidence"], chosen["workflow"]) == (8001, 8002, 8003)


def test_a_taken_port_is_replaced_by_another_free_one() -> None:
    chosen = ports.choose({}, free=lambda port: port != 8002)

    assert chosen["evidence"] != 8002
    assert chosen["intake"] == 8001


def test_a_service_returns_to_its_known_port_when_it_is_free_again() -> None:
    chosen = ports.choose({"evidence": 25_000}, free=everything_is_free)

    assert chosen["evidence"] == 8002


def test_ports_of_last_time_are_used_again() -> None:
    before = ports.choose({}, free=everything_is_free)

    assert ports.choose(before, free=everything_is_free) == before


def test_no_two_parts_share_a_port_even_if_the_memory_says_so() -> None:
    chosen = ports.choose(dict.fromkeys(ports.ALL, 25_000), free=everything_is_free)

    assert len(set(chosen.values())) == len(ports.ALL)


def test_a_port_that_somebody_listens_on_is_not_free() -> None:
    with socket.create_server((ports.LOCALHOST, 0)) as server:
        assert not ports.is_free(server.getsockname()[1])


def test_two_stacks_that_choose_at_one_moment_share_no_port(tmp_path: Path) -> None:
    first, second = ports.Claims(tmp_path / "ports"), ports.Claims(tmp_path / "ports")
    one = ports.choose({}, free=first.take)
    two = ports.choose(one, free=second.take)
    second.close()
    first.close()
    third = ports.Claims(tmp_path / "ports")

    assert not set(one.values()) & set(two.values())
    assert ports.choose(one, free=third.take) == one
    third.close()


def test_a_claim_is_held_by_whoever_inherits_it(tmp_path: Path) -> None:
    claims, others = ports.Claims(tmp_path / "ports"), ports.Claims(tmp_path / "ports")
    port = ports.choose({}, names=["intake"], known={}, free=claims.take)["intake"]
    heir = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=(claims.fd,))
    claims.close()
    while_it_lives = others.take(port)
    heir.communicate(b"")

    assert not while_it_lives
    assert others.take(port)
    others.close()


def test_two_stacks_started_at_one_moment_both_come_up(tmp_path: Path) -> None:
    stacks = [Stack(tmp_path / name, only={"postgres"}, durable=False) for name in "ab"]
    remembered = ports.choose({}, known={})
    for stack in stacks:
        stack.folder.root.mkdir()
        atomic.write_json(stack.folder.ports, remembered)
    try:
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(Stack.up, stacks)) == [True, True]
        first, second = (set(stack.layout.ports.values()) for stack in stacks)
    finally:
        for stack in stacks:
            stack.down()

    assert not first & second


def test_a_port_that_is_taken_between_choice_and_start_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = Stack(tmp_path, only={"postgres"}, durable=False, restart_limit=0)
    notes: list[dict[str, Any]] = []
    with socket.create_server((ports.LOCALHOST, 0)) as server:
        taken = server.getsockname()[1]
        atomic.write_json(stack.folder.ports, {"postgres": taken})
        really_free, lies = ports.is_free, {taken}
        monkeypatch.setattr(ports, "is_free", lambda port: port in lies or really_free(port))

        def heard(news: dict[str, Any]) -> None:
            notes.append(news)
            if "processes" in news:
                lies.clear()

        try:
            stack.up(heard)
            found = stack.layout.ports["postgres"]
        finally:
            stack.down()

    assert found != taken
    assert [one["note"] for one in notes if "note" in one and "meanwhile" in one["note"]]
