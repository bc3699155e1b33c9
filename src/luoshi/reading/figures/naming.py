"""What the figures of a sentence measure, one after another.

A clause often leaves out what it speaks of (``…达到105亿元，增长6%``), shares it (``A、B分别增长
5%、6%``) or says only part of it (``占比提高2个百分点``); the words are carried along a sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from luoshi.reading.figures import subjects
from luoshi.reading.figures.lists import split_joint
from luoshi.reading.figures.numbers import NUMBER, Number
from luoshi.reading.figures.predicates import AT_LEAST, Tail
from luoshi.reading.figures.steps import without_steps
from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import NUMERALS

_WORDS = table("figures", "subject_words.toml")
_AROUND = table("figures", "words.toml")

_NOUN = re.compile(
    r"(?:的)?((?:[0-9]G|“[^”，。]{1,12}”|[^，。；：、！？（）\s0-9.]|（[^）0-9]{1,12}）|(?<=[^\s，。、])[0-9]+[A-Z]){1,22}|[0-9]A级[^，。；：、！？（）\s0-9]{1,8})"
)
_NOUN_LIST = re.compile(
    r"(?:、((?:[^，。；：！？（）\s0-9、]|（[^）0-9]{1,6}）){1,16}))+(?=[，。；：！？]|$)"
)
# 5家中直、省直部门及36家央属企业: a list of one number before the next.
_NOUN_LIST_BEFORE_NUMBER = re.compile(r"(?:、[^，。；：！？（）\s0-9、及和与]{1,12})+(?=[及和与][0-9])")
# 6个小城镇及甲村、乙村等28个乡村: the noun ends before what the next number counts.
_NEXT_LIST = re.compile(r"(?:、[^，。；：！？（）\s0-9、]{1,12})+等?[0-9]|等[0-9]")
_FIRST_OF_TWO = re.compile("(?<=..)[及和与][^及和与]*$")
_NAMED_BY_DIGIT = re.compile("[0-9](?:G|A级)")
# What follows a count and opens like a change is one only where it says to what (5个增加到8个).
_CHANGES_TO = re.compile("[^，。；、]{1,6}?[至到为了0-9]|[^，。；、]{1,2}[，。；、]")
_LIKE_CHANGE = re.compile(alternation(_WORDS["opens_like_change"]))
_AND_SOME = re.compile(f"(?<=..)[及和与]{alternation(_WORDS['some'])}.*$")
_SERVES_AS = re.compile(f"(?<=..){alternation(_WORDS['serves_as'])}$")
_DANGLING = tuple(_WORDS["dangling"])
_NOT_A_NOUN = re.compile(alternation(_WORDS["not_a_noun"], patterns=True))
_LIKENED = re.compile(
    f"{alternation(_AROUND['likened']['verbs'])}"
    f"(?:“?[{NUMERALS}]+五”?|{alternation(_AROUND['likened']['bases'])}|(?:19|20)[0-9]{{2}}年)[^，]{{0,14}}$"
)
_COMPARED_YEAR = re.compile(
    f"(?:比|较)(?:(?:19|20)[0-9]{{2}}年|上年|去年|年初|上届|上年末|“?[{NUMERALS}]+五”?末?)(?:底|末|同期)?"
)
_YEAR_WITHIN = re.compile("(?:到|至|在)(?:19|20)[0-9]{2}年(?:底|末)?")
_JOINT = re.compile("(?:、|和|及|以及|与|并)")
# 投资与上年持平、出口增长5%: the thing before has no number.
_FLAT = re.compile("^[^，；]*持平、(?=.)")
_CLAUSE_END = re.compile("[，；：]")
# A clause that only praises the figure before it is no new topic.
_SAYS_HOW_WELL = re.compile(f"^{alternation(_WORDS['praise_opens'])}|{alternation(_WORDS['praise_speaks'])}")
_PARTS_OF_WORKS = re.compile("(?<=.)[、和及与等]")
_WORKS = re.compile(alternation(_AROUND["thresholds"]["works"]))
_CAPACITY_UNITS = frozenset(_AROUND["thresholds"]["capacities"])
_PARTS = frozenset(_WORDS["parts_of_all"])
# What a size before the name of works is of: 全长66公里的三环路, 总投资70亿元的材料项目.
_SIZES_OF_WORKS = {True: tuple(_WORDS["money_of_works"]), False: tuple(_WORDS["lengths_of_works"])}
_FUNDS = tuple(_WORDS["funds"])
_MONEY = frozenset(_WORDS["money"])
_PURPOSE_VERBS = tuple(_WORDS["purpose_verbs"])
_PURPOSE = re.compile(alternation(_WORDS["purposes"]))
_CLAUSE_OR_LIST_END = re.compile("[，；：。、！？]")
_LONGEST_PURPOSE = 20
_PERSONS = frozenset(_WORDS["units_of_persons"])
# 申请数连续5年, 起数、人数三项指标: neither is measured.
_COUNTED_AT_END = re.compile(f"(?:连续[0-9{NUMERALS}]{{1,2}}年|[{NUMERALS}]{{1,2}}项(?:主要)?指标)$")
_NO_SUBJECT = frozenset(_WORDS["no_subject"])
_INDUSTRIES = ("第一产业比重", "第二产业比重", "第三产业比重")
# A和B分别达到2元、3元，均增长8%: one number of both.
_OF_ALL = re.compile("(?<![平人年月日户亩])均|都|双双")
_TWO = 2
_JOINT_SIGNS = ("、", "和", "及", "与")
_NO_JOINT = tuple(_WORDS["no_tail"])
_OF_A_SET = frozenset(("count", "none", "percent"))
_STOPS = frozenset(("，", "。", "；", "、", "）", "（", "\n", "和", "：", ""))
_BRACKETS = (("（", "）"), ("“", "”"))
_LONGEST_PART_OF_A_CLAUSE = 2


class Naming:
    """Remembers, through a sentence, what its figures have been about."""

    __slots__ = ("_after", "_before", "_group", "_noun_end", "_recent", "_text", "_verb", "end", "start")

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._recent: list[str] = []
        self._before = ""
        self._group: list[str] = []
        self._verb = ""
        self._after = self._noun_end = start
        self.start = self.end = start

    def enter(self, start: int, end: int) -> None:
        """Begin the sentence ``text[start:end]``."""
        if self._recent:
            self._before = self._recent[-1]
        else:
            self._before = ""
        self.start, self.end = start, end
        self._recent, self._group, self._verb = [], [], ""

    def left_of(self, clause: int, at: int) -> int:
        """Where the words before a number at ``at`` begin: behind the figure before it and its noun."""
        if self._after <= clause:
            return clause
        joint = _JOINT.match(self._text, min(self._noun_end, at), at)
        return joint.start() if joint is not None else self._after

    def noun_of(self, number: Number) -> str:
        """The noun that follows a number: ``12座`` + ``水库``."""
        text, after = self._text, number.after
        if text[after : after + 1] in _STOPS:
            return ""
        if after > number.end and (number.kind not in _OF_A_SET or text[number.end] not in "以之左"):
            return ""
        if number.unit == "元" and text[after] == "的" and text[after + 1 : after + 2].isdigit():
            after += 1
        if text[after].isdigit() and _NAMED_BY_DIGIT.match(text, after) is None:
            also = NUMBER.match(text, after, self.end)
            after = also.end() if also is not None else after
        noun = self._noun_at(after, counts=number.kind == "count")
        is_yield = number.kind == "measure" or text.startswith("年产", number.start - 2)
        if noun and is_yield and number.unit in _CAPACITY_UNITS:
            return self._capacity(noun, after)
        return noun

    def _noun_at(self, at: int, *, counts: bool) -> str:
        text, end = self._text, self.end
        noun = None if _NOT_A_NOUN.match(text, at, end) else _NOUN.match(text, at, end)
        if noun is None or (
            (subjects.starts_like_change(text, at, end) or _LIKE_CHANGE.match(text, at))
            and (not counts or _CHANGES_TO.match(text, at, end))
        ):
            return ""
        words = noun[1]
        if text.startswith("、", noun.end()):
            listed = _NOUN_LIST.match(text, noun.end(), end)
            if listed is not None and (not subjects.leading_verb(listed[1]) or subjects.only_verbs(words)):
                return words + listed[0]
            listed = _NOUN_LIST_BEFORE_NUMBER.match(text, noun.end(), end)
            if listed is not None and not subjects.leading_verb(listed[0][1:]):
                return words + listed[0]
        if _NEXT_LIST.match(text, noun.end(), end):
            words = _FIRST_OF_TWO.sub("", words)
        words = _SERVES_AS.sub("", _AND_SOME.sub("", words).removesuffix("基础上"))
        for joint in _DANGLING:
            if words.endswith(joint):
                return words[: -len(joint)]
        return words

    def _capacity(self, noun: str, after: int) -> str:
        """``20万吨`` + ``乙醇等项目``: the number is what the works can make."""
        if "能力" in noun or "产能" in noun:
            return noun
        stop = _CLAUSE_END.search(self._text, after, self.end)
        if _WORKS.search(self._text, after, stop.start() if stop is not None else self.end) is None:
            return noun
        works = _WORKS.search(noun)
        if works is not None and "、" not in noun:
            noun = noun[: works.end()]
        return _PARTS_OF_WORKS.split(noun)[0].removesuffix("项目") + "项目产能"

    def take(self, group: list[Number], names: list[str], noun: str) -> None:
        """Remember that ``group`` was given ``names`` and took ``noun``."""
        last = group[-1]
        self._after = last.after
        self._noun_end = last.after + len(noun)
        names = [without_steps(name) or name for name in names]
        missing = len(group) - len(names)
        self._group = names + names[-1:] * missing if missing else names
        self._recent += names

    def ratio(self, group: list[Number], tail: Tail) -> list[str]:
        """The subjects of the parts of a ratio; one where it is no structure of industries."""
        context = self._text[self.start : group[0].start]
        if "产业" in context and len(group) == len(_INDUSTRIES):
            return list(_INDUSTRIES)
        if len(group) == len(_INDUSTRIES) - 1 and ("二三产" in context or "二、三产" in context):
            return list(_INDUSTRIES[1:])
        return [subjects.clean(tail.stem) or self._last()]

    def name(self, group: list[Number], stem: str, noun: str, clause: int, *, in_list: bool) -> list[str]:
        """The subjects of a group of numbers whose words before it are ``stem``."""
        first = group[0]
        if first.unit == "元" and stem in _MONEY and not self._recent:
            purpose = self._purpose(group[-1])
            if purpose:
                return [purpose + stem]
        if noun:
            return self._counted(group, stem, noun, clause, in_list=in_list)
        if not stem or stem in _NO_SUBJECT:
            names = self._carried(len(group), clause)
            if len(group) == 1 < len(set(names)) and _OF_ALL.search(self._text, clause, first.start):
                names = ["和".join(names) if len(names) == _TWO else "、".join(names)]
            return [name + "增速" for name in names] if stem == "增速" and first.kind == "points" else names
        if subjects.is_dependent(stem):
            bases = self._carried(len(group), clause) if len(group) > 1 else [self._base(clause)]
            return [subjects.of_something(base, stem) for base in bases]
        if first.kind in ("count", "percent") and subjects.only_verbs(stem):
            base = "" if first.unit in _PERSONS and not self._recent else self._base(clause)
            return [base[len(subjects.leading_verb(base)) :] + stem]
        shared = self._shared(stem, len(group), clause) if len(group) > 1 else []
        if shared:
            return shared
        aside = self._text.startswith("其中", clause) or self._text[clause - 1] == "（"
        if aside or stem in _PARTS or (self._recent and subjects.is_place(stem)):
            stem = subjects.narrowed(self._base(clause), stem)
        return self._with_verb(subjects.shorten(stem), in_list=in_list)

    def _counted(self, group: list[Number], stem: str, noun: str, clause: int, *, in_list: bool) -> list[str]:
        """The subject of a group whose ``noun`` follows it: ``新建`` + ``公园`` of 新建12个公园."""
        first, text = group[0], self._text
        before = text[clause : first.start]
        one_of_a_list = before.endswith(_JOINT_SIGNS) and not before.endswith(_NO_JOINT)
        if one_of_a_list or stem.count("、") + 1 == first.low > 1:
            stem = subjects.leading_verb(stem)
        if before.endswith("为") and first.kind == "count" and not subjects.without_head(before[:-1]):
            noun = "为" + noun if subjects.serves(noun) else noun
        if text[group[-1].after] == "的":
            is_money = first.unit == "元"
            noun = subjects.noun_of_set(noun) if is_money else noun
            if stem.endswith(_SIZES_OF_WORKS[is_money]):
                return [_PARTS_OF_WORKS.split(noun)[0] + ("总投资" if is_money else "全长")]
        elif (
            stem
            and first.kind in ("measure", "percent")
            and not noun.endswith(_FUNDS)
            and subjects.leading_verb(noun)
        ):
            return self._with_verb(subjects.shorten(stem), in_list=in_list)
        return self._with_verb(subjects.with_object(stem, noun), in_list=in_list)

    def _purpose(self, number: Number) -> str:
        """What money is for, in the words behind it: ``8600万元，建设智慧城市`` -> 建设智慧城市."""
        text, at = self._text, number.after
        bare = text.startswith("，", at)
        opening = _PURPOSE.match(text, at + bare, self.end)
        at = opening.end() if opening is not None else at + bare
        stop = _CLAUSE_OR_LIST_END.search(text, at, self.end)
        words = NUMBER.sub("", text[at : stop.start() if stop is not None else self.end])
        if opening is None and not (subjects.leading_verb(words) or words.startswith(_PURPOSE_VERBS)):
            return ""
        return words[:_LONGEST_PURPOSE]

    def _shared(self, stem: str, count: int, clause: int) -> list[str]:
        """``城镇和农村居民收入分别``: a coordination with a number for each of its parts."""
        parts = split_joint(stem, count)
        if parts is not None:
            if all(subjects.is_dependent(part) for part in parts):
                base = self._base(clause)
                return [subjects.of_something(base, part) for part in parts]
            return parts
        if len(self._group) == count:
            return [subjects.of_something(base, stem) for base in self._group]
        return []

    def _carried(self, count: int, clause: int) -> list[str]:
        """The subjects of a clause that leaves them out: ``…达到2元、1元，增长6%和5%``."""
        topic = self._clause_between(clause)
        if topic and not _only_praises(topic):
            words = subjects.clean(topic)
            shared = split_joint(words, count) if count > 1 else None
            name = subjects.topic_of(topic)
            if shared is not None or name:
                return shared or [name]
        if count > 1 and len(self._group) != count:
            distinct = list(dict.fromkeys(self._recent))
            if len(distinct) >= count:
                return distinct[-count:]
        return self._group or [self._base(clause) or self._before]

    def _base(self, clause: int) -> str:
        """What was named before in the sentence, by a figure or by a clause without one."""
        topic = self._clause_between(clause)
        if topic and not (self._recent and _only_praises(topic)):
            return subjects.topic_of(topic) or self._last()
        return self._last()

    def _clause_between(self, clause: int) -> str:
        """The last clause without a figure between the figure before and the clause at ``clause``."""
        start = self._after if self._recent else self.start
        if clause - 1 <= start:
            return ""
        clauses = _CLAUSE_END.split(self._text[start : clause - 1])
        if self._recent:
            clauses = clauses[1:]
        last = next((clause for clause in reversed(clauses) if subjects.names_a_topic(clause)), "")
        last = last or next((clause for clause in reversed(clauses) if without_steps(clause)), "")
        return last if len(last) > _LONGEST_PART_OF_A_CLAUSE and "）" not in last else ""

    def _last(self) -> str:
        return self._recent[-1] if self._recent else ""

    def _with_verb(self, subject: str, *, in_list: bool) -> list[str]:
        """A subject of a list with the verb that opened it: ``新增A 3家、B 5家`` -> 新增B."""
        verb = subjects.leading_verb(subject)
        if not verb and in_list and self._verb and not subjects.indicator_end(subject):
            return [self._verb + subject]
        self._verb = verb
        return [subject]


def _only_praises(clause: str) -> bool:
    """Whether a clause speaks of the figure before it: 创历史新高; not 财政收入创历史新高."""
    if _SAYS_HOW_WELL.search(clause) is None:
        return False
    bare = without_steps(clause)
    return bare == clause or not subjects.indicator_end(bare)


def stem_of(tail: Tail, kind: str) -> str:
    """What the words before a number name, without setting, examples and comparisons."""
    if not tail.stem:
        return ""
    return _named(tail.stem, may_liken=kind in ("times", "percent"), counted=kind in ("count", "none"))


@lru_cache(maxsize=4096)  # two of five are words seen before
def _named(words: str, *, may_liken: bool, counted: bool) -> str:
    if may_liken:
        words = _LIKENED.sub("", words).removeprefix("为")  # 为年度计划的110%
    if "年" in words[-1:] or "标" in words[-1:]:
        words = _COUNTED_AT_END.sub("", words)
    if AT_LEAST in words:
        words = words.replace(AT_LEAST, "")
    words = subjects.without_head(without_steps(words, counted=counted))
    if "（" in words or "“" in words:
        for opened, closed in _BRACKETS:
            if words.rfind(opened) > words.rfind(closed):
                words += closed
    if "持平" in words:
        words = _FLAT.sub("", words)
    bare = words
    if "比" in words or "较" in words:
        words = _COMPARED_YEAR.sub("", words)
    if "年" in words:
        words = _YEAR_WITHIN.sub("", words)
    words = subjects.without_setting(subjects.without_examples(words))
    return subjects.without_tail(words) if words == bare else subjects.clean(words)
