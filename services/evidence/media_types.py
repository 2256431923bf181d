"""Which types of file are taken, and when what was declared contradicts what was found."""

import re
from typing import Final

UNKNOWN: Final = "application/octet-stream"

_FAMILIES: Final = frozenset({"image", "audio", "video", "text"})
_DOCUMENTS: Final = frozenset(
    {
        "application/pdf",
        "application/rtf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/ogg",
        "application/mp4",
    }
)
_TYPE: Final = re.compile(r"^([a-z0-9][a-z0-9!#$&^_.+-]{0,63})/([a-z0-9][a-z0-9!#$&^_.+-]{0,126})$")

_OLE: Final = "application/x-ole-storage"
# One container, several names: a phone may well call its film audio/mp4 or video/quicktime.
_ALIKE: Final = (
    frozenset({"image/jpeg", "image/jpg", "image/pjpeg"}),
    frozenset({"image/tiff", "image/x-adobe-dng", "image/dng"}),
    frozenset({"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"}),
    frozenset({"image/bmp", "image/x-ms-bmp"}),
    frozenset({"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"}),
    frozenset({"audio/mpeg", "audio/mp3", "audio/x-mp3"}),
    frozenset({"audio/flac", "audio/x-flac"}),
    frozenset({"audio/aac", "audio/x-aac", "audio/aacp"}),
    frozenset(
        {
            "video/mp4",
            "audio/mp4",
            "application/mp4",
            "video/quicktime",
            "video/x-m4v",
            "audio/m4a",
            "audio/x-m4a",
            "video/3gpp",
            "audio/3gpp",
            "video/3gpp2",
            "audio/3gpp2",
        }
    ),
    frozenset({"video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska"}),
    frozenset({"application/ogg", "audio/ogg", "video/ogg", "audio/opus", "audio/vorbis"}),
    frozenset({"video/x-msvideo", "video/avi", "video/msvideo"}),
    frozenset({"video/mp2t", "video/mpeg"}),
    frozenset(
        {
            _OLE,
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
        }
    ),
    frozenset({"application/rtf", "text/rtf", "text/richtext"}),
)
_MARKUP: Final = frozenset({"text/html", "image/svg+xml"})


def bare(content_type: str | None) -> str | None:
    """The type without its parameters, in lower case; None if it is not of the form."""
    text = (content_type or "").partition(";")[0].strip().lower()
    return text if _TYPE.match(text) else None


def taken(media_type: str) -> bool:
    """Whether this service takes files of the type: images, sound, film, PDF, office, text."""
    return media_type.partition("/")[0] in _FAMILIES or media_type in _DOCUMENTS


def contradicts(declared: str, found: str) -> bool:
    """Whether the content is plainly something else than was declared."""
    if UNKNOWN in {found, declared} or declared == found:
        return False
    if any(declared in alike and found in alike for alike in _ALIKE):
        return False
    if declared.startswith("text/") and found.startswith("text/"):
        # Markup that calls itself plain text is the one mix-up that can hurt its reader.
        return found in _MARKUP and declared != found
    return True
