import socket

from deploy.embedded import ports


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
