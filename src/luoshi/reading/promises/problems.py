"""Sentences in which a report owns up to a shortcoming."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import whitespace
from typing import NamedTuple

from luoshi.reading.lexicon import table
from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.outline import Outline, Paragraph
from luoshi.reading.promises.scope import lines

_TABLE = table("promises", "problems.toml")
_CUES = {name: re.compile("|".join(entry["patterns"])) for name, entry in _TABLE.items()}
_WORD = _CUES["words"]
_SENTENCE = re.compile("[^。！？\n]+")
_ITEM = re.compile(
    f"[{NUMERALS}]{{1,2}}(?:是|、)|第[{NUMERALS}]，|[（(][0-9{NUMERALS}]{{1,2}}[）)]|[①-⑳]|[0-9]{{1,2}}[、．]|——"
)
_AND_SO_ON = re.compile("[，；、]?(?:等等|等)?\\Z")
_LONGEST_AND_SO_ON = 3
_CLOSING = "”" + whitespace + "\u3000\xa0"
_ONLY_OPENS = _CUES["only_opens"]
_OWNING = re.compile("清醒|看到|认识到|深知")
_SHORTEST = 4
_OPENS, _OUTSIDE = _CUES["opens"], _CUES["outside"]
_OUTSIDE_WORDS: list[str] = _TABLE["outside"]["first_words"]


class ProblemDraft(NamedTuple):
    """A problem in offsets of the normalized text; see ``records.Problem`` for the fields."""

    start: int
    end: int
    section: int | None


def problems(text: str, outline: Outline) -> list[ProblemDraft]:
    """The shortcomings a report owns up to, in text order: a sentence or numbered item each."""
    found: list[ProblemDraft] = []
    headed = {
        s.number for s in outline.sections if s.part == "review" and _CUES["headings"].search(s.heading)
    }
    announced = False  # the paragraph before ended with a colon
    for paragraph, is_heading in lines(text, outline):
        if is_heading and not announced:
            continue
        review = paragraph.frame.part == "review"
        within = review and (
            paragraph.section in headed
            or (announced and _ITEM.match(text, paragraph.start, paragraph.end) is not None)
        )
        opened = paragraph.start if within else _opening(text, paragraph, review=review)
        announced = opened is not None and (within or announced or text[paragraph.end - 1] == "：")
        if opened is not None:
            spans = list(_owned(text, opened, paragraph.end))
            if len(spans) > 1 and _ONLY_OPENS.search(text, *spans[0]):
                del spans[0]
            found.extend([ProblemDraft(start, end, paragraph.section) for start, end in spans])
    return found


def _opening(text: str, paragraph: Paragraph, *, review: bool) -> int | None:
    """Where the sentence that opens the shortcomings of a paragraph starts."""
    start, end = paragraph.start, paragraph.end
    if not review and all(text.find(word, start, end) < 0 for word in _OUTSIDE_WORDS):
        return None
    if _WORD.search(text, start, end) is None:
        return None
    first = looked = start
    for cue in (_OPENS if review else _OUTSIDE).finditer(text, start, end):
        at = cue.start()
        first = max(text.rfind("。", looked, at), text.rfind("！", looked, at)) + 1 or first
        looked = at
        if _CUES["solved"].search(text, first, cue.end()) is None:
            return first
    return None


def _owned(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    closed = False  # by 等等: what follows is no item of the list
    for sentence in _SENTENCE.finditer(text, start, end):
        first, last = sentence.span()
        if closed and not _CUES["more"].match(text, first, last):
            continue
        closed = closed or text.endswith("，等等", first, last)
        leaves = _CUES["leaves"].search(text, first, min(last, first + 24))
        if leaves is None or _OWNING.search(text, first, last) is not None:
            yield from _items(text, first, last)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or each item of the list it gives: ``存在问题：一是甲；二是乙`` -> two."""
    colon = text.find("：", start, end)
    if colon >= 0:
        if colon + 1 >= end:
            return
        start = colon + 1
    for piece in text[start:end].split("；"):
        stop = start + len(piece)
        item = _ITEM.match(text, start, stop)
        first = item.end() if item is not None else start
        while first < stop and text[first].isspace():
            first += 1
        last = first + len(text[first:stop].rstrip(_CLOSING))
        and_so_on = _AND_SO_ON.search(text, max(first, last - _LONGEST_AND_SO_ON), last)
        last = last if and_so_on is None else and_so_on.start()
        if last - first >= _SHORTEST:
            yield first, last
        start = stop + 1
