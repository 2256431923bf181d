import wave
from datetime import datetime
from pathlib import Path

import av
import pytest
from PIL import Image

from deploy.demo.evidence.papers import a_paper
from deploy.demo.evidence.pictures import a_photo, a_screenshot
from deploy.demo.evidence.recordings import a_film, a_voice_note


def test_a_photo_says_when_and_where_it_was_taken(tmp_path: Path) -> None:
    photo = a_photo(
        tmp_path / "a.jpg",
        taken_at=datetime(2019, 12, 12, 9, 30),  # noqa: DTZ001 - EXIF has no zone
        latitude=-8.1335,
        longitude=113.2248,
        caption="contoh",
    )

    with Image.open(photo) as picture:
        exif = picture.getexif()

        assert exif.get_ifd(0x8769)[36867] == "2019:12:12 09:30:00"
        south, (degrees, minutes, seconds) = exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2]
        found = float(degrees) + float(minutes) / 60 + float(seconds) / 3600
        assert south == "S"
        assert found == pytest.approx(8.1335, abs=1e-4)


def test_a_screenshot_is_a_png_and_a_paper_is_a_pdf(tmp_path: Path) -> None:
    screen = a_screenshot(tmp_path / "a.png", lines=["akun contoh"])
    paper = a_paper(tmp_path / "a.pdf", title="BERITA ACARA", lines=["contoh"])

    assert screen.read_bytes().startswith(b"\x89PNG")
    assert paper.read_bytes().startswith(b"%PDF-")


def test_a_voice_note_lasts_as_long_as_it_says(tmp_path: Path) -> None:
    with wave.open(str(a_voice_note(tmp_path / "a.wav", seconds=2)), "rb") as sound:
        assert sound.getnframes() / sound.getframerate() == 2


def test_a_film_plays_and_is_as_large_as_asked(tmp_path: Path) -> None:
    film = a_film(tmp_path / "a.mp4", at_least=3_000_000)

    assert 3_000_000 <= film.stat().st_size < 4_000_000
    with av.open(str(film)) as opened:
        assert sum(1 for _ in opened.decode(video=0)) == opened.streams.video[0].frames
