"""What a file is, by its content: signatures, container checks, and puremagic for the rest."""

import zipfile
from typing import BinaryIO, Final

import puremagic

from services.evidence.media_types import UNKNOWN, bare

LOOKED_AT: Final = 8192
_LONGEST_MIMETYPE: Final = 128

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"OggS", "application/ogg"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
)
_RIFF: Final = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_BRANDS: Final = (
    ((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "image/heic"),
    ((b"avif", b"avis"), "image/avif"),
    ((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    ((b"qt  ",), "video/quicktime"),
    ((b"3gp", b"3g2"), "video/3gpp"),
)
_OOXML: Final = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)


def found_in(file: BinaryIO) -> str:
    """The media type that the content itself shows; `application/octet-stream` if none."""
    head = file.read(LOOKED_AT)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(file)
    for look in (_by_signature, _in_riff, _in_iso_media, _in_matroska, _sound_frames, _written):
        media_type = look(head)
        if media_type is not None:
            return media_type
    return _by_puremagic(head)


def _by_signature(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)


def _in_riff(head: bytes) -> str | None:
    return _RIFF.get(head[8:12]) if head.startswith(b"RIFF") else None


def _in_iso_media(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return "video/quicktime" if head[4:8] in {b"moov", b"mdat", b"wide"} else None
    brand = head[8:12]
    return next((kind for starts, kind in _BRANDS if brand.startswith(starts)), "video/mp4")


def _in_matroska(head: bytes) -> str | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return "video/webm" if b"webm" in head[:64] else "video/x-matroska"


def _sound_frames(head: bytes) -> str | None:
    """Sound and film without a header of their own: by the form of their first frame."""
    if len(head) < 4 or head[0] != 0xFF:
        return "video/mp2t" if head[:1] == b"\x47" and head[188:189] == b"\x47" else None
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    sync, version, layer = head[1] & 0xE0, head[1] & 0x18, head[1] & 0x06
    rates = head[2] & 0xF0 != 0xF0 and head[2] & 0x0C != 0x0C
    frame = sync == 0xE0 and version != 0x08 and layer in {0x02, 0x04} and rates
    return "audio/mpeg" if frame else None


def _written(head: bytes) -> str | None:
    text = _text(head)
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n")[:1024].lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<script", "<body")):
        return "text/html"
    if "<svg" in start and start.startswith(("<svg", "<?xml", "<!--", "<!doctype svg")):
        return "image/svg+xml"
    return "text/plain"


def _text(head: bytes) -> str | None:
    """The beginning as text, if it is text; a character cut at the end of it is no fault."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "ignore")
    if any(byte < 9 or 13 < byte < 27 for byte in head):
        return None
    for cut in range(4):
        try:
            return head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
    # An old phone's or office's text: one byte a character, which cannot be told further.
    return head.decode("latin-1") if sum(byte >= 0x80 for byte in head) * 4 < len(head) else None


def _in_zip(file: BinaryIO) -> str:
    """Office documents are zip files whose entries say what they are; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as box:
            names = box.namelist()
            if "mimetype" in names and box.getinfo("mimetype").file_size <= _LONGEST_MIMETYPE:
                named = bare(box.read("mimetype").decode("ascii", "replace"))
                return named or "application/zip"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        for folder, kind in _OOXML:
            if any(name.startswith(folder) for name in names):
                return kind
    return "application/zip"


def _by_puremagic(head: bytes) -> str:
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    likely = [guess for guess in guesses if guess.confidence >= 0.7 and bare(guess.mime_type)]
    return bare(likely[0].mime_type) or UNKNOWN if likely else UNKNOWN
