import os
import socket

from deploy.embedded import probe


def test_a_port_is_held_by_who_listens_on_it_and_by_nobody_else():
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        port = ours.getsockname()[1]
        assert not probe.held_by(os.getpid(), port)

        ours.listen()
        assert probe.held_by(os.getpid(), port)
        assert not probe.held_by(os.getppid(), port)
