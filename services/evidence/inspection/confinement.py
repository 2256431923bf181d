"""Takes from the running process what it does not need to read a hostile file.

Limits on memory, time and files, no new privileges, and a seccomp filter that refuses sockets and
new programs; all by `prctl`, so it works without root and in a container. Linux on x86-64 or ARM64;
elsewhere `confine` says no, and nothing hostile is decoded.
"""

import ctypes
import platform
import resource
import struct
import sys
from typing import Final

MEMORY: Final = 768 * 1024 * 1024
CPU_SECONDS: Final = 5

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

# socket, socketpair, connect, bind, execve, execveat, ptrace, process_vm_readv, process_vm_writev,
# io_uring_setup: by the kernel's tables for each machine.
_REFUSED: Final = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 221, 281, 117, 270, 271, 425)),
}
_X32: Final = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def confine() -> bool:
    """Confine this process for good; False if this machine does not allow all of it."""
    if sys.platform != "linux" or platform.machine() not in _REFUSED:
        return False
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    libc = ctypes.CDLL(None, use_errno=True)
    program = _filter(*_REFUSED[platform.machine()])
    code = ctypes.create_string_buffer(program, len(program))
    rules = _Program(len(program) // 8, ctypes.addressof(code))
    return all(
        libc.prctl(*(ctypes.c_ulong(word) for word in words)) == 0
        for words in (
            (_PR_SET_DUMPABLE, 0, 0, 0, 0),
            (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
            (_PR_SET_SECCOMP, _FILTER, ctypes.addressof(rules), 0, 0),
        )
    )


def _filter(machine: int, refused: tuple[int, ...]) -> bytes:
    """The filter as the kernel reads it: another machine's calls kill, the refused say EPERM."""
    rules = [
        _rule(_LOAD, 0, 0, 4),
        _rule(_EQUAL, 1, 0, machine),
        _rule(_RETURN, 0, 0, _KILL),
        _rule(_LOAD, 0, 0, 0),
        _rule(_AT_LEAST, len(refused) + 1, 0, _X32),
    ]
    for place, number in enumerate(refused):
        rules.append(_rule(_EQUAL, len(refused) - place, 0, number))
    rules += [_rule(_RETURN, 0, 0, _ALLOW), _rule(_RETURN, 0, 0, _EPERM)]
    return b"".join(rules)


def _rule(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
