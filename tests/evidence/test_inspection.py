import io
import struct
import subprocess
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evidence.inspection import window
from services.evidence.inspection.inspector import Inspected, inspector
from services.evidence.inspection.window import Window
from services.evidence.kinds import found_in
from tests.evidence import files


async def inspected(content: bytes) -> Inspected:
    async with inspector() as looking:
        return await looking.look(len(content), content, b"")


async def test_time_place_and_camera_of_a_photo_are_read():
    found = await inspected(files.a_jpeg())

    assert found.media_type == "image/jpeg"
    assert found.claims == {
        "width": 32,
        "height": 24,
        "taken_at": "2024-02-01T10:11:12+07:00",
        "camera": "Contoh Kamera 1",
        "latitude": -8.125,
        "longitude": 113.22,
    }


async def test_nonsense_in_the_place_is_left_out():
    found = await inspected(files.a_jpeg(gps={1: "S", 2: (900.0, 0.0, 0.0), 3: "E", 4: (0, 0, 0)}))

    assert "latitude" not in found.claims


async def test_a_film_has_a_type_and_no_claims():
    found = await inspected(files.an_mp4())

    assert (found.media_type, found.claims) == ("video/mp4", {})


async def test_a_broken_image_is_a_warning():
    found = await inspected(files.a_jpeg()[:40])

    assert found.warnings == ("metadata_unreadable",)


async def test_an_image_of_monstrous_size_is_survived():
    found = await inspected(a_png_of(50_000, 50_000))

    assert found.media_type == "image/png"


async def test_a_contradiction_and_an_unknown_type_are_warnings():
    page = await inspected(b"<html><script>1</script>")
    noise = await inspected(bytes(range(6)))

    assert page.against("image/jpeg").warnings == ("type_contradicts",)
    assert noise.against("image/jpeg").warnings == ("type_unknown",)


@settings(max_examples=8, deadline=None)
@given(st.binary(min_size=1, max_size=3000))
def test_no_bytes_break_the_inspection(content):
    order = b'{"size": %d, "head": %d, "tail": 0}\n' % (len(content), len(content))
    done = subprocess.run(
        [sys.executable, "-m", "services.evidence.inspection.child"],
        input=order + b"\xff\xd8\xff" + content[3:],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


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
    "write": lambda: os.write(os.open("/tmp", os.O_TMPFILE | os.O_WRONLY), b"x"),
}
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
print([name for name, act in tried.items() if not refused(act)])
try:
    bytearray(1 << 30)
except MemoryError:
    print("bounded")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the confinement is Linux's")
def test_the_child_gets_no_socket_no_program_no_file_and_no_more_memory():
    done = subprocess.run(
        [sys.executable, "-c", CONFINED], capture_output=True, text=True, check=False
    )

    assert done.stdout.split("\n")[:2] == ["[]", "bounded"], done.stderr


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
