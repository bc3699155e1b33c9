"""From paragraphs to figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from luoshi.reading.figures import subjects
from luoshi.reading.figures.numbers import Number, numbers
from luoshi.reading.figures.tails import Tail, read_tail
from luoshi.reading.figures.times import Cue, cues_of, moment
from luoshi.reading.outline import Frame, Paragraph
from luoshi.reading.records import Bound, Measure, Status, Tone

_SENTENCE_END = re.compile("[。！？]")
_NOUN = re.compile(r"(?:的)?((?:[^，。；：、！？（）\s0-9]|（[^）0-9]{1,12}）|(?<=[^\s，。、])[0-9]+[A-Z]){1,18}|[0-9]A级[^，。；：、！？（）\s0-9]{1,8})")
_NOUN_LIST = re.compile(r"(?:、([^，。；：！？（）\s0-9、]{1,12}))+(?=[，。；：！？]|$)")
_DANGLING = re.compile("(?:和|及|以及|与|并)$")
_LIKENED = re.compile("(?:是|为|相当于|均为|达到)(?:“?[一二三四五六七八九十]+五”?|上个五年|上年|去年|计划|目标|历史|当地|全国|全省|同期|(?:19|20)[0-9]{2}年)[^，]{0,14}$")
_COMPARED_YEAR = re.compile("(?:比|较)(?:(?:19|20)[0-9]{2}年|上年|去年|年初|上届|上年末|“?[一二三四五六七八九十]+五”?末?)(?:底|末|同期)?")
_JOINT = re.compile("(?:、|和|及|以及|与|并)")
_CLAUSE_END = re.compile("[，；：]")
_WORKS = re.compile("项目|装置|生产线|工程|基地")
_CAPACITY_UNITS = frozenset(("吨", "千瓦", "兆瓦", "立方米", "升", "米", "方", "瓦", "台", "辆"))
_NO_SUBJECT = frozenset(("年均", "人均", "增速", "自然口径", "增长率", "增幅", "平均", "绝对值", "同口径"))
_NOT_A_NOUN = re.compile(
    "（|以上|以下|以内|左右|和|及|与|以及|或|等|分别|降|升|增(?!值)|至|到|并|，|、|。|；|）|”|》|的基础|为|是|占|比(?!例|赛)|较|时|后|跃|缩|压|调整|转变|优化|的目标|用于|高于|低于|其中"
)
_AFTER_THRESHOLD = re.compile("(?:的)?[^，。；：、！？）)和及与并等的”》\\s0-9]")
_CHANGE_HEADS = re.compile(
    "(?:为[^，]{2,4})?(减少|压减|调减|压缩|降低|缩减|削减)(?!到|至|和)|(?:自治区本级|省级|财政|市级)?(增加)(?!到|至|值)"
)
_GROWTH_NOUN = re.compile("(增速|增幅|涨幅|增长率|增长速度|递增比例|正增长|降幅|递增速度)(?:分别|均)?$")
_STATE_ENDS = re.compile("(?:总量|总值|收入|里程|面积|余额|存款|贷款|率|人口|规模|容量|能力|水平|标准|总数|数量|产值|增加值|寿命|比重|存量|拥有量|保有量|吞吐量|总额|企业|总产量|产量|用户|主体|GDP|床位数)$")
_MEASURED_TIME = re.compile("天数|时间|时限|寿命|工作日|好天|时长|期限|天气|优良|平均|晴|达标|环节")
_INDUSTRIES = ("第一产业比重", "第二产业比重", "第三产业比重")


class Draft(NamedTuple):
    """A figure in offsets of the mended text; see ``records.Figure`` for the fields."""

    start: int
    end: int
    subject: str
    measure: Measure
    low: float
    high: float
    unit: str
    bound: Bound
    status: Status
    tone: Tone | None
    period: str
    section: int | None


def figures(text: str, paragraphs: Sequence[Paragraph], year: int | None) -> Iterator[Draft]:
    """The figures of a report in text order; ``year`` is the year whose plan it gives."""
    for paragraph in paragraphs:
        found = _completed(text, list(numbers(text, paragraph.start, paragraph.end)))
        if found:
            yield from _Reading(text, paragraph, year).read(found)


def _completed(text: str, found: list[Number]) -> list[Number]:
    """Numbers of a list that take their unit from the last: ``7.8和25.1个百分点``."""
    for index in range(len(found) - 2, -1, -1):
        number, following = found[index], found[index + 1]
        if following.kind in ("points", "percent") and number.kind in ("none", "count") and number.unit in ("", "个"):
            between = text[number.after : following.start]
            if between in ("、", "和", "及", "与"):
                found[index] = number._replace(unit=following.unit, kind=following.kind)
    return found


class _Reading:
    """Reads the figures of one paragraph, sentence by sentence."""

    def __init__(self, text: str, paragraph: Paragraph, year: int | None) -> None:
        self.text = text
        self.paragraph = paragraph
        self.frame = paragraph.frame
        self.year = year
        self.sentence = paragraph.start
        self.sentence_end = paragraph.start
        self.cues: list[Cue] = []
        self.recent: list[str] = []  # subjects of this sentence, for clauses that leave theirs out
        self.before = ""  # the last subject of the sentence before
        self.last_group: list[str] = []
        self.last_verb = ""
        self.last_after = self.last_noun_end = paragraph.start  # where the figure before ends, and its noun
        self.expected = False  # a note 预计数，下同 has been read

    def read(self, found: list[Number]) -> Iterator[Draft]:
        index = 0
        while index < len(found):
            number = found[index]
            if number.start >= self.sentence_end:
                self._enter_sentence(number.start)
            clause = self._clause_start(number.start)
            if not self._is_figure(number, clause):
                index += 1
                continue
            group = [number]
            index += 1
            while index < len(found) and self._continues(group[-1], found[index]):
                group.append(found[index])
                index += 1
            following = found[index] if index < len(found) else None
            yield from self._group(group, clause, following)

    def _enter_sentence(self, at: int) -> None:
        text, paragraph = self.text, self.paragraph
        start = max(text.rfind("。", paragraph.start, at), text.rfind("！", paragraph.start, at)) + 1
        self.sentence = start or paragraph.start
        end = _SENTENCE_END.search(text, at, paragraph.end)
        self.sentence_end = end.start() if end is not None else paragraph.end
        self.cues = cues_of(text, self.sentence, self.sentence_end)
        self.before = self._last_subject()
        self.recent = []
        self.last_group = []
        self.last_verb = ""
        if _EXPECTED_NOTE.search(text, self.sentence, self.sentence_end):
            self.expected = True

    def _is_aside(self, group: list[Number], tail: Tail, noun: str, following: Number | None) -> bool:
        """The size of a set that the clause only mentions: ``14个国考断面优良率达100%``."""
        last = group[-1]
        if last.kind not in ("count", "none") or not noun:
            return last.kind in ("count", "percent") and following is not None and self._is_whole(last, following)
        if _AMONG.search(self.text, max(self.sentence, group[0].start - 6), group[0].start):
            return True
        if following is None or following.start >= self.sentence_end or (following.kind == "none" and following.low < 1000):  # noqa: PLR2004
            return False
        if self._is_whole(last, following):
            return True
        between = self.text[last.after : following.start]
        return len(between) <= 40 and not tail.attained and _CLAUSE_MARK.search(between) is None  # noqa: PLR2004

    def _is_whole(self, number: Number, following: Number) -> bool:
        """``原审批事项1392项的63%``: the number is the whole that a share is taken of."""
        return self.text[number.after : following.start] == "的"

    def _clause_start(self, at: int) -> int:
        text, start = self.text, self.sentence
        clause = max(text.rfind("，", start, at), text.rfind("；", start, at), text.rfind("：", start, at)) + 1
        opened = text.rfind("（", start, at)
        if opened >= clause and text.find("）", opened, at) < 0:
            clause = opened + 1
        return clause or start

    def _continues(self, before: Number, number: Number) -> bool:
        """Whether ``number`` only adds a value to a list: ``6.5%和5.5%``."""
        if number.start >= self.sentence_end or before.kind != number.kind:
            return False
        between = self.text[before.after : number.start]
        if before.kind == "ratio":
            return between in ("：", ":", "∶")
        return len(between) <= 5 and _LIST_GLUE.fullmatch(between) is not None  # noqa: PLR2004

    def _is_figure(self, number: Number, clause: int) -> bool:
        text = self.text
        opened = text.rfind("“", self.sentence, number.start)
        if opened >= 0 and text.find("”", opened, number.start) < 0:
            return False
        if text.rfind("《", self.sentence, number.start) > text.rfind("》", self.sentence, number.start):
            return False
        before = text[number.start - 1] if number.start > self.sentence else ""
        kind = number.kind
        if before == "第":
            return self.text[number.end : number.end + 1] not in _ORDINALS and self._is_rank(number)
        if text.startswith("连续", number.start - 2) and kind in ("count", "duration"):
            return False
        if before == "每" and kind == "count":
            return False
        following = text[number.end : number.end + 2]
        if kind == "none":
            return self._bare(number, before, following, clause)
        if following[:1] in "级式型届版伏" and following:
            return False
        if kind == "duration":
            return self._is_measured_time(number, clause)
        if kind == "rank" and number.unit == "位" and before not in ("前", "后"):
            return True
        if kind == "rank" and number.unit == "强":
            return before == "前" or (before == "”" and number.low < 500)  # noqa: PLR2004
        if kind == "measure" or (kind == "count" and number.unit in _SIZES and number.low < 10000):  # noqa: PLR2004
            return not self._is_threshold(number)
        return True

    def _bare(self, number: Number, before: str, following: str, clause: int) -> bool:
        if following[:1] in "伏级" and following:
            return False
        if number.low >= 10000 and number.low % 1000 == 0:  # noqa: PLR2004
            return not (following[:1] in "年月日号" and following)
        if before in "前后" and before:
            return following[:1] not in "年月日天个" and self._is_rank(number)
        return self.text[clause : number.start].endswith(("指数", "指数为", "指数达", "指数达到"))

    def _is_rank(self, number: Number) -> bool:
        if number.low != int(number.low) or number.low > 400:  # noqa: PLR2004
            return False
        context = self.text[max(self.sentence, number.start - 14) : number.start]
        return any(word in context for word in ("全国", "全省", "全区", "全球", "世界", "列", "居", "位", "排名", "长三角", "珠三角", "城市"))

    def _is_measured_time(self, number: Number, clause: int) -> bool:
        context = self.text[clause : number.start]
        if number.unit == "岁":
            return "寿命" in context
        tail = read_tail(context)
        if tail.direction or _MEASURED_TIME.search(context):
            return not self._is_threshold(number)
        return tail.attained and context.endswith(("至", "到"))

    def _is_threshold(self, number: Number) -> bool:
        """``5000万元以上项目``: the number only says which projects are meant."""
        if number.after == number.end:
            return self._qualifies(number)
        glued = self.text[number.end : number.after]
        if glued[:1] not in "以及之":
            return False
        return _AFTER_THRESHOLD.match(self.text, number.after, self.sentence_end) is not None

    def _qualifies(self, number: Number) -> bool:
        """``超50亿元企业2家``, ``100蒸吨锅炉4台``: what is counted comes after."""
        text = self.text
        if text[number.start - 1] in "超过逾" and _AFTER_THRESHOLD.match(text, number.after, self.sentence_end):
            return not subjects.starts_like_change(text, number.after, self.sentence_end) and text[number.start - 2] not in "突"
        return number.unit in _RATINGS and _RATED.match(text, number.after, self.sentence_end) is not None

    def _group(self, group: list[Number], clause: int, following: Number | None) -> Iterator[Draft]:
        text = self.text
        first, last = group[0], group[-1]
        left = self._left_start(clause, first.start)
        tail = read_tail(text[left : first.start], text[last.end : min(last.end + 60, self.sentence_end)])
        noun = self._noun(last)
        aside = self._is_aside(group, tail, noun, following)
        if aside:
            noun = subjects.noun_of_set(noun)
        if first.kind == "ratio":
            names = self._ratio_subjects(group, tail)
            if len(names) < len(group):
                group = [first._replace(end=last.end, after=last.after)]
        else:
            names = self._subjects(group, tail, noun, clause, in_list=left > clause)
        for index, number in enumerate(group):
            subject = names[index] if index < len(names) else names[-1]
            self.recent.append(subject)
            yield self._draft(number, subject, tail, clause, last, aside=aside)
        self.last_after = last.after
        self.last_noun_end = last.after + len(noun) if noun else last.after
        self.last_group = names

    def _left_start(self, clause: int, at: int) -> int:
        """Where the words that lead up to a number begin: behind the figure before it and its noun."""
        if self.last_after <= clause:
            return clause
        noun_end = min(self.last_noun_end, at)
        joint = _JOINT.match(self.text, noun_end, at)
        return joint.start() if joint is not None else self.last_after

    def _ratio_subjects(self, group: list[Number], tail: Tail) -> list[str]:
        context = self.text[self.sentence : group[0].start]
        if "产业" in context and len(group) == 3:  # noqa: PLR2004
            return list(_INDUSTRIES)
        if len(group) == 2 and ("二三产" in context or "二、三产" in context):  # noqa: PLR2004
            return list(_INDUSTRIES[1:])
        return [subjects.clean(tail.stem) or self._last_subject()]

    def _noun(self, number: Number) -> str:
        """The noun that follows a number: ``12座`` + ``水库``."""
        text, after, end = self.text, number.after, self.sentence_end
        if after > number.end and (number.kind != "count" or text[number.end] not in "以之"):
            return ""
        if _NOT_A_NOUN.match(text, after, end) or subjects.starts_like_change(text, after, end):
            return ""
        noun = _NOUN.match(text, after, end)
        if noun is None:
            return ""
        if number.unit in _CAPACITY_UNITS and number.kind == "measure":
            return self._capacity(noun[1], after)
        listed = _NOUN_LIST.match(text, noun.end(), end)
        if listed is not None and not subjects.leading_verb(listed[1]):
            return noun[1] + listed[0]
        return _DANGLING.sub("", noun[1])

    def _capacity(self, noun: str, after: int) -> str:
        """``20万吨`` + ``乙醇等项目``: the number is what the works can make."""
        if "能力" in noun or "产能" in noun:
            return noun
        stop = self._clause_end(after)
        if not _WORKS.search(self.text, after, stop):
            return noun
        noun = noun.removesuffix("项目").split("等")[0]
        return noun + "项目产能"

    def _clause_end(self, at: int) -> int:
        stop = _CLAUSE_END.search(self.text, at, self.sentence_end)
        return stop.start() if stop is not None else self.sentence_end

    def _last_subject(self) -> str:
        return self.recent[-1] if self.recent else ""

    def _subjects(self, group: list[Number], tail: Tail, noun: str, clause: int, *, in_list: bool) -> list[str]:
        stem = self._stem(tail, group[0])
        if noun:
            return self._carry_verb(self._with_noun(stem, noun, group[0]), in_list=in_list)
        if not stem or stem in _NO_SUBJECT:
            return self._carried(len(group), clause)
        if subjects.is_dependent(stem):
            bases = self._carried(len(group), clause) if len(group) > 1 else [self._base(clause)]
            return [subjects.of_something(base, stem) for base in bases]
        if subjects.only_verbs(stem) and group[0].kind == "count":
            base = self._base(clause)
            return [base[len(subjects.leading_verb(base)) :] + stem]
        if len(group) > 1:
            parts = subjects.split_joint(stem, len(group))
            if parts is not None:
                if all(subjects.is_dependent(part) for part in parts):
                    parts = [subjects.of_something(self._base(clause), part) for part in parts]
                return parts
            if len(self.last_group) == len(group):
                return [subjects.of_something(base, stem) for base in self.last_group]
        if self.text.startswith("其中", clause):
            stem = subjects.narrowed(self._last_subject(), stem)
        return self._carry_verb(subjects.shorten(stem), in_list=in_list)

    def _stem(self, tail: Tail, number: Number) -> str:
        words = tail.stem
        if number.kind in ("times", "percent"):
            words = _LIKENED.sub("", words)
        words = _COMPARED_YEAR.sub("", subjects.without_head(words))
        return subjects.clean(subjects.without_setting(subjects.without_examples(words)))

    def _carried(self, count: int, clause: int) -> list[str]:
        """The subjects of a clause that leaves them out: ``…达到27180元、12960元，增长6.5%和5.5%``."""
        if count > 1 and len(self.last_group) != count:
            distinct = list(dict.fromkeys(self.recent))
            if len(distinct) >= count:
                return distinct[-count:]
        return self.last_group or [self._base(clause) or self.before]

    def _base(self, clause: int) -> str:
        """What was named before in the sentence, by a figure or by a clause without one."""
        between = self.text[max(self.sentence, self.last_after) : max(clause - 1, self.sentence)]
        if not self.recent or self.last_after < self.sentence:
            clauses = [part for part in _CLAUSE_END.split(between) if len(part) > 2]  # noqa: PLR2004
            return subjects.topic_of(clauses[-1]) if clauses else self._last_subject()
        return self.recent[-1]

    def _with_noun(self, stem: str, noun: str, number: Number) -> str:
        if stem and number.kind in ("measure", "percent") and subjects.leading_verb(noun):
            return subjects.shorten(stem)
        return subjects.with_object(stem, noun)

    def _carry_verb(self, subject: str, *, in_list: bool) -> list[str]:
        verb = subjects.leading_verb(subject)
        if verb:
            self.last_verb = verb
        elif in_list and self.last_verb:
            return [self.last_verb + subject]
        else:
            self.last_verb = ""
        return [subject]

    def _draft(self, number: Number, subject: str, tail: Tail, clause: int, last: Number, *, aside: bool) -> Draft:
        measure, sign = self._measure(number, tail, subject)
        low, high = number.low, number.high
        if sign < 0 and low > 0:
            low, high = -high, -low
        attained = tail.attained and bool(subjects.clean(tail.stem))
        act = measure == "level" and not attained and self._adds_up(subject)
        if measure == "change":
            act = number.kind != "points" and (tail.verb == "减少" or _CHANGE_HEADS.match(subject) is not None)
        elif measure == "growth":
            act = _AGAINST_A_PLAN.search(self.text, clause, number.start) is not None
        when = moment(
            self.cues, number.start, clause, self.frame,
            act=act, earlier=tail.earlier, expected=self.expected,
            within_noun=self.text[number.start - 1] == "的", base_year=self.year,
        )  # fmt: skip
        if aside:
            when = when._replace(status="background", tone=None)
        bound = self._bound(number, tail, last, clause)
        return Draft(
            number.start, number.end, subject, measure, low, high, number.unit, bound,
            when.status, when.tone, when.period, self.paragraph.section,
        )  # fmt: skip

    def _adds_up(self, subject: str) -> bool:
        """Whether amounts of ``subject`` add up over years: things done, not a state."""
        verb = subjects.leading_verb(subject)
        return (bool(verb) and not subject.startswith("建成区")) or _STATE_ENDS.search(subject) is None

    def _bound(self, number: Number, tail: Tail, last: Number, clause: int) -> Bound:
        before = None if tail.lead and number.kind == "points" else tail.bound
        listed = last.bound if number is not last and self._is_apart(clause, number.start) else None
        bound = number.bound or listed or before
        if number.is_range:
            return number.bound or "between"  # type: ignore[return-value]
        return bound or "exact"  # type: ignore[return-value]

    def _is_apart(self, clause: int, at: int) -> bool:
        return self.text.find("分别", clause, at) >= 0 or self.text.find("均", clause, at) >= 0

    def _measure(self, number: Number, tail: Tail, subject: str) -> tuple[Measure, int]:
        """Measure, and -1 where the number is a fall."""
        kind = number.kind
        changed = tail.direction != "" and not tail.lead
        sign = -1 if changed and tail.direction == "down" else 1
        head = None if tail.attained else _CHANGE_HEADS.match(subject)
        if head is not None and not changed:
            sign = -1 if head[1] else 1
        if kind == "points":
            return "change", sign
        if kind == "rank":
            ranked = not changed or self.text[number.start - 1] == "第"
            return ("rank", 1) if ranked else ("change", sign)
        if kind == "percent":
            return self._rate(number, tail, sign if changed or head is not None else 0)
        if kind == "times":
            return "growth", sign
        if kind in ("ratio", "fraction"):
            return "share", 1
        if changed or head is not None:
            return "change", sign
        return "level", 1

    def _rate(self, number: Number, tail: Tail, sign: int) -> tuple[Measure, int]:
        """Whether a percentage is a rate of change or a share."""
        if _RATES_BY_NAME.search(self.text, max(self.sentence, number.start - 16), number.start):
            return "share", 1
        if sign:
            return "growth", sign
        noun = _GROWTH_NOUN.search(tail.stem)
        if noun is not None:
            return "growth", -1 if noun[1] == "降幅" else 1
        if _GROWTH_AFTER.match(self.text, number.after, self.sentence_end):
            return "growth", 1
        return "share", 1


_RATES_BY_NAME = re.compile("(?:失业率|自然增长率|出生率|发生率)[^，；0-9]{0,8}$")
_GROWTH_AFTER = re.compile("(?:的)?[^，。；0-9]{0,4}(?:正增长|增长(?!极)|增速|增幅)")
_ORDINALS = frozenset("届次批章条期号季代轮部集页版") 
_SIZES = frozenset(("人", "户", "头", "张", "台", "床", "件"))
_RATINGS = frozenset(("蒸吨", "兆瓦", "千瓦", "MW", "米", "吨", "升", "公里"))
_RATED = re.compile("[^，。；、0-9（）和及等]{1,8}[0-9]+(?:台|座|辆|艘|条|个|套|台套|口)|(?:海上)?风机|机组")
_EXPECTED_NOTE = re.compile("（[^）]{0,6}预计[^）]{0,6}下同|（预计数）")
_CLAUSE_MARK = re.compile("[，、；：（]|(?:和|及|与|并)$")
_AGAINST_A_PLAN = re.compile("(?:比|较|是|为)“?[一二三四五六七八九十]+五”?(?:时期|期间)?(?:的|增|提|翻|分|净|又|$)")
_AMONG = re.compile("(?:在|位居|列|居)(?:全国|全省|全区|全市)$")
_LIST_GLUE = re.compile("(?:、|和|以及|及|与)(?:第|近|约|超)?")
