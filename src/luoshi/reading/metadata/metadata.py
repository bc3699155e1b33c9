"""What a report is: title, place, year, meeting, speaker, date, edition.

What the text does not say stays empty. Only the report's first lines, its headings and its last
lines are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise

import msgspec

from luoshi.reading.lexicon import alternation, is_notice, table, title_start
from luoshi.reading.lexicon.numerals import NUMERALS, WRITTEN_YEAR, ZEROS
from luoshi.reading.metadata.dates import DATE, YEAR, read_date, read_year, year_of_session
from luoshi.reading.metadata.gazetteer import NATION, find_place, find_short, last_name_in, narrowest_in
from luoshi.reading.normalization import normalize, with_plain_characters
from luoshi.reading.records import Edition, Place
from luoshi.reading.text import Hints

_HEAD = 1200
_HEAD_LINES = 14
_LINES_ABOVE_TITLE = 2
_TAIL = 1500
_TITLE_WORDS = re.compile(r"工作报告|工作的报告|政府报告")
_LONGEST_TITLE = 60
_LONGEST_HEAD_LINE = 90
_FIRST_LINES = 3  # among which a sentence may tell of the meeting
_MEETING_WORD = re.compile("会议|人民代表大会|人大")
_OF_MEETING = re.compile("[^。]{0,30}(?:人民代表大会|人大)[^。]{0,12}会议")  # behind its date, in a sentence
_SESSION = rf"第?[{NUMERALS}0-9]{{1,3}}"
_MEETING = re.compile(
    rf"{_SESSION}届(?:全国)?(?:人民代表大会|人大)(?:常务委员会|常委会)?(?:{_SESSION}次(?:全体)?会议)?"
)
# A division the table lacks: two to six characters between 在 and a word of rank.
_UNLISTED_NAME = re.compile("[一-龥]{2,5}(?:省|自治区|市|自治州|州|盟|县|区|旗)")
_UNLISTED = re.compile(f"日?在({_UNLISTED_NAME.pattern})$")
_ON_BEHALF = re.compile(r"代表([一-龥]{2,16}?)(?:人民政府|政府|行政公署|革命委员会)")
_NAME = r"[一-龥]{2,4}|[一-龥]{1,9}(?:[·•・][一-龥]{1,9}){1,3}"
_ONLY_NAME = re.compile(rf"(?:{_NAME})\Z")
_NAME_AFTER_DATE = re.compile(rf"(?:月[0-9{NUMERALS}]{{1,3}}日|会议上)({_NAME})[）)\]]")
_SPACES = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_UNCLEAN = re.compile(r"[*\\(),:;!?０-９]")
_ADDRESS = re.compile(r"各位代表|同志们")
_NOT_GIVEN = re.compile("|".join(table("metadata", "metadata.toml")["page"]["words"]))
_HEADING_WITH_YEAR = re.compile(
    r"(?:^|\n)[#* ]*([一二三四五]、|[（(][一二三四五][）)])?(?:关于|对)?(?:“[^”\n]{2,6}”(?:时期)?[和及与暨])?"
    rf"((?:19|20)[0-9]{{2}}|{WRITTEN_YEAR})年(?!以来|至|到|[—-])[^。：；\n]{{2,40}}(?=\n)"
)


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says of itself; ``date`` is ISO 8601, the day on which it was given."""

    title: str | None = None
    place: Place | None = None
    year: int | None = None
    meeting: str | None = None
    speaker: str | None = None
    date: str | None = None
    edition: Edition | None = None


def read_metadata(normalized: str, *, front_matter: Mapping[str, str], hints: Hints, name: str) -> Metadata:
    """The identity of the report whose normalized text is ``normalized``.

    ``hints`` win over the text, the text over ``front_matter``'s title, all over the file ``name``,
    of which only a year and the full name of a place are used. The day of publication tells the year
    where nothing else does.
    """
    lines = _head_lines(normalized)
    title = _clean(hints.title) or _clean(front_matter.get("title")) or _title_line(lines)
    head = [title, *lines] if title else lines
    meeting = _meeting(head)
    day = _given_on(head)
    return Metadata(
        title=title,
        place=_place(hints, head, meeting, name, normalized[:_HEAD]),
        year=hints.year or _year(day, hints, normalized, title, name),
        meeting="".join(meeting) if meeting else None,
        speaker=_speaker(head),
        date=hints.date or (day.isoformat() if day else None),
        edition=_edition(head, normalized, name),
    )


def _head_lines(normalized: str) -> list[str]:
    start = title_start(normalized)
    above = normalized[:start].split("\n")
    # Above the title may stand a date or a meeting, or a notice with place and year; menus stand higher up.
    first = next(
        (number for number, line in enumerate(above) if is_notice(line)), len(above) - 1 - _LINES_ABOVE_TITLE
    )
    start = sum(len(line) + 1 for line in above[: max(first, 0)])
    lines = normalized[start : start + _HEAD].split("\n", _HEAD_LINES)[:_HEAD_LINES]
    for index, line in enumerate(lines):
        if _ADDRESS.match(line):
            return lines[: index + 2]
    return lines


def _clean(title: str | None) -> str | None:
    """A title without blanks, and once where a page gives it twice in a row."""
    if not title:
        return None
    solid = _SPACES.sub("", with_plain_characters(title))
    if _UNCLEAN.search(solid):
        solid = normalize(solid)[0].text
    half = len(solid) // 2
    return solid[:half] if half > 4 and solid[:half] == solid[half:] else solid or None


def _title_line(lines: list[str]) -> str | None:
    for line in lines[:6]:
        is_short = len(line) <= _LONGEST_TITLE and "。" not in line
        if is_short and _TITLE_WORDS.search(line) and not _ADDRESS.match(line):
            return line.strip("#*")
    return None


def _meeting(head: list[str]) -> tuple[str, str] | None:
    """The name before and the rest of the meeting's name; the fullest of the first lines."""
    found = [
        (_own_name(line[: match.start()]), match.group())
        for line in head
        if "届" in line
        for match in _MEETING.finditer(line[:120])
    ]
    return max(found, key=lambda parts: ("次" in parts[1], len(parts[0]), len(parts[1])), default=None)


def _own_name(before: str) -> str:
    """The place at the end of ``before``: a full name, or ``省`` or ``市`` alone."""
    full = last_name_in(before) or _name_after_preposition(before)
    if full:
        return full
    return before[-1:] if before[-1:] in ("省", "市", "县", "区", "州", "盟", "旗") else ""


def _name_after_preposition(before: str) -> str:
    """The name of a division that the table lacks, where words leave no doubt: ``日在青岚市``."""
    match = _UNLISTED.search(before)
    return match[1] if match is not None else ""


def _place(
    hints: Hints, head: list[str], meeting: tuple[str, str] | None, name: str, context: str
) -> Place | None:
    if hints.place:
        return (
            find_place(hints.place, hints.within or context)
            or find_short(hints.place, hints.within)
            or Place(name=hints.place)
        )
    if _is_national(head):
        return NATION
    for candidate in _place_names(head, meeting, name):
        place = find_place(candidate, context)
        if place:
            return place
    if meeting is not None and _UNLISTED_NAME.fullmatch(meeting[0]):
        return Place(name=meeting[0])
    return None


def _place_names(head: list[str], meeting: tuple[str, str] | None, name: str) -> Iterator[str]:
    """Full names, the surest first."""
    if meeting and len(meeting[0]) > 1:
        yield meeting[0]
    for line in head:
        if "代表" in line:
            yield from _ON_BEHALF.findall(line)
    for line in head:
        speaker = _office()[0].match(line) if len(line) < _LONGEST_TITLE else None
        if speaker:
            yield speaker.group(1).removesuffix("人民政府")
    for line in head[:3]:
        if _TITLE_WORDS.search(line) and len(line) <= _LONGEST_TITLE:
            yield from narrowest_in(line)
    for part in re.split(r"[/\\\\]", name)[-2:][::-1]:
        yield from narrowest_in(part[:40])


@cache
def _nation() -> re.Pattern[str]:
    return re.compile(alternation(table("metadata", "metadata.toml")["nation"]["words"]))


def _is_national(head: list[str]) -> bool:
    """Whether the report is the State Council's: ``现在，我代表国务院，向大会报告政府工作``."""
    return any(_nation().search(line[:120]) for line in head)


@cache
def _office() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A line that names who speaks, and a sentence that tells of it."""
    words = table("metadata", "metadata.toml")
    offices = f"(?:{alternation(words['deputies'])})?{alternation(words['offices'])}"
    title = r"(?:[一-龥]{0,10}工作报告[（(]?)?"
    day = rf"(?:[—―－(（-]*[0-9{ZEROS}{NUMERALS}]{{4}}年[^日]{{2,8}}日)?"
    meeting = r"(?:[—―（(]*在?[一-龥]{0,40}会议上?[）)]?)?"
    after = r"(?:[0-9]{4}年.*|讲话)?[）)]?\Z"
    line = rf"[—―－(（]*{title}{day}{meeting}([一-龥]{{0,16}}?){offices}[:：]?({_NAME}?){after}"
    sentence = rf"([一-龥]{{0,12}}?){offices}({_NAME}?)(?:代表|在|向|作)"
    return re.compile(line), re.compile(sentence)


def _speaker(head: list[str]) -> str | None:
    line_pattern, sentence = _office()
    for line in head:
        match = line_pattern.match(line) if len(line) <= 80 else None
        if match and not _is_office(match.group(2)):
            return match.group(2)
    for line in head[:4]:
        match = _NAME_AFTER_DATE.search(line[:80])
        if match:
            return match.group(1)
    for line, following in pairwise(head):
        if _ADDRESS.match(following) and _ONLY_NAME.match(line) and not _is_office(line):
            return line
    for line in head[:4]:
        match = sentence.search(line[:120])
        if match:
            return match.group(2)
    return None


def _is_office(name: str) -> bool:
    return name.endswith(tuple(table("metadata", "metadata.toml")["offices"]))


def _given_on(head: list[str]) -> date | None:
    """The date in the line that names the meeting; else in a title or a line of its own."""
    others: list[date] = []
    brought = any(is_notice(line) for line in head)
    for number, line in enumerate(head):
        is_sentence = "。" in line or len(line) > _LONGEST_HEAD_LINE
        if is_sentence and number >= _FIRST_LINES:
            continue
        for match in DATE.finditer(line[:120]):
            day = read_date(match)
            if not day:
                continue
            if _OF_MEETING.match(line, match.end()) or (not is_sentence and _MEETING_WORD.search(line)):
                return day
            if len(line) <= _LONGEST_TITLE and not brought and not _NOT_GIVEN.search(line):
                others.append(day)
    return others[0] if others else None


def _year(day: date | None, hints: Hints, normalized: str, title: str | None, name: str) -> int | None:
    if hints.date and hints.date[:4].isdigit():
        return int(hints.date[:4])
    if day:
        return year_of_session(day)
    by_headings = _year_of_headings(normalized)
    names = (title or "", *re.split(r"[/\\\\]", name)[::-1][:2])
    by_name = next((int(match[1]) for text in names if (match := YEAR.search(text))), None)
    if by_headings is not None and by_name is not None:
        # A title may name the year looked back on, which the headings then tell; not some third year.
        return by_headings if by_headings in (by_name, by_name + 1) else by_name
    if by_headings is not None or by_name is not None:
        return by_headings or by_name
    if hints.published:
        return year_of_session(date.fromisoformat(hints.published))
    return None


@cache
def _heading_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("metadata", "metadata.toml")["headings"]
    return re.compile(alternation(words["review"])), re.compile(alternation(words["plan"]))


def _year_of_headings(normalized: str) -> int | None:
    """``二、2016年工作安排`` -> 2016; ``一、2015年工作回顾`` -> 2016."""
    review, plan = _heading_words()
    headings = [(read_year(match.group(2)), match) for match in _HEADING_WITH_YEAR.finditer(normalized)]
    for year, match in headings:
        if review.search(match.group()):
            return year + 1
    years = [year for year, _ in headings]
    if years and years[0] + 1 in years:
        return years[0] + 1
    for year, match in headings:
        if plan.search(match.group()):
            return year
    if not headings:
        return None
    return years[0] + 1 if headings[0][1].group(1) == "一、" else years[0]


@cache
def _editions() -> dict[str, re.Pattern[str]]:
    patterns = table("metadata", "metadata.toml")["edition"]
    return {name: re.compile("|".join(patterns[name])) for name in patterns}


def _edition(head: list[str], normalized: str, name: str) -> Edition | None:
    patterns = _editions()
    brow = "\n".join(line[:_LONGEST_TITLE] for line in head[:6])
    if patterns["interpretation"].search("\n".join([*(line for line in head[:3] if len(line) < 40), name])):
        return "interpretation"
    if patterns["abstract"].search(brow):
        return "abstract"
    opening = patterns["opening"].search(normalized, 0, _HEAD)
    if not opening:
        return None
    ends = patterns["closing"].search(normalized, max(opening.end(), len(normalized) - _TAIL))
    return "full" if ends or normalized.rfind("各位代表", opening.end()) > len(normalized) // 2 else None
