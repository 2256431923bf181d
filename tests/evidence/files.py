"""Small files of every kind, made on the spot."""

import io
import wave
import zipfile

import av
from PIL import Image

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GPS = {1: "S", 2: (8.0, 7.0, 30.0), 3: "E", 4: (113.0, 13.0, 12.0)}


def a_jpeg(
    *,
    taken: str | None = "2024:02:01 10:11:12",
    gps: dict | None = None,
    camera: str = "Kamera 1",
) -> bytes:
    image, exif = Image.new("RGB", (32, 24), "red"), Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[36867] = taken
        exif.get_ifd(0x8769)[36881] = "+07:00"
    exif.get_ifd(0x8825).update(GPS if gps is None else gps)
    exif[271], exif[272] = "Contoh", camera
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def a_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "blue").save(out, "PNG")
    return out.getvalue()


def a_wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return out.getvalue()


def an_mp4() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film:
        stream = film.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(5):
            picture = av.VideoFrame.from_image(Image.new("RGB", (64, 48), "green"))
            film.mux(stream.encode(picture))
        film.mux(stream.encode())
    return out.getvalue()


def a_pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PDF")
    return out.getvalue()


def a_docx() -> bytes:
    return a_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def an_odt() -> bytes:
    return a_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})


def a_zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, content in entries.items():
            box.writestr(name, content)
    return out.getvalue()
