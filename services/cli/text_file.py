"""Reading what a person hands to a command: UTF-8 text, or one clear line."""

from pathlib import Path

from services.cli.failing import fail


def read_text(file: Path) -> str:
    """The text of a file, without a byte order mark."""
    try:
        return file.read_text("utf-8").removeprefix("\ufeff")
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        fail(f"{file} is not UTF-8 (byte {error.start})")
