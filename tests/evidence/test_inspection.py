import io
import socket
import struct
import subprocess
import sys
import zlib
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evidence.inspection import window
from services.evidence.inspection.inspector import Inspected, Inspector
from services.evidence.inspection.nursery import Nursery
from services.evidence.inspection.window import Ends, Window
from services.evidence.kinds import found_in
from tests.evidence import files


async def inspected(nursery: Nursery, content: bytes) -> Inspected:
    return await Inspector(nursery).look(ends_of(content))


def ends_of(content: bytes, piece: int = 700) -> Ends:
    ends = Ends(len(content))
    for at in range(0, len(content), piece):
        ends.update(content[at : at + piece])
    return ends


async def test_time_place_and_camera_of_a_photo_are_read(nursery):
    found = await inspected(nursery, files.a_jpeg())

    assert found.media_type == "image/jpeg"
    assert found.claims == {
        "width": 32,
        "height": 24,
        "taken_at": "2024-02-01T10:11:12+07:00",
        "camera": "Contoh Kamera 1",
        "latitude": -8.125,
        "longitude": 113.22,
    }


async def test_nonsense_in_the_place_is_left_out(nursery):
    found = await inspected(
        nursery, files.a_jpeg(gps={1: "S", 2: (900.0, 0.0, 0.0), 3: "E", 4: (0, 0, 0)})
    )

    assert "latitude" not in found.claims


async def test_a_film_has_a_type_and_no_claims(nursery):
    found = await inspected(nursery, files.an_mp4())

    assert (found.media_type, found.claims) == ("video/mp4", {})


async def test_a_broken_image_is_a_warning(nursery):
    found = await inspected(nursery, files.a_jpeg()[:40])

    assert found.warnings == ("metadata_unreadable",)


async def test_an_image_of_monstrous_size_is_survived(nursery):
    found = await inspected(nursery, a_png_of(50_000, 50_000))

    assert found.media_type == "image/png"


async def test_a_contradiction_and_an_unknown_type_are_warnings(nursery):
    page = await inspected(nursery, b"<html><script>1</script>")
    noise = await inspected(nursery, bytes(range(6)))

    assert page.against("image/jpeg").warnings == ("type_contradicts",)
    assert noise.against("image/jpeg").warnings == ("type_unknown",)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=3000))
async def test_no_bytes_break_the_inspection(nursery, content):
    await nursery.start()
    before = nursery.pid
    found = await inspected(nursery, b"\xff\xd8\xff" + content[3:])

    # A child that broke would have ended its nursery too.
    assert (found.media_type, nursery.pid) == ("image/jpeg", before)


@pytest.mark.parametrize("says", [None, b"", b"x" * 100_000, b"{}x"])
async def test_a_child_that_hangs_dies_or_babbles_is_a_warning(says):
    class Broken(Nursery):
        @asynccontextmanager
        async def child(self):
            line, theirs = socket.socketpair()
            line.setblocking(False)
            with line, theirs:
                if says is not None:
                    theirs.setblocking(False)
                    with suppress(BlockingIOError):
                        theirs.send(says)
                    theirs.shutdown(socket.SHUT_WR)
                yield line

    found = await Inspector(Broken(), patience=timedelta(seconds=0.2)).look(ends_of(b"isi"))

    assert found == Inspected(warnings=("metadata_unreadable",))


CONFINED = """
import os, socket, subprocess
from services.evidence.inspection.confinement import confine
assert confine()
def refused(act):
    try:
        act()
    except OSError:
        return True
    return False
tried = {
    "socket": lambda: socket.socket(),
    "program": lambda: os.execv("/bin/true", ["true"]),
    "process": lambda: os.fork() or os._exit(0),
    "write": lambda: os.write(os.open("/tmp", os.O_TMPFILE | os.O_WRONLY), b"x"),
}
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
print([name for name, act in tried.items() if not refused(act)])
try:
    bytearray(1 << 30)
except MemoryError:
    print("bounded")
import threading
thread = threading.Thread(target=print, args=("thread",))
thread.start()
thread.join()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the confinement is Linux's")
def test_the_child_gets_no_socket_no_program_no_process_no_file_and_no_more_memory():
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], capture_output=True, text=True, check=False
    )

    assert done.stdout.split("\n")[:3] == ["[]", "bounded", "thread"], done.stderr


@pytest.mark.parametrize("piece", [1, 40, 64, 1000])
@pytest.mark.parametrize("size", [1, 64, 65, 80, 81, 250])
def test_both_ends_are_kept_however_the_file_was_cut(monkeypatch, size, piece):
    monkeypatch.setattr(window, "HEAD", 64)
    monkeypatch.setattr(window, "TAIL", 16)
    content = bytes(range(size))
    ends = ends_of(content, piece)
    ends.update(b"more than was promised")

    assert ends.head == content[:64]
    assert ends.tail == content[64:][-16:]


def test_a_window_reads_as_the_file_where_it_has_it_and_as_zeros_between():
    whole = bytes(range(1, 251))
    file = io.BufferedReader(Window(250, whole[:50], whole[200:]), buffer_size=16)

    assert file.read() == whole[:50] + bytes(150) + whole[200:]
    file.seek(-10, io.SEEK_END)
    assert file.read(5) == whole[240:245]
    file.seek(45)
    assert file.read(10) == whole[45:50] + bytes(5)


def test_a_zip_is_known_by_the_directory_at_its_end():
    content = files.a_zip(
        {"[Content_Types].xml": b"x", "media/film": bytes(9 << 20), "word/document.xml": b"x"}
    )
    view = Window(len(content), content[: window.HEAD], content[-window.TAIL :])

    assert found_in(io.BufferedReader(view)).endswith("wordprocessingml.document")


def a_png_of(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
