"""A story's files, each made when it is first asked for."""

from datetime import datetime
from pathlib import Path

from deploy.demo.cast import REGENCIES
from deploy.demo.evidence.papers import a_paper
from deploy.demo.evidence.pictures import a_photo, a_screenshot
from deploy.demo.evidence.recordings import a_film, a_voice_note


class Files:
    """A folder of one story; every file gets its own number."""

    def __init__(self, folder: Path, jurisdiction: str, *, large_film: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._jurisdiction = jurisdiction
        self._large_film = large_film
        self._made = 0

    def photo(self, taken_at: datetime, caption: str) -> Path:
        """A JPEG that says when, and where in this regency."""
        latitude, longitude = REGENCIES[self._jurisdiction]
        return a_photo(
            self._next("foto.jpg"),
            taken_at=taken_at,
            latitude=latitude,
            longitude=longitude,
            caption=caption,
        )

    def screenshot(self, lines: list[str]) -> Path:
        """A PNG of a screen."""
        return a_screenshot(self._next("layar.png"), lines=lines)

    def voice_note(self) -> Path:
        """A WAV."""
        return a_voice_note(self._next("suara.wav"))

    def film(self) -> Path:
        """A small MP4."""
        return a_film(self._next("video.mp4"))

    def large_film(self) -> Path:
        """The MP4 that a bad line cuts."""
        return a_film(self._next("video-besar.mp4"), at_least=self._large_film)

    def paper(self, title: str, lines: list[str]) -> Path:
        """A PDF."""
        return a_paper(self._next("surat.pdf"), title=title, lines=lines)

    def _next(self, name: str) -> Path:
        self._made += 1
        return self._folder / f"{self._made:02d}-{name}"
