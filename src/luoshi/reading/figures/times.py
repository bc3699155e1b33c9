"""When a figure is about, and whether it is reached, expected or aimed at."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.outline import Frame
from luoshi.reading.outline.frames import plan_years
from luoshi.reading.records import Status, Tone

_WORDS = table("figures", "cues.toml")
_CN = "一二三四五六七八九十"
_YEAR = r"(?:19|20)[0-9]{2}"

CUES = re.compile(
    rf"(?P<range>{_YEAR})年?[-—–~～至到]{{1,2}}(?P<until>{_YEAR})年"
    rf"|(?P<link>以|比|较|由|从|自|是|为|相当于|超过|按)?(?P<year>{_YEAR})年(?P<of>的|价|不变价|全年|底|末|初|前)?(?!代|版|度版)"
    rf"|“?(?P<plan>[{_CN}]{{1,3}})五”?(?P<planend>期末|末|末期|期间|时期|以来|五年|$|，|）)?"
    rf"|(?P<span>[2-9两二三四五六七八九十](?<![0-9.][0-9]))年(?P<spanof>来|间|累计|共|以来|期间|内|中|时间|，|里|(?=平均)|(?=[一-龥])(?!规划|计划|行动|目标|制|期|级|以上|保|倍|免|专|任|攻坚|提升|一|攀|之|的|前|后|左|贷|毛|连|再|大|多|建设规|工程|增))?"
    rf"|(?P<mean>年均|年平均|平均每年|(?<=年)平均)"
    r"|(?P<wholeyear>全年|年内|年底前)"
    rf"|(?P<sum>累计|累积|总计)"
    r"|(?P<lastyear>去年|上年)(?P<lastlink>增长|提高|下降|增加|减少|同期|底|末|回落|的|多|少|净增|新增|分别|同|略)?"
    r"|(?P<thisyear>今年|本年|当年)(?!以来)"
    rf"|(?P<expected>{alternation(_WORDS['expected'], patterns=True)})"
    rf"|(?P<strive>{alternation(_WORDS['strive'])})"
    rf"|(?P<firm>{alternation(_WORDS['firm'])})"
    rf"|(?P<goal>{alternation(_WORDS['goal'], patterns=True)})"
    r"|(?P<stop>；)"
)


# What may stand before 预计 at the head of a sentence, which then speaks of all of it.
_SENTENCE_HEAD = re.compile(rf"(?:[^，]{{0,14}}[，：])?(?:初步|据|经|——|{_YEAR}年|全年|全市|全省|一年来)*")


class Cue(NamedTuple):
    """A word of time or modality: where it stands, what kind it is, and its years."""

    start: int
    end: int
    kind: str
    first: int
    last: int


def cues_of(text: str, start: int, end: int) -> list[Cue]:
    """The cues of the sentence ``text[start:end]``, in order."""
    found: list[Cue] = []
    for match in CUES.finditer(text, start, end):
        kind = match.lastgroup or ""
        if kind == "expected":
            head = _SENTENCE_HEAD.match(text, start, match.start())
            found.append(Cue(match.start(), match.end(), kind, int(head is not None and head.end() == match.start()), 0))
        elif kind in ("strive", "firm", "goal", "stop", "mean", "sum", "wholeyear"):
            found.append(Cue(match.start(), match.end(), kind, 0, 0))
        else:
            cue = _year_cue(match, text, start)
            if cue is not None:
                found.append(cue)
                if cue.kind == "span" and match["spanof"] in ("累计", "共"):
                    found.append(Cue(cue.start, cue.end, "sum", 0, 0))
    return found


def _year_cue(match: re.Match[str], text: str, start: int) -> Cue | None:
    first, last = match.start(), match.end()
    if match["range"]:
        return Cue(first, last, "years", int(match["range"]), int(match["until"]))
    if match["year"]:
        year = int(match["year"])
        if match["link"] in ("比", "较", "由", "从", "自", "是", "为", "相当于", "超过", "按", "以") or match["of"] in ("价", "不变价"):
            return Cue(first, last, "compared", year, year)
        return Cue(first, last, "by" if first > start and text[first - 1] in "到至" else "year", year, year)
    if match["plan"]:
        years = plan_years(match["plan"])
        if years is None:
            return None
        if match["planend"] in ("末", "期末", "末期"):
            before = text[first - 1] if first > start else ""
            if before and before in "比较是为由从":
                return Cue(first, last, "compared", years[1], years[1])
            return Cue(first, last, "by", *years)
        before = text[first - 1] if first > start else ""
        return Cue(first, last, "compared" if before and before in "比较是为由从" else "plan", *years)
    if match["span"]:
        if match["spanof"] is None or (first > start and text[first - 1] in "续近前第于后这今未个每十满逾头"):
            return None
        if match["spanof"] == "来" and text[last : last + 1] in ("规", "最", "新", "首", "同"):
            return None
        return Cue(first, last, "span" if match["spanof"] != "内" else "within", _count(match["span"]), 0)
    if match["lastyear"]:
        before = text[first - 1] if first > start else ""
        if match["lastlink"] or (before and before in "比较与同为是"):
            return None
        return Cue(first, last, "lastyear", 0, 0)
    return Cue(first, last, "thisyear", 0, 0)


def _count(figure: str) -> int:
    return int(figure) if figure.isdigit() else 2 if figure == "两" else _CN.find(figure) + 1


class Moment(NamedTuple):
    """Period, status and tone of a figure."""

    period: str
    status: Status
    tone: Tone | None


def moment(
    cues: list[Cue],
    at: int,
    clause: int,
    frame: Frame,
    *,
    act: bool,
    earlier: bool,
    expected: bool,
    within_noun: bool,
    base_year: int | None,
) -> Moment:
    """What the cues before ``at`` make of a figure whose clause starts at ``clause``.

    ``act``          the figure adds up over a span of years: things done, not a state reached.
    ``within_noun``  a time named before it only qualifies a noun (去年新签的 2171 个项目).
    ``earlier``    it is where a change started from (由 …).
    ``expected``   a note before it (预计数，下同) covers it.
    ``base_year``  the year whose plan the report gives.
    """
    ahead = frame.part in ("plan", "government")
    first, last = frame.first, frame.last
    spans = first is not None and last is not None and first < last
    status: Status = "target" if ahead else "expected" if expected else "actual"
    tone: Tone = "plain"
    explicit: Cue | None = None
    compared: Cue | None = None
    mean = total = False
    whole = expected
    for cue in cues:
        if cue.start >= at:
            break
        kind = cue.kind
        if kind == "stop":
            tone = "plain"
            mean = total = False
            if status == "expected" and not whole:
                status = "actual"
            if explicit is not None and explicit.kind in ("by", "span", "within"):
                explicit = None
        elif kind in ("year", "by", "years", "plan", "span", "lastyear", "within"):
            explicit = cue
        elif kind == "thisyear":
            explicit = cue if ahead else explicit
        elif kind == "expected":
            if not ahead:
                status = "expected"
                whole = whole or cue.first == 1
        elif kind == "strive":
            tone = "strive"
        elif kind == "firm":
            tone = "firm"
        elif kind == "wholeyear":
            if explicit is not None and explicit.kind in ("span", "within"):
                explicit = None
        elif kind == "compared":
            compared = cue
        elif kind == "goal":
            if not ahead:
                status = "target"
        elif kind == "mean":
            mean = cue.start >= clause
        elif kind == "sum":
            total = cue.start >= clause
    if earlier:
        return Moment(_earlier_period(cues, at, clause, frame), "background", None)
    if mean and not spans and not ahead and explicit is None and last is not None:
        since = compared.last + 1 if compared is not None and compared.last < last else last - 4
        spans, frame = True, frame._replace(first=since)
    period, by = _period(explicit, frame, base_year, spans=spans, act=act or total, mean=mean)
    if not ahead and status != "expected" and by is not None and base_year is not None and by > base_year:
        status = "target"
    if ahead and explicit is not None and base_year is not None:
        past = explicit.kind == "lastyear" or (explicit.kind in ("year", "years", "plan") and explicit.last < base_year)
        if past and not within_noun and explicit.start >= clause - 24:
            status = "actual"
    return Moment(period, status, tone if status == "target" else None)


def _period(
    explicit: Cue | None, frame: Frame, base_year: int | None, *, spans: bool, act: bool, mean: bool
) -> tuple[str, int | None]:
    first, last = frame.first, frame.last
    if explicit is not None:
        kind = explicit.kind
        if kind in ("year", "by"):
            if mean and kind == "by" and explicit.first < explicit.last:
                return f"{explicit.first}-{explicit.last}", explicit.last
            if spans and first is not None and mean:
                return f"{first}-{explicit.last}", explicit.last
            return str(explicit.last), explicit.last
        if kind in ("years", "plan"):
            if explicit.first == explicit.last or not (act or mean or kind == "years"):
                return str(explicit.last), explicit.last
            return f"{explicit.first}-{explicit.last}", explicit.last
        if kind == "within" and first is not None:
            return str(first + explicit.first - 1), first + explicit.first - 1
        if kind == "span" and last is not None:
            start = last - explicit.first + 1
            if frame.part != "review" and first is not None:
                start, last = first, first + explicit.first - 1
            return (f"{start}-{last}" if act or mean else str(last)), last
        if kind == "lastyear" and base_year is not None:
            return str(base_year - 1), base_year - 1
        if kind == "thisyear" and base_year is not None:
            return str(base_year), base_year
    if last is None:
        return "", None
    if spans and (act or mean):
        return f"{first}-{last}", last
    return str(last), last


def _earlier_period(cues: list[Cue], at: int, clause: int, frame: Frame) -> str:
    named = [cue for cue in cues if clause <= cue.start < at and cue.kind in ("compared", "year", "by", "plan")]
    named = named or [cue for cue in cues if cue.start < at and cue.kind == "compared"]
    if named:
        return str(named[-1].last)
    if frame.last is None or frame.first is None:
        return ""
    return str(frame.first - 1)
