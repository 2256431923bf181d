"""What an image says of itself: time, place, camera, size. Claimed, never established."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, BinaryIO, Final

from PIL import ExifTags, Image

LARGEST: Final = 50_000_000
"""Pixels of an image whose format gives its metadata only after decoding."""
_LONGEST: Final = 100

Claims = dict[str, str | float | int]


def claimed_by(file: BinaryIO) -> Claims:
    """Time and place as the image has them; what cannot be read is left out."""
    # Only headers are read here; the limit for pixels is applied below, before any decoding.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(file) as image:
        claims: Claims = {"width": image.width, "height": image.height}
        if image.format != "JPEG" and image.width * image.height > LARGEST:
            return claims
        exif = image.getexif()
        details = dict(exif.get_ifd(ExifTags.IFD.Exif))
        place = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
        taken_at = _instant({**dict(exif), **details})
        camera = _words(exif.get(ExifTags.Base.Make), exif.get(ExifTags.Base.Model))
    if taken_at:
        claims["taken_at"] = taken_at
    if camera:
        claims["camera"] = camera
    return claims | _place(place)


def _instant(tags: Mapping[int, Any]) -> str | None:
    """The camera's own time, in ISO form; with an offset only if the camera wrote one."""
    for time, offset in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTime, ExifTags.Base.OffsetTime),
    ):
        text = _words(tags.get(time))
        if len(text) >= 19 and text[4] == text[7] == ":":
            day, clock = text[:10].replace(":", "-"), text[11:19]
            return f"{day}T{clock}{_words(tags.get(offset))[:6]}"
    return None


def _place(tags: Mapping[int, Any]) -> Claims:
    latitude = _degrees(tags.get(ExifTags.GPS.GPSLatitude), tags.get(ExifTags.GPS.GPSLatitudeRef))
    longitude = _degrees(
        tags.get(ExifTags.GPS.GPSLongitude), tags.get(ExifTags.GPS.GPSLongitudeRef)
    )
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return {}
    return {"latitude": latitude, "longitude": longitude}


def _degrees(parts: object, side: object) -> float | None:
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        degrees, minutes, seconds = (float(Fraction(part)) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value):
        return None
    return round(-value if _words(side)[:1] in {"S", "W"} else value, 6)


def _words(*values: object) -> str:
    """Printable text of a bounded length; a camera's word is a stranger's word."""
    texts = [
        value.decode("ascii", "ignore") if isinstance(value, bytes) else value
        for value in values
        if isinstance(value, str | bytes)
    ]
    joined = " ".join(text.strip("\x00 \t\r\n") for text in texts).strip()
    return "".join(char for char in joined if char.isprintable())[:_LONGEST]
