"""Takes from the running process what it does not need to read a hostile file.

Limits on memory, time and files, no new privileges, and a seccomp filter that refuses sockets, new
programs and processes; all by `prctl`, so it works without root and in a container. What is forked
inherits it. Linux on x86-64 or ARM64; elsewhere `confine` says no, nothing hostile is decoded.
"""

import ctypes
import platform
import resource
import signal
import struct
import sys
from dataclasses import dataclass
from typing import Final

MEMORY: Final = 768 * 1024 * 1024
CPU_SECONDS: Final = 5

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_FILTER: Final = 2

_LOAD: Final = 0x20
_EQUAL: Final = 0x15
_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_EPERM: Final = 0x00050000 | 1

_NO_SUCH_CALL: Final = 0x00050000 | 38
_ANY_BIT: Final = 0x45
_CLONE_THREAD: Final = 0x00010000


@dataclass(frozen=True, slots=True)
class _Machine:
    """What the kernel calls a machine, and by which numbers its calls go there."""

    name: int
    refused: tuple[int, ...]
    """socket, socketpair, connect, bind, execve, execveat, ptrace, process_vm_readv and _writev,
    io_uring_setup."""
    fork: tuple[int, ...]
    clone: int
    clone3: int


_MACHINES: Final = {
    "x86_64": _Machine(
        0xC000003E,
        (41, 53, 42, 49, 59, 322, 101, 310, 311, 425),
        fork=(57, 58),
        clone=56,
        clone3=435,
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (198, 199, 203, 200, 221, 281, 117, 270, 271, 425),
        fork=(),
        clone=220,
        clone3=435,
    ),
}
_X32: Final = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def confine() -> bool:
    """Confine this process for good; False if this machine does not allow all of it."""
    if not _known():
        return False
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    return shut_in(forks=False)


def shut_in(*, forks: bool) -> bool:
    """No socket, no program, no privilege, no tracer; no process either, unless it forks.

    False if this machine does not allow all of it.
    """
    if not _known():
        return False
    program = _filter(_MACHINES[platform.machine()], forks=forks)
    code = ctypes.create_string_buffer(program, len(program))
    rules = _Program(len(program) // 8, ctypes.addressof(code))
    return all(
        _prctl(*words)
        for words in (
            (_PR_SET_DUMPABLE, 0, 0, 0, 0),
            (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
            (_PR_SET_SECCOMP, _FILTER, ctypes.addressof(rules), 0, 0),
        )
    )


def die_with_parent() -> bool:
    """Have the kernel kill this process when its parent ends; False where that is not known."""
    return _known() and _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _known() -> bool:
    return sys.platform == "linux" and platform.machine() in _MACHINES


def _prctl(*words: int) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(*(ctypes.c_ulong(word) for word in words)) == 0)


def _filter(machine: _Machine, *, forks: bool) -> bytes:
    """The filter as the kernel reads it: another machine's calls kill, the refused say EPERM."""
    rules = [
        _rule(_LOAD, 0, 0, 4),
        _rule(_EQUAL, 1, 0, machine.name),
        _rule(_RETURN, 0, 0, _KILL),
        _rule(_LOAD, 0, 0, 0),
        _rule(_AT_LEAST, 0, 1, _X32),
        _rule(_RETURN, 0, 0, _EPERM),
    ]
    for number in machine.refused if forks else machine.refused + machine.fork:
        rules += [_rule(_EQUAL, 0, 1, number), _rule(_RETURN, 0, 0, _EPERM)]
    if not forks:
        # A thread is no process. What clone3 is asked for no filter can see: without it, the C
        # library asks clone, whose first argument says it.
        rules += [
            _rule(_EQUAL, 0, 1, machine.clone3),
            _rule(_RETURN, 0, 0, _NO_SUCH_CALL),
            _rule(_EQUAL, 0, 3, machine.clone),
            _rule(_LOAD, 0, 0, 16),
            _rule(_ANY_BIT, 1, 0, _CLONE_THREAD),
            _rule(_RETURN, 0, 0, _EPERM),
        ]
    return b"".join([*rules, _rule(_RETURN, 0, 0, _ALLOW)])


def _rule(code: int, if_true: int, if_false: int, value: int) -> bytes:
    """Jumps count the rules to leave out; 0 goes on with the next."""
    return struct.pack("=HBBI", code, if_true, if_false, value)
