"""The words of a sentence that say when, how sure and how firmly."""

from __future__ import annotations

import re

import msgspec

from luoshi.reading.lexicon import alternation, rare_char_pattern, table
from luoshi.reading.lexicon.numerals import NUMERALS, count_of
from luoshi.reading.outline import plan_years

_WORDS = table("figures", "cues.toml")
_YEAR = "(?:19|20)[0-9]{2}"
_PLAIN = rare_char_pattern({kind: _WORDS[kind] for kind in ("strive", "firm", "goal", "sum", "expected")})

# Every alternative hangs on a rare character that the search can leap to; what stands before
# that character is looked at afterwards.
CUES = re.compile(
    f"[12五年；{_PLAIN.characters}](?:"
    rf"(?<=[12])(?P<year>[09][0-9]{{2}})(?:年?[-—–~～至到]{{1,2}}(?P<until>{_YEAR}))?年(?P<of>的|度|价|不变价)?(?!代|版|度版|远景目标(?!主要|总|[是为：]))"
    "|(?<=年)(?P<count>均|平均|底前|内|来|间|累计|共|以来|期间|中|时间|，|里)?"
    "|(?<=五)(?P<plan>”?(?:期末|末期?|期间|时期|以来|五年)|”(?=[，、要将共我]|主要|累计|年均|全市|全省))"
    "|(?<=；)(?P<stop>)|" + "|".join(_PLAIN.alternatives) + ")"
)
_NOT_A_SPAN = re.compile(alternation(_WORDS["not_a_span"]))
_NOT_A_SPAN_BEHIND = frozenset(_WORDS["not_a_span_behind"])
_LAST_YEAR_LINKED = re.compile(alternation(_WORDS["last_year_linked"]))
_LIKENING = frozenset(_WORDS["likening"])
# 不低于去年实际完成数 likens to last year as 比去年 does.
_THAN = frozenset("低高优快好少多大小")
_COMPARING = frozenset(_WORDS["comparing"])
# 资金争取、项目建设: a noun.
_NOUN_ENDS = frozenset("、，”")
_FOR_MORE = re.compile(
    f"[^，。；、0-9]{{0,14}}{alternation(_WORDS['strive_for_more'])}[^，。；、0-9]{{0,6}}[，、；）]"
)
_BASES = tuple(_WORDS["bases"])
# 六年行动方案, 三年重点工作计划, 三年棚改攻坚: a name.
_NAMED_BY_YEARS = re.compile(f"[^，。；、0-9]{{1,8}}{alternation(_WORDS['named_by_years'])}")
_NO_MEAN = tuple(_WORDS["mean_not_before"])
_NOT_BEHIND = tuple(_WORDS["expected_not_behind"])
_NOT_BEFORE = tuple(_WORDS["expected_not_before"])
_LEAD_IN = alternation(
    [*_WORDS["expected_lead_in"], *table("lexicon", "common.toml")["whole_places"]["words"]]
)
_HEAD = re.compile(f"(?:[^，]{{0,14}}[，：])?(?:{_LEAD_IN}|{_YEAR}年)*")
# 去年平均 is the mean of a year, not a mean a year.
_NAMED_YEARS = frozenset("去上今当前")
_SEVERAL = frozenset(f"23456789两{NUMERALS}") - {"一"}
_HAN = re.compile("[一-龥]")
_NOTHING_NEW = ("规", "最", "新高", "新低", "首", "同")


class Cue(msgspec.Struct, frozen=True, gc=False):
    """A word of time or modality: where it stands, what kind it is, and its years.

    Kinds of time: ``year``, ``by`` (到2027年), ``years``, ``plan``, ``compared``, ``span`` and
    ``within`` (``first`` is how many years), ``streak`` (连续三年), ``lastyear``, ``thisyear``,
    ``wholeyear``, ``mean`` (年均), ``sum`` (累计). Kinds of modality: ``expected`` (``first`` is 1
    where it opens its sentence), ``strive``, ``firm``, ``goal``; ``stop`` is a semicolon.
    """

    start: int
    end: int
    kind: str
    first: int
    last: int


def cues_of(text: str, start: int, end: int) -> list[Cue]:
    """The cues of the sentence ``text[start:end]``, in order; none where there are only stops."""
    found: list[Cue] = []
    telling = False
    for match in CUES.finditer(text, start, end):
        group = match.lastgroup
        if group == "stop":
            found.append(Cue(match.start(), match.end(), "stop", 0, 0))
            continue
        telling = True
        if group is None or group == "count":
            _count(match, text, start, end, found)
        elif group == "plan":
            _plan(match, text, start, found)
        elif group in _PLAIN.kinds:
            _plain(match, _PLAIN.kinds[group], text, start, found)
        else:
            found.append(_year(match, text, start))
    return found if telling else []


def _plain(match: re.Match[str], kind: str, text: str, start: int, found: list[Cue]) -> None:
    """A word of modality or of sums; 预计 opens its sentence or not."""
    first, last = match.start(), match.end()
    if kind == "strive" and (text[last : last + 1] in _NOUN_ENDS or _FOR_MORE.match(text, last)):
        return
    if kind != "expected":
        found.append(Cue(first, last, kind, 0, 0))
        return
    while first > start and text[first - 1] in "预有":
        first -= 1
    if not text.endswith(_NOT_BEHIND, start, first) and not text.startswith(_NOT_BEFORE, last):
        head = _HEAD.match(text, start, first)
        found.append(Cue(first, last, kind, int(head is not None and head.end() == first), 0))


def _year(match: re.Match[str], text: str, start: int) -> Cue:
    first, last = match.start(), match.end()
    year = int(text[first : first + 4])
    if match["until"]:
        return Cue(first, last, "years", year, int(match["until"]))
    before = text[first - 1] if first > start else ""
    if before in _COMPARING or text.startswith(_BASES, last) or match["of"] in ("价", "不变价", "度"):
        return Cue(first, last, "compared", year, year)
    return Cue(first, last, "by" if before in ("到", "至") else "year", year, year)


def _plan(match: re.Match[str], text: str, start: int, found: list[Cue]) -> None:
    """``“十四五”末``, ``“十三五”时期``."""
    first = match.start()
    while first > start and text[first - 1] in NUMERALS:
        first -= 1
    years = plan_years(text[first : match.start()]) if first < match.start() else None
    if years is None:
        return
    before = text[first - 1] if first > start else ""
    if before == "“":
        before = text[first - 2] if first - 1 > start else ""
    elif match["plan"] == "”":
        return
    if match["plan"].endswith(("末", "末期")):
        years = (years[1], years[1]) if before in _COMPARING else years
        found.append(Cue(first, match.end(), "compared" if before in _COMPARING else "by", *years))
    else:
        found.append(Cue(first, match.end(), "compared" if before in _COMPARING else "plan", *years))


def _count(match: re.Match[str], text: str, start: int, end: int, found: list[Cue]) -> None:
    """Cues that hang on 年: 去年, 全年, 年均, 五年累计."""
    first, last = match.start(), match.end()
    before = text[first - 1] if first > start else ""
    after = match["count"]
    if before in _SEVERAL:
        _span(match, text, start, end, found)
    elif before == "全" or after in ("内", "底前"):
        found.append(Cue(first, last, "wholeyear", 0, 0))
    elif before in ("去", "上"):
        earlier = text[first - 2] if first - 1 > start else ""
        if earlier == "于" and text[first - 3 : first - 2] in _THAN:
            return
        if earlier not in _LIKENING and _LAST_YEAR_LINKED.match(text, first + 1, end) is None:
            found.append(Cue(first - 1, last, "lastyear", 0, 0))
    elif before in ("今", "当") and not text.startswith("以来", first + 1):
        found.append(Cue(first - 1, last, "thisyear", 0, 0))
    if text.startswith("平均每", first - 3) or (
        after in ("均", "平均") and before not in _NAMED_YEARS and not text.startswith(_NO_MEAN, last)
    ):
        found.append(Cue(first, last, "mean", 0, 0))


def _span(match: re.Match[str], text: str, start: int, end: int, found: list[Cue]) -> None:
    """``五年累计``, ``三年内``, ``连续四年``: so many years up to the last of the frame."""
    first, last = match.start() - 1, match.end()
    after = match["count"]
    before = text[first - 1] if first > start else ""
    if before in _NOT_A_SPAN_BEHIND or before.isdigit() or after == "均":
        return
    figure = text[first]
    years = int(figure) if figure.isdigit() else count_of(figure)
    if before == "续":
        found.append(Cue(first, last, "streak", years, 0))
        return
    if after is None and (_HAN.match(text, last, end) is None or _NOT_A_SPAN.match(text, last, end)):
        return
    if _NAMED_BY_YEARS.match(text, last, end):
        return
    if after == "来" and text.startswith(_NOTHING_NEW, last):
        return
    found.append(Cue(first, last, "within" if after == "内" else "span", years, 0))
    if after in ("累计", "共"):
        found.append(Cue(first, last, "sum", 0, 0))
    elif after == "平均" and not text.startswith(_NO_MEAN, last):
        found.append(Cue(first, last, "mean", 0, 0))
