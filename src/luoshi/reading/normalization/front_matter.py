"""The block of ``key: value`` lines between ``---`` that opens a Markdown file."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"\ufeff?\s*---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)
_LONGEST = 4000


def front_matter(text: str) -> dict[str, str]:
    """The entries of the block that opens ``text`` (lists and nested values left out); empty without one."""
    block = _BLOCK.match(text, 0, _LONGEST)
    if not block:
        return {}
    return {key: _unquoted(value) for key, value in _ENTRY.findall(block.group(1)) if value}


def body_start(text: str) -> int:
    """Where the text after the front matter, and after the line ends that follow it, starts."""
    block = _BLOCK.match(text, 0, _LONGEST)
    start = block.end() if block and _ENTRY.search(block.group(1)) else 0
    while text.startswith("\n", start):
        start += 1
    return start


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1].replace("''", "'")
    return value
