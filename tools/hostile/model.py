"""What a hostile file is."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """A file that asks for far more than it weighs: ``make`` gives its bytes, the same every time."""

    name: str
    file_name: str
    asks: str
    make: Callable[[], bytes]

    def numbered(self, data: bytes, number: int) -> bytes:
        """What ``make`` gave, with a number that makes it a file which the site does not know from before."""
        if self.file_name.endswith((".docx", ".xlsx")):
            return _commented(data, str(number).encode())
        mark = f"%{number}\n" if self.file_name.endswith(".pdf") else f"\n第{number}份。\n"
        return data + mark.encode()


def _commented(data: bytes, words: bytes) -> bytes:
    """A zip that ends in a comment: its end record gives the comment's length in the last two bytes."""
    if data[-22:-18] != b"PK\x05\x06":
        raise zipfile.BadZipFile("the end of the package is not where this program puts it")
    return data[:-2] + len(words).to_bytes(2, "little") + words
