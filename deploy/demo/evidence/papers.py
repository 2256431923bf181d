"""Papers made on the spot: letters, minutes, lists, chats, as the signed scan would come."""

from pathlib import Path

from PIL import Image, ImageDraw


def a_paper(path: Path, *, title: str, lines: list[str]) -> Path:
    """A one-page PDF with a title and lines."""
    page = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(page)
    draw.text((60, 60), title, fill="black", font_size=20)
    draw.line((60, 92, 560, 92), fill="black", width=2)
    for number, line in enumerate(lines):
        draw.text((60, 116 + number * 26), line, fill="black", font_size=14)
    page.save(path, "PDF", resolution=75)
    return path
