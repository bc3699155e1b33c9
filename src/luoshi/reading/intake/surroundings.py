"""What stands around the text of a web page: dates and counters above and below it, files attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from luoshi.reading.lexicon import table

_REACH = 12
_LONGEST = 80
_LINKS = (("iframe", "src"), ("embed", "src"), ("object", "data"), ("a", "href"))
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_FILE = re.compile(r"[^/\\?#&=]+\Z")


def without_furniture(text: str) -> str:
    """``text`` without the page's own short lines at its ends: ``浏览次数：1024``, ``上一篇：…``."""
    lines = text.split("\n")
    last = len(lines)
    head = {index for index in range(min(_REACH, last)) if _is_furniture(lines[index])}
    tail = {index for index in range(max(last - _REACH, 0), last) if _is_furniture(lines[index])}
    dropped = head | tail
    return (
        text if not dropped else "\n".join(line for index, line in enumerate(lines) if index not in dropped)
    )


def attachment(root: Any) -> str | None:
    """The file that a page shows in a frame or links to, by name and by the words of its link.

    One that is called a report comes first: ``2025.pdf（2025年政府工作报告）``.
    """
    attachments = list(_attached(root))
    return min(attachments, key=lambda words: "报告" not in words, default=None)


def _attached(root: Any) -> Iterator[str]:
    suffixes = tuple(table("intake", "webpages.toml")["attachments"])
    for tag, attribute in _LINKS:
        for element in root.iter(tag):
            address = _readable((element.get(attribute) or "").strip())
            # A viewer in a frame is given the file: viewer.html?file=/files/2025.pdf&page=1
            for part in re.split(r"[?&#]", address):
                file = _FILE.search(part)
                if file is not None and file[0].lower().endswith(suffixes):
                    words = " ".join("".join(element.itertext()).split())
                    yield file[0] if words in ("", file[0]) else f"{file[0]}（{words}）"


def _readable(address: str) -> str:
    """An address with its characters written out: ``%E6%8A%A5.pdf`` -> ``报.pdf``."""

    def characters(match: re.Match[str]) -> str:
        return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")

    return _ESCAPED.sub(characters, address)


def _is_furniture(line: str) -> bool:
    return len(line) <= _LONGEST and "。" not in line and _furniture().search(line) is not None


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(table("intake", "webpages.toml")["furniture"]))
