"""The nursery's process: forks a child for each file, and reads none itself.

One thread, no secret, no file's bytes: each child begins with the same and ends with its file. It
ends itself once nobody orders any more. A child that did not end well ends the nursery too, as
soon as the others are done: whoever tries to guess where things lie in memory has one guess.
"""

import gc
import os
import resource
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn

from services.evidence.inspection import child
from services.evidence.inspection.confinement import die_with_parent, shut_in
from services.evidence.inspection.protocol import BORN, ORDER

_FILES: Final = 256
_LINE: Final = 3


class Forking:
    """Takes orders. A leash that is let go kills its child, however its holder came to let go."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._leashes: dict[int, int] = {}
        self._taking = True
        self._bell, ring = os.pipe()
        os.set_blocking(self._bell, False)
        os.set_blocking(ring, False)
        signal.set_wakeup_fd(ring)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        self._events = selectors.DefaultSelector()
        self._events.register(orders, selectors.EVENT_READ, self._take)
        self._events.register(self._bell, selectors.EVENT_READ, self._reap)

    def run(self) -> None:
        """Until nobody orders and no child is left."""
        while self._taking or self._leashes:
            for key, _ in self._events.select():
                act: Callable[[], None] = key.data
                act()

    def _take(self) -> None:
        if not self._taking:
            return
        try:
            word, given, _, _ = socket.recv_fds(self._orders, len(ORDER), 2)
        except OSError:
            word, given = b"", []
        if not word:
            self._stop()
        elif len(given) == 2:
            self._fork(*given)
        else:
            _close(*given)

    def _fork(self, line: int, leash: int) -> None:
        try:
            pid = os.fork()
        except OSError:
            # Whoever ordered sees both ends closed, and asks once more.
            _close(line, leash)
            return
        if pid == 0:
            _be_a_child(line)
        _close(line)
        self._leashes[pid] = leash
        self._events.register(leash, selectors.EVENT_READ, lambda: self._kill(pid, leash))

    def _kill(self, pid: int, leash: int) -> None:
        # Only who was not reaped yet: afterwards the number may be another's.
        if self._leashes.get(pid) == leash:
            self._events.unregister(leash)
            os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            while os.read(self._bell, _FILES):
                pass
        while self._leashes:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            leash = self._leashes.pop(pid)
            with suppress(KeyError):
                self._events.unregister(leash)
            _close(leash)
            if status != 0:
                self._stop()

    def _stop(self) -> None:
        if self._taking:
            self._taking = False
            self._events.unregister(self._orders)
            self._orders.close()


def _be_a_child(line: int) -> NoReturn:
    """Keep the line and nothing else, look, and end without unwinding what was inherited."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        os.dup2(line, _LINE)
        os.closerange(_LINE + 1, _FILES)
        die_with_parent()
        os.write(_LINE, BORN)
        with (
            open(_LINE, "rb", closefd=False) as told,
            open(_LINE, "wb", closefd=False) as answer,
        ):
            child.look(told, answer)
        code = 0
    finally:
        os._exit(code)


def _close(*files: int) -> None:
    for file in files:
        os.close(file)


def main() -> None:
    """Prepare what all children share, give away what none needs, and take orders."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    # Under a low number, whatever its number was with our parent: a child closes all up to _FILES.
    orders = socket.socket(fileno=os.dup(int(sys.argv[1])))
    os.close(int(sys.argv[1]))
    files = min(_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    child.prepare()
    shut_in(forks=True)
    # What is there now is not to be touched again: the children share its memory.
    gc.collect()
    gc.freeze()
    Forking(orders).run()


if __name__ == "__main__":
    main()
