"""Sound and film made on the spot, small by default and large where a story needs it."""

import math
import wave
from array import array
from fractions import Fraction
from pathlib import Path
from random import Random

import av

_RATE = 16_000
_FRAMES_A_SECOND = 10
_DISTINCT_FRAMES = 8


def a_voice_note(path: Path, *, seconds: int = 3, pitch: int = 220) -> Path:
    """A WAV of one wavering tone."""
    samples = array(
        "h",
        (
            int(9000 * math.sin(2 * math.pi * pitch * n / _RATE) * math.sin(n / _RATE * 3))
            for n in range(_RATE * seconds)
        ),
    )
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(samples.tobytes())
    return path


def a_film(path: Path, *, at_least: int = 0, width: int = 320, height: int = 240) -> Path:
    """An MP4 that plays, of at least so many bytes.

    Noise cannot be compressed, so a few encoded frames written over and over make a large file
    in about a second.
    """
    with av.open(str(path), "w", format="mp4") as film:
        stream = film.add_stream("mpeg4", rate=_FRAMES_A_SECOND)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = 1
        stream.codec_context.bit_rate = 400_000_000
        encoded = _noise(stream, width, height)
        written = number = 0
        while written < at_least or number < len(encoded):
            data = encoded[number % len(encoded)]
            packet = av.Packet(data)
            packet.stream = stream
            packet.time_base = Fraction(1, _FRAMES_A_SECOND)
            packet.pts = packet.dts = number
            packet.is_keyframe = True
            film.mux(packet)
            written += len(data)
            number += 1
    return path


def _noise(stream: "av.VideoStream", width: int, height: int) -> list[bytes]:
    random = Random(width)  # noqa: S311 - a picture, no secret
    packets: list[bytes] = []
    for number in range(_DISTINCT_FRAMES):
        frame = av.VideoFrame(width, height, "yuv420p")
        for plane in frame.planes:
            plane.update(random.randbytes(plane.buffer_size))
        frame.pts = number
        frame.time_base = Fraction(1, _FRAMES_A_SECOND)
        packets += [bytes(packet) for packet in stream.encode(frame)]
    return packets + [bytes(packet) for packet in stream.encode(None)]
