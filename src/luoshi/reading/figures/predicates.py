"""Reading backwards from a number: the words between what is measured and how much."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from luoshi.reading.lexicon import alternation, table

_TAIL = table("figures", "words.toml")["tail"]
_WHOLE_PLACES: list[str] = table("lexicon", "common.toml")["whole_places"]["words"]
_ROLES: dict[str, str] = {
    word: role for role in ("filler", "attain", "up", "down", "stop") for word in _TAIL[role]
}
_BOUNDS: dict[str, str] = {word: bound for bound, words in _TAIL["bound"].items() for word in words}
_LEADS = frozenset(table("figures", "words.toml")["signs"]["lead"])

# Words of reaching that leave a word of change before them its meaning: 增长达5%.
_MERELY = frozenset(table("figures", "words.toml")["reaching"]["merely"])

# Before the verb rather than the number: 每县至少建设3个园区.
AT_LEAST = "至少"

_CHANGES = frozenset(("up", "down"))
# Reversed, so that one match after another eats the text from its end.
_BACKWARD = re.compile(alternation(word[::-1] for word in _ROLES.keys() | _BOUNDS.keys()))
_BACKWARD_STARTS = frozenset(word[-1] for word in _ROLES.keys() | _BOUNDS.keys())
_ORIGIN = re.compile(r"(?:由|从)(?!事)([^，、；。由从到至]{0,16})$")
_COMPARED_WITH = re.compile(
    r"(?:比|较)(?:[^，、；。比较]{0,12}年|[^，、；。比较]{1,8}期|“?[一-十]+五”?末)(?:同期|底|末)?的?$"
)
_LEADS_ON = re.compile(
    "[^，。；]{0,6}?(?:[、和][^，。；]{1,14}?){0,3}，?(?:分别)?(?:大幅|迅速|逐步)?(?:提高|提升|增|降|减|升|扩|上升|下降|调整|优化|转变|跃|压|缩|放|整合|合并|晋|发展|拓|精简|变|到|至|攀|改)"
)
_LEADING = table("figures", "words.toml")["leads"]
_AHEAD_OF_OTHERS = re.compile(
    f"(?:分别|均|都)?({alternation([*_LEADING['ahead'], *_LEADING['behind']])})(?:于)?"
    f"(?:{alternation([*_LEADING['others'], *_WHOLE_PLACES])}[、和及]?)+$"
)
# A clause that opens with a word of lead has no subject of its own: 超过二产1.6个百分点.
_AHEAD_ONLY = re.compile(
    f"(?:分别|均|都|比|较)?({alternation([*_LEADING['ahead'], *_LEADING['behind']])})于?[^，、；。]{{1,14}}$"
    "|比[^，、；。]{1,12}(高|快|低|慢)$"
)
_YEAR_ENDS = frozenset("年的底末")
_YEAR_END = re.compile("(?:(?:19|20)[0-9]{2}年|去年|今年|上年)(?:底|末)?的?$")
_COMPARISON = re.compile(
    r"(?:(?<!可)比|较|与(?=[上去同年0-9])|按|(?<!相)同)[^，、比较与]{0,14}?(?:年|初|期|前|底|末|均|标|五”|期间|水平|比|计算|口径|数|去)(?:同期|相比|水平)?(?:的)?$"
)


class Tail(msgspec.Struct, frozen=True, gc=False):
    """What stands before a number.

    ``stem``       the words left when the tail is taken off.
    ``direction``  ``up``, ``down`` or ``""``: a verb of change stands next to the number.
    ``verb``       that verb, or the word of reaching.
    ``attained``   a word of reaching (达到, 为, 增至 …) stands next to the number.
    ``earlier``    由, 从 or 比 … 的: the number is where something came from.
    ``bound``      what a word before the number makes of it, ``None`` where nothing does.
    ``lead``       the verb of change is one of holding a lead (高于, 快于 …).
    """

    stem: str
    direction: str
    verb: str
    attained: bool
    earlier: bool
    bound: str | None
    lead: bool = False


def read_tail(left: str, text: str = "", after: int = 0, end: int = 0, *, points: bool = False) -> Tail:
    """The tail of ``left``, the words before a number behind which ``text[after:end]`` follows.

    ``points`` says that the number counts percentage points, which often measure a lead.

    ``农产品加工业营收达`` -> stem 农产品加工业营收, attained; ``PM2.5浓度比上年下降`` -> down.
    """
    stem = _before_origin(left, text, after, end)
    if stem is not None:
        return Tail(stem, "", "", attained=False, earlier=True, bound=None)
    if points:
        others = _AHEAD_OF_OTHERS.search(left) or _AHEAD_ONLY.match(left)
        if others is not None:
            lead = others[others.lastindex or 1]
            direction = "down" if lead in _LEADING["behind"] else "up"
            return Tail(left[: others.start()], direction, lead, False, False, None, lead=True)
    if left[-1:] in _YEAR_ENDS and left:
        year = _YEAR_END.search(left)
        if year is not None and year.start() > 0:
            left = left[: year.start()]
    return _eaten(left)


def _before_origin(left: str, text: str, after: int, end: int) -> str | None:
    """What stands before ``由…`` or ``比…的``, where the number is what a change started from."""
    if "由" in left or "从" in left:
        origin = _ORIGIN.search(left)
        if origin is not None and _LEADS_ON.match(text, after, end):
            return left[: origin.start()]
    if "比" in left or "较" in left:
        origin = _COMPARED_WITH.search(left)
        if origin is not None:
            return left[: origin.start()]
    return None


@lru_cache(maxsize=4096)  # 增长, ，达到 and the like: two of five are words seen before
def _eaten(left: str) -> Tail:
    """Word after word taken off the end of ``left``, until one belongs to what is measured."""
    backward = left[::-1]
    position, size = 0, len(backward)
    direction = verb = ""
    attained = False
    bound = None
    compares = "比" in left or "较" in left or "同" in left
    while position < size and backward[position] in _BACKWARD_STARTS:
        match = _BACKWARD.match(backward, position)
        if match is None:
            break
        word = match[0][::-1]
        role = _ROLES.get(word)
        if role in _CHANGES:
            if direction or (attained and verb not in _MERELY):
                break
            direction, verb, attained = role, word, False
        elif role == "attain":
            if direction:
                break
            attained, verb = True, word
        elif role == "stop":
            break
        bound = bound or _BOUNDS.get(word)
        position = match.end()
        if direction and compares:
            comparison = _COMPARISON.search(left, 0, size - position)
            position = position if comparison is None else size - comparison.start()
    stem = left[: size - position]
    if bound is None and AT_LEAST in stem:
        bound = "at_least"
    return Tail(stem, direction, verb, attained, False, bound, verb in _LEADS)
