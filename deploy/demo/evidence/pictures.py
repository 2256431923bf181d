"""Pictures made on the spot: a photo with time and place in it, a screenshot without."""

from datetime import datetime
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_DATETIME_ORIGINAL = 36867
_MODEL = 0x0110


def a_photo(
    path: Path, *, taken_at: datetime, latitude: float, longitude: float, caption: str
) -> Path:
    """A JPEG whose EXIF says when (local time) and where it was taken."""
    picture = _scene(caption, seed=caption)
    exif = Image.Exif()
    exif[_MODEL] = "Contoh"
    exif.get_ifd(_EXIF_IFD)[_DATETIME_ORIGINAL] = f"{taken_at:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(_GPS_IFD).update(
        {
            1: "S" if latitude < 0 else "N",
            2: _degrees(latitude),
            3: "W" if longitude < 0 else "E",
            4: _degrees(longitude),
        }
    )
    picture.save(path, "JPEG", quality=88, exif=exif)
    return path


def a_screenshot(path: Path, *, lines: list[str]) -> Path:
    """A PNG as a phone would shoot it: a bar, an account, some lines."""
    screen = Image.new("RGB", (540, 960), "white")
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 540, 56), fill=(24, 119, 242))
    for number, line in enumerate(lines):
        top = 90 + number * 70
        draw.rounded_rectangle((20, top, 520, top + 54), 12, fill=(236, 240, 245))
        draw.text((36, top + 18), line, fill=(20, 20, 20))
    screen.save(path, "PNG")
    return path


def _scene(caption: str, *, seed: str) -> Image.Image:
    random = Random(seed)  # noqa: S311 - a drawing, no secret
    scene = Image.new("RGB", (1280, 960), (150, 190, 230))
    draw = ImageDraw.Draw(scene)
    draw.rectangle((0, 620, 1280, 960), fill=(96, 130, 70))
    for _ in range(60):
        left, top = random.randrange(1200), random.randrange(520, 860)
        colour = (random.randrange(256), random.randrange(256), random.randrange(256))
        draw.ellipse((left, top, left + 26, top + 26), fill=(224, 180, 150))
        draw.rectangle((left - 4, top + 26, left + 30, top + 92), fill=colour)
    draw.text((24, 24), caption, fill="black", font_size=28)
    return scene


def _degrees(value: float) -> tuple[float, float, float]:
    whole = abs(value)
    minutes = (whole % 1) * 60
    return float(int(whole)), float(int(minutes)), round((minutes % 1) * 60, 2)
