"""Paragraphs cut in two: by a page, a blank line, a stray line end."""

from __future__ import annotations

import re
from collections.abc import Callable

from luoshi.reading.lexicon.numerals import ORDINAL
from luoshi.reading.normalization.lines import Line
from luoshi.reading.normalization.patterns import pattern

_OPEN_LINE_END = re.compile(r"\n(?<=[^。！？；：…）】》!?;:)*|>\n]\n)")
_BOLD_MEETING = re.compile(rf"\*\*[ \t]*\n+\*\*(?:第{ORDINAL}[届次]|人民代表大会|代表大会)")
_ENDED = re.compile(r"[。！？；：…】》!?;:*|>][”’）)]*\Z|[）)]\Z|[^0-9A-Za-z]\.\Z|[0-9]:[0-9]{2}\Z|。[“‘]\Z")
_HANGS = re.compile(r"[，、,（(“‘《〈]\Z")
_LEANS = re.compile(r"[，、,。；：”’》〉%％‰]")
_SENTENCE_MARKS = "。！？!?；;"
_ONLY_NUMBER = re.compile(r"[0-9０-９.．,，]{1,8}\Z")
_NUMBER = re.compile(r"[0-9０-９]")
_YEAR = re.compile(r"[0-9０-９]{4} *年")
_CHINESE = re.compile(r"[一-鿿]")
_DIGIT_END = re.compile(r"[0-9０-９]\Z")
_HEAD = 800
_FEW_CUTS = 2
_LONG = 45
_LONG_TITLE = 60
_END = 1000
_BLANKS = " \t\r\u3000\xa0"


def has_cut_paragraph(text: str) -> bool:
    """Whether some line of ``text`` goes on in the next one; quick where none does."""
    if _BOLD_MEETING.search(text, 0, _HEAD):
        return True
    for match in _OPEN_LINE_END.finditer(text):
        at = match.start()
        before = text[text.rfind("\n", 0, at) + 1 : at].strip(_BLANKS)
        if before and goes_on(before, _next_line(text, at)):
            return True
    return False


def _next_line(text: str, at: int) -> str:
    while at < len(text):
        end = text.find("\n", at + 1)
        line = text[at + 1 : end if end >= 0 else len(text)].strip(_BLANKS)
        if line:
            return line
        at = end if end >= 0 else len(text)
    return ""


def join_cut(lines: list[Line]) -> list[list[Line]]:
    """The lines put together into paragraphs, one line each but where a sentence goes on.

    Where a text is cut more than twice, a long line without any full stop is taken for cut, too.
    """
    paragraphs = _join(lines, goes_on)
    if len(lines) - len(paragraphs) > _FEW_CUTS:
        paragraphs = _join(
            lines, lambda line, following: goes_on(line, following) or _long_goes_on(line, following)
        )
    return paragraphs


def _join(lines: list[Line], joins: Callable[[str, str], bool]) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    so_far = ""
    for line in lines:
        if paragraphs and joins(so_far, line.text):
            paragraphs[-1].append(line)
            so_far = _both_ends(so_far + line.text)
        else:
            paragraphs.append([line])
            so_far = line.text
    return paragraphs


def _both_ends(paragraph: str) -> str:
    """What tells whether a paragraph goes on: its beginning and its end, where it is very long."""
    return paragraph if len(paragraph) <= 2 * _END else paragraph[:_END] + paragraph[-_END:]


def _long_goes_on(before: str, after: str) -> bool:
    """``①加快图书馆建设，为市民提供优`` + ``良的场所。②…``, but not a heading, which may be as long."""
    return (
        len(before) >= _LONG
        and "，" in before.replace(",", "，")
        and not _ENDED.search(before[-12:])
        and not pattern("paragraphs", "headings").match(before)
        and not pattern("paragraphs", "starts").match(after)
        and any(mark in after for mark in _SENTENCE_MARKS)
    )


def goes_on(before: str, after: str) -> bool:
    """Whether the paragraph ``before`` is cut in mid-sentence and ``after`` is the rest of it.

    ``…。预计全市地区生产`` + ``总值增长4%左右`` goes on; a heading without a full stop does not.
    """
    last = before[-12:]
    if _meeting_goes_on(before.strip("*"), after.strip("*")):
        return True
    if not after or _ENDED.search(last) or before[0] in "|<>" or pattern("paragraphs", "starts").match(after):
        return False
    if _HANGS.search(last) or _LEANS.match(after):
        return True
    if any(mark in before for mark in _SENTENCE_MARKS):
        return _sentence_goes_on(before)
    return _number_goes_on(before, after)


def _meeting_goes_on(before: str, after: str) -> bool:
    """``——2020年1月在某市第八届`` + ``人民代表大会第五次会议上``."""
    if len(before) > _LONG_TITLE or not pattern("paragraphs", "meeting_starts").match(after):
        return False
    return bool(pattern("paragraphs", "meeting_ends", after=r"\Z").search(before))


def _sentence_goes_on(before: str) -> bool:
    """Whether what follows the last full stop is a sentence begun, not a heading (``…。（二）产业升级``)."""
    tail = before[max(map(before.rfind, _SENTENCE_MARKS)) + 1 :].strip(_BLANKS + "”’）)*")
    return bool(tail) and not pattern("paragraphs", "headings").match(tail)


def _number_goes_on(before: str, after: str) -> bool:
    """Without a full stop only numbers tell: ``今年粮食产量，预计`` + ``207万吨``, ``今后，近3`` + ``年``."""
    if _ONLY_NUMBER.match(before):
        return bool(_CHINESE.match(after))
    if pattern("paragraphs", "headings").match(before) or not re.search("[，,]", before):
        return False
    if _NUMBER.match(after):
        leads = pattern("paragraphs", "number_leads", after=r"\Z").search(before[-12:])
        return bool(leads or _ONLY_NUMBER.match(after) or not _YEAR.match(after))
    return bool(_DIGIT_END.match(before[-1]) and _CHINESE.match(after))
