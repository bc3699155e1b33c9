"""When a figure is about, and whether it is reached, expected or aimed at."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reading.outline import Frame
from luoshi.reading.outline.frames import plan_years
from luoshi.reading.records import Status, Tone

_CN = "一二三四五六七八九十"
_YEAR = r"(?:19|20)[0-9]{2}"

# Every alternative hangs on a rare character that the search can leap to; what stands before
# that character is looked at afterwards.
CUES = re.compile(
    r"[12五年累预力争努确必坚务低标划保；望](?:"
    rf"(?<=[12])(?P<year>[09][0-9]{{2}})(?:年?[-—–~～至到]{{1,2}}(?P<until>{_YEAR}))?年(?P<of>的|度|价|不变价)?(?!代|版|度版)"
    r"|(?<=年)(?P<nian>均|平均|底前|内|来|间|累计|共|以来|期间|中|时间|，|里)?"
    r"|(?<=五)(?P<plan>”?(?:期末|末期?|期间|时期|以来|五年)|”(?=[，、要将共我]|主要|累计|年均|全市|全省))"
    r"|(?<=累)(?P<sum>计|积)"
    r"|(?<=预)(?P<expected>计|期(?!目标|性))"
    r"|(?<=有望)(?P<hoped>)"
    r"|(?<=力)(?P<strive>争|求)|(?<=争)(?P<strive_too>取|创)|(?<=努)(?P<strive_also>力)"
    r"|(?<=确)(?P<firm>保)|(?<=必)(?P<firm_too>须)|(?<=坚)(?P<firm_also>决)|(?<=务)(?P<firm_duty>必)|(?<=不低)(?P<firm_least>于)"
    r"|(?<=保)(?P<firm_kept>证)"
    r"|(?<=目标)(?P<goal>[是为：])|(?<=[规计]划)(?P<goal_plan>到|目标|在(?=[0-9]))"
    r"|(?<=；)(?P<stop>)"
    r")"
)
# What a word after 年 makes of a count of years before it; other words make nothing of it.
_NOT_A_SPAN = re.compile(
    "规划|计划|行动|目标|制|期|级|以上|保|倍|免|专|任|攻坚|提升|一|攀|之|的|前|后|左|贷|毛|连|再|大|多|建设规|工程|增|翻|内实"
)
_STREAK_REACH = 6
_LAST_YEAR_LINKED = re.compile("增长|提高|下降|增加|减少|同期|底|末|回落|的|多|少|净增|新增|分别|同|略")
_HAN = re.compile("[一-龥]")


class Cue(NamedTuple):
    """A word of time or modality: where it stands, what kind it is, and its years."""

    start: int
    end: int
    kind: str
    first: int
    last: int


# What may stand before 预计 at the head of a sentence, which then speaks of all of it.
_SENTENCE_HEAD = re.compile(rf"(?:[^，]{{0,14}}[，：])?(?:初步|据|经|——|{_YEAR}年|全年|全市|全省|一年来)*")
_PLAIN_KINDS = {
    "sum": "sum", "strive": "strive", "strive_too": "strive", "strive_also": "strive", "firm": "firm",
    "firm_too": "firm", "firm_also": "firm", "firm_duty": "firm", "firm_least": "firm", "firm_kept": "firm",
    "goal": "goal", "goal_plan": "goal", "stop": "stop",
}  # fmt: skip


def cues_of(text: str, start: int, end: int) -> list[Cue]:
    """The cues of the sentence ``text[start:end]``, in order."""
    found: list[Cue] = []
    for match in CUES.finditer(text, start, end):
        kind = match.lastgroup
        if kind is None or kind == "nian":
            _count_cues(match, text, start, end, found)
            continue
        plain = _PLAIN_KINDS.get(kind)
        if plain is not None:
            found.append(Cue(match.start(), match.end(), plain, 0, 0))
        elif kind == "plan":
            _plan_cue(match, text, start, found)
        elif kind in ("expected", "hoped"):
            _expected_cue(match, text, start, found)
        else:
            found.append(_year_cue(match, text, start))
    return found if any(cue.kind != "stop" for cue in found) else []


def _expected_cue(match: re.Match[str], text: str, start: int, found: list[Cue]) -> None:
    first = match.start()
    if first > start and text[first - 1] == "超":
        return
    head = _SENTENCE_HEAD.match(text, start, first)
    found.append(Cue(first, match.end(), "expected", int(head is not None and head.end() == first), 0))


def _year_cue(match: re.Match[str], text: str, start: int) -> Cue:
    first, last = match.start(), match.end()
    year = int(text[first : first + 4])
    if match["until"]:
        return Cue(first, last, "years", year, int(match["until"]))
    before = text[first - 1] if first > start else ""
    if before in _COMPARING or match["of"] in ("价", "不变价", "度"):
        return Cue(first, last, "compared", year, year)
    return Cue(first, last, "by" if before in "到至" and before else "year", year, year)


_COMPARING = frozenset("以比较由从自是为于过按")


def _plan_cue(match: re.Match[str], text: str, start: int, found: list[Cue]) -> None:
    """``“十四五”末``, ``“十三五”时期``."""
    name_start = match.start()
    while name_start > start and text[name_start - 1] in _CN:
        name_start -= 1
    years = plan_years(text[name_start : match.start()]) if name_start < match.start() else None
    if years is None:
        return
    before = text[name_start - 1] if name_start > start else ""
    if before == "“":
        before = text[name_start - 2] if name_start - 1 > start else ""
    elif match["plan"] == "”":
        return
    compared = before in "比较是为由从" and before != ""
    if match["plan"].endswith(("末", "末期")):
        found.append(Cue(name_start, match.end(), "compared", years[1], years[1]) if compared else Cue(name_start, match.end(), "by", *years))
    else:
        found.append(Cue(name_start, match.end(), "compared" if compared else "plan", *years))


def _count_cues(match: re.Match[str], text: str, start: int, end: int, found: list[Cue]) -> None:
    """Cues that hang on 年: 去年, 全年, 年均, 五年累计."""
    first, last = match.start(), match.end()
    before = text[first - 1] if first > start else ""
    after = match["nian"]
    if before in _NUMERALS:
        _span_cue(match, text, start, end, found)
    elif before == "全" or after in ("内", "底前"):
        found.append(Cue(first, last, "wholeyear", 0, 0))
    elif before == "去" or before == "上":
        earlier = text[first - 2] if first - 1 > start else ""
        if earlier not in _LIKENING and _LAST_YEAR_LINKED.match(text, first + 1, end) is None:
            found.append(Cue(first - 1, last, "lastyear", 0, 0))
    elif before in "今当" and before and not text.startswith("以来", first + 1) and after != "以来":
        found.append(Cue(first - 1, last, "thisyear", 0, 0))
    if after in ("均", "平均") or text.startswith("平均每", first - 3):
        found.append(Cue(first, last, "mean", 0, 0))


_NUMERALS = frozenset("23456789两二三四五六七八九十")
_LIKENING = frozenset("比较与同为是")


def _span_cue(match: re.Match[str], text: str, start: int, end: int, found: list[Cue]) -> None:
    """``五年累计``, ``三年内``: so many years up to the last of the frame."""
    first, last = match.start() - 1, match.end()
    after = match["nian"]
    before = text[first - 1] if first > start else ""
    if before in _NO_SPAN_AFTER or before.isdigit() or before in (".", "“"):
        return
    if after == "均" or (after is None and before != "续" and (_HAN.match(text, last, end) is None or _NOT_A_SPAN.match(text, last, end))):
        return
    if after == "来" and text[last : last + 1] in ("规", "最", "新", "首", "同"):
        return
    streak = before == "续"
    figure = text[first]
    count = int(figure) if figure.isdigit() else 2 if figure == "两" else _CN.find(figure) + 1
    if streak:
        found.append(Cue(first, last, "streak", count, 0))
        return
    found.append(Cue(first, last, "within" if after == "内" else "span", count, 0))
    if after in ("累计", "共"):
        found.append(Cue(first, last, "sum", 0, 0))
    elif after == "平均":
        found.append(Cue(first, last, "mean", 0, 0))


_NO_SPAN_AFTER = frozenset("近前第于后这今未个每十满逾头")


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
    steady: bool,
    base_year: int | None,
) -> Moment:
    """What the cues before ``at`` make of a figure whose clause starts at ``clause``.

    ``act``          the figure adds up over a span of years: things done, not a state reached.
    ``steady``       it is said to hold (保持, 稳定在), so that a streak of years names its last.
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
    streak = 0
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
        elif kind == "streak":
            streak = cue.first if cue.end + _STREAK_REACH >= at and not ahead and not steady else 0
        elif kind == "goal":
            if not ahead:
                status = "target"
        elif kind == "mean":
            mean = cue.start >= clause
        elif kind == "sum":
            total = cue.start >= clause
    if earlier:
        return Moment(_earlier_period(cues, at, clause, frame), "background", None)
    if mean and not spans and not ahead and last is not None and (explicit is None or explicit.kind == "year"):
        since = compared.last + 1 if compared is not None and compared.last < last else last - 4
        spans, frame = True, frame._replace(first=since)
    if streak and last is not None and not spans:
        return Moment(f"{last - streak + 1}-{last}", status, None)
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
