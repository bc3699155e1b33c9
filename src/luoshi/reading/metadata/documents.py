"""What a text is that is no government work report: a communiqué, a budget, the report of a court."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from luoshi.reading.lexicon import table

_HEAD = 1200
_HEAD_LINES = 6
_LONGEST_TITLE = 60
_BLANKS = re.compile(r"\s+")
_ADDRESS = re.compile(r"各位代表|各位委员|同志们|主任、")


class Document(NamedTuple):
    """A kind of document by its names in Chinese and English."""

    zh: str
    en: str


class _Words(NamedTuple):
    title: re.Pattern[str]
    opening: re.Pattern[str] | None


def other_document(text: str, *titles: str | None) -> Document | None:
    """What ``text`` is called where that is no government work report; ``None`` where it may be one.

    ``text`` is normalized; ``titles`` are those known beside it. ``云澜市2024年统计公报`` is a communiqué;
    what has the title of a government's work report, or is said by a speaker for one, is none.
    """
    lines = _title_lines(text)
    candidates = [*lines, "".join(lines[:3]), *(_BLANKS.sub("", title) for title in titles if title)]
    own = _own()
    if any(map(own.title.search, candidates)):
        return None
    if opens_as_report(text):
        return None
    head = text[:_HEAD]
    for document, words in _kinds().items():
        if any(map(words.title.search, candidates)):
            return document
        if words.opening is not None and words.opening.search(head):
            return document
    return None


def document_circular(name: str, **details: object) -> str:
    """What is said of a text that is read though it is another document, or holds more than one report."""
    words: str = table("metadata", "documents.toml")["notices"][name]
    return words.format(**details)


def opens_as_report(text: str) -> bool:
    """Whether somebody speaks for a government at the beginning of ``text``: ``我代表市人民政府…``."""
    opening = _own().opening
    return opening is not None and opening.search(text[:_HEAD]) is not None


def _title_lines(text: str) -> list[str]:
    """The short lines that a text begins with, up to the address."""
    found: list[str] = []
    for line in text[:_HEAD].split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        if _ADDRESS.match(line) or len(line) > _LONGEST_TITLE or "。" in line:
            break
        found.append(_BLANKS.sub("", line).strip("#*"))
    return found


@cache
def _own() -> _Words:
    return _words(table("metadata", "documents.toml")["own"])


@cache
def _kinds() -> dict[Document, _Words]:
    return {
        Document(kind["zh"], kind["en"]): _words(kind) for kind in table("metadata", "documents.toml")["kind"]
    }


def _words(entry: Mapping[str, list[str]]) -> _Words:
    opening = entry.get("opening")
    return _Words(re.compile("|".join(entry["title"])), re.compile("|".join(opening)) if opening else None)
