"""What ``docs/deploy.md`` tells to do: its tagged blocks, in their order.

A block of code is tagged behind its language: ``sh walk`` is run, ``sh walk network`` too and may ask the
network, ``ini file=/etc/…`` is a file with that path, ``nginx port=8443`` what changes for another port,
``nginx path=/duban`` what another site says of a path (walked by ``tests/city/site``, not here).
Blocks without a tag are examples for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus import ROOT

PAGE = ROOT / "docs" / "deploy.md"
_HEADING = re.compile(r"## (.+)")
_FENCE = re.compile(r"```(\w*)(?: (.+))?$")


@dataclass(frozen=True)
class Block:
    """A tagged block: under which heading and on which line it stands, its tags, its text."""

    heading: str
    line: int
    text: str
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The path of the file that it is, if it is one."""
        return self.tags.get("file", "")


def blocks(page: Path = PAGE) -> Iterator[Block]:
    """The tagged blocks of a page."""
    heading, open_at, tags, text = "", 0, "", list[str]()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if open_at:
            if line != "```":
                text.append(line)
                continue
            if tags:
                yield Block(heading, open_at, "\n".join(text) + "\n", _tags(tags))
            open_at = 0
        elif found := _FENCE.match(line):
            open_at, tags, text = number, found[2] or "", []
        elif found := _HEADING.match(line):
            heading = found[1]


def _tags(words: str) -> dict[str, str]:
    pairs = (word.partition("=") for word in words.split())
    return {name: value for name, _, value in pairs}
