"""A line that breaks: a relay on loopback that cuts the first large uploads in their middle."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_CHUNK = 64 * 1024
_CUT_AFTER = 3 * 1024 * 1024


class BadLine:
    """Passes bytes on to `target`; as often as asked, hangs up after 3 MiB of one connection."""

    def __init__(self, target: str, *, cuts: int) -> None:
        address = urlsplit(target)
        self._target = (str(address.hostname), int(address.port or 80))
        self._cuts = cuts
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.2)
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self.cut = 0
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join(timeout=5)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                caller, _ = self._listener.accept()
            except TimeoutError:
                continue
            far = socket.create_connection(self._target, timeout=30)
            for end in (caller, far):
                end.settimeout(0.2)
            self._start(self._pass_on, caller, far, True)
            self._start(self._pass_on, far, caller, False)

    def _pass_on(self, source: socket.socket, sink: socket.socket, upwards: bool) -> None:
        passed = 0
        with contextlib.suppress(OSError), source, sink:
            while not self._closing.is_set():
                try:
                    chunk = source.recv(_CHUNK)
                except TimeoutError:
                    continue
                if not chunk:
                    return
                sink.settimeout(30)
                sink.sendall(chunk)
                sink.settimeout(0.2)
                passed += len(chunk)
                if upwards and passed > _CUT_AFTER and self._may_cut():
                    return

    def _may_cut(self) -> bool:
        with self._lock:
            if self.cut >= self._cuts:
                return False
            self.cut += 1
            return True

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()
