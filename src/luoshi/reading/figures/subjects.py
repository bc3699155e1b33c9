"""What a number measures, in the words of the text."""

from __future__ import annotations

import re

from luoshi.reading.figures.steps import without_steps
from luoshi.reading.lexicon import alternation, table
from luoshi.reading.lexicon.numerals import NUMERALS

_WORDS = table("figures", "subject_words.toml")
_TAIL_WORDS = table("figures", "words.toml")["tail"]

_WHOLE_PLACES = table("lexicon", "common.toml")["whole_places"]
_HEAD_WORDS = (*_WORDS["head"], *_WHOLE_PLACES["words"], *_WHOLE_PLACES["patterns"])
_HEAD = re.compile(f"{alternation(_HEAD_WORDS, patterns=True)}+")
_TAIL_SIGNS = "".join(word for word in _WORDS["tail"] if len(word) == 1)
_TAIL_WORDS_LONGER = tuple(word for word in _WORDS["tail"] if len(word) > 1)
_TAIL_ENDS = frozenset(word[-1] for word in _WORDS["tail"])
_NO_TAIL = tuple(_WORDS["no_tail"])
_DOING = alternation(word for word in _WORDS["doing"] if len(word) > 1)
_DOING_STARTS = frozenset(word[0] for word in _WORDS["doing"] if len(word) > 1)
_NOUNS_LIKE_DEEDS = tuple(_WORDS["nouns_like_deeds"])
_DOING_HEAD = re.compile(f"(?:(?!{alternation(_NOUNS_LIKE_DEEDS)}){_DOING})+")
# Taken whole, without a second reading: 新建改造 may be read as 新建 and 改造 or as 新, 建改造.
_DOING_ONLY = re.compile(f"(?:{_DOING}|或|和|、|部分|并|基本|全部|主体)++$")
_DOING_END = re.compile(f"(?:^|.*?[^了])?({alternation(_WORDS['doing'])})(?:了|到|约)?$")
_DOING_ANYWHERE = re.compile(_DOING)
_DEPENDENT = frozenset(_WORDS["dependent"])
_MONEY_ENDS = tuple(_WORDS["money_ends"])
_REACHED = tuple(_WORDS["reached"])
_INVESTED = re.compile(alternation(_WORDS["invested"]) + "?总?投资(?:额|规模|总额)?")
# A total behind an addition is of the thing itself: 新增企业44户、总数达到412户 -> 企业总数.
_TOTALS = frozenset(_WORDS["totals"])
_ADDED = tuple(_WORDS["added"])
_RATE_ENDS = ("率", "满意度")
_LONGEST_RATE = 4
_RATES_BY_THEMSELVES = frozenset(_WORDS["rates_by_themselves"])
_RATES = tuple(sorted((word for word in _DEPENDENT if word.endswith(_RATE_ENDS)), key=len, reverse=True))
_INDICATOR_ENDS: tuple[str, ...] = tuple(sorted(_WORDS["indicator_ends"], key=len, reverse=True))
_ENUMERATION = re.compile(
    rf"(?<![一二三四特高中初优同平对均相])等(?:[两{NUMERALS}]+(?:大|个|项|家|条))?(?!级|次|额|效|教育|学校|院校|方式|形式|待|候|于|外)"
)
_SETTING = re.compile(
    f"{alternation(_WORDS['settings'], patterns=True)}(?=[^，]{{3}})"
    f"|{alternation(_WORDS['bare_settings'], patterns=True)}"
)
_EXCLUDING = frozenset(_WORDS["excluding"])
_SETTING_STARTS = frozenset(word[0] for word in (*_WORDS["settings"], *_WORDS["bare_settings"]))
_PLACE_ENDS = tuple(_WORDS["place_ends"])
_PREDICATE = re.compile(alternation(_WORDS["predicates"], patterns=True))
_SHAPES_OF_CHANGE = re.compile(
    alternation(
        {*_TAIL_WORDS["up"], *_TAIL_WORDS["down"], *_TAIL_WORDS["attain"], "精简"} - set(_WORDS["nouns_too"])
    )
)

_OUTSIDE_BRACKETS = re.compile("[、的](?![^（]*）)")
_DOUBLED = re.compile("(?:实现)?(?:再)?翻[一两二三]番$")
_DONE_TO = re.compile("进行了?(?:全面|重新|统一)?")
_SETTING_CLOSES = re.compile(alternation(_WORDS["setting_closes"]))
_SETTING_ENDS = tuple(_WORDS["setting_ends"])
_GENERIC = frozenset(_WORDS["generic"])
_LOOSE = frozenset(_WORDS["loose_verbs"])
_LONGEST_WITH_EXAMPLES = 26
_LONGEST_STEM = 22
_CHANGE_STARTS = frozenset(word[0] for role in ("up", "down", "attain") for word in _TAIL_WORDS[role]) | {
    "精"
}
_LONGEST_TOPIC = 12
_DEEDS_MEASURED = frozenset(_WORDS["deeds_measured"])
_SURE_PLACE_ENDS = tuple(_WORDS["sure_place_ends"])
_NOUNS_AND_VERBS = frozenset(_WORDS["nouns_and_verbs"])
_LONGEST_PLACE = 5
_PREPOSITIONS = frozenset(_WORDS["prepositions"])
_LONGEST_PRAISE = 10
_PRAISE_ENDS = tuple(_WORDS["praise_ends"])
_LONGEST_PART = 8
_PARTS_OF_ALL = frozenset(_WORDS["parts_of_all"])
_SHORTEST_THING = 3


def clean(words: str) -> str:
    """``words`` without time, place and connectives at its ends."""
    return without_tail(without_head(words))


def without_tail(words: str) -> str:
    """``words`` without particles and openings after it."""
    if words[-1:] not in _TAIL_ENDS:
        return words
    while True:
        if words.endswith(_TAIL_WORDS_LONGER) and len(words) > len(_TAIL_WORDS_LONGER[0]):
            words = words[:-2]
        elif words[-1:] in _TAIL_SIGNS and words and not words.endswith(_NO_TAIL):
            words = words[:-1]
        else:
            return words


def without_head(words: str) -> str:
    """``words`` without time, place and connectives before it."""
    head = _HEAD.match(words)
    return words[head.end() :] if head is not None else words


def leading_verb(words: str) -> str:
    """The verb of doing that opens ``words``: ``新增上市企业`` -> ``新增``."""
    if words[:1] not in _DOING_STARTS or words.startswith(_NOUNS_LIKE_DEEDS):
        return ""
    match = _DOING_HEAD.match(words)
    return match[0] if match is not None else ""


def acts_on(words: str, stem: str) -> bool:
    """Whether the words before a number do something to what is counted: ``整治``, ``推动``, ``对``."""
    return words.endswith(("对", "向", "给", "为", "与", "和")) or (
        stem != "" and _DOING_HEAD.match(stem) is not None and not words.endswith("的")
    )


def only_verbs(words: str) -> bool:
    """Whether ``words`` says what is done and not to what: ``竣工投产或部分投产``."""
    return (
        words[:1] in _DOING_STARTS and words not in _DEEDS_MEASURED and _DOING_ONLY.match(words) is not None
    )


def is_dependent(words: str) -> bool:
    """Whether ``words`` is about something named before: ``占比``, ``总投资``."""
    if words in _DEPENDENT or words.startswith("占"):
        return True
    if words.endswith(_RATE_ENDS):
        return len(words) <= _LONGEST_RATE and words not in _RATES_BY_THEMSELVES
    return words.endswith(_MONEY_ENDS) and (
        _INVESTED.fullmatch(words) is not None or (words.startswith(_REACHED) and words[2:] in _DEPENDENT)
    )


def starts_like_change(words: str, at: int, end: int) -> bool:
    """Whether a word of rising, falling or reaching stands at ``words[at:]``."""
    return words[at : at + 1] in _CHANGE_STARTS and _SHAPES_OF_CHANGE.match(words, at, end) is not None


def without_setting(stem: str) -> str:
    """``在主要路口装设卡口系统`` -> ``装设卡口系统``; ``按可比口径`` -> nothing."""
    if stem[:1] not in _SETTING_STARTS:
        return stem
    setting = _SETTING.match(stem)
    if setting is None:
        return stem
    if setting[0] in _EXCLUDING or (setting[0] == "在" and stem.endswith(_SETTING_ENDS)):
        return ""
    acted_on = setting[0] in ("对", "向", "给", "为")
    last = None
    for verb in _DOING_ANYWHERE.finditer(stem, setting.end()):
        if verb.end() < len(stem) and not (acted_on and verb[0] in _DEEDS_MEASURED):
            last = verb
    if last is not None:
        return stem[last.start() :]
    if setting[0] == "在" and _SETTING_CLOSES.search(stem, setting.end()) is None:
        return stem
    of_it = stem.rfind("的", setting.end())
    if acted_on or 0 < of_it < len(stem) - _SHORTEST_THING:
        return stem
    return ""


def without_examples(stem: str) -> str:
    """``签约甲厂、乙园等重点项目`` -> ``签约重点项目``: what 等 closes are examples."""
    if "等" not in stem:
        return stem
    last = None
    for match in _ENUMERATION.finditer(stem):
        last = match
    if last is None:
        return stem
    verb = leading_verb(stem)
    rest = stem[last.end() :]
    if rest in _GENERIC and (not verb or verb in _LOOSE) and len(stem) <= _LONGEST_WITH_EXAMPLES:
        return stem
    return verb + rest


def with_object(stem: str, noun: str) -> str:
    """What is counted where a noun follows the number: ``实施`` + ``土地整治项目``."""
    if stem in _PREPOSITIONS:
        return noun
    if len(stem) > _LONGEST_STEM // 2 and (not leading_verb(stem) or len(stem) + len(noun) > _LONGEST_STEM):
        verb = _DOING_END.match(stem)
        if verb is not None and not (verb[1] in _NOUNS_AND_VERBS and leading_verb(stem)):
            return verb[1] + noun
        verb_within = leading_verb(stem)
        if not verb_within:
            for deed in _DOING_ANYWHERE.finditer(stem, len(stem) - _LONGEST_STEM // 2):
                verb_within = stem[deed.start() :]
                break
        return verb_within + noun
    return stem + noun


def serves(noun: str) -> bool:
    """Whether ``noun``, of whom 为 speaks, goes on with what is done: ``老人提供助餐服务``."""
    return not leading_verb(noun) and _DOING_ANYWHERE.search(noun, 2) is not None


def noun_of_set(noun: str) -> str:
    """The set itself, without what is said of it: ``重点项目完成投资`` -> ``重点项目``.

    ``老旧小区进行供水改造`` -> 老旧小区供水改造: what is done to it is short enough to stay.
    """
    done_to = _DONE_TO.search(noun, 2)
    if done_to is not None and len(noun) - done_to.end() <= _LONGEST_PART:
        return noun[: done_to.start()] + noun[done_to.end() :]
    predicate = _PREDICATE.search(noun, 2)
    return noun[: predicate.start()] if predicate is not None else noun


def shorten(words: str) -> str:
    """A long stem cut back to its last item and the verb that opens it."""
    if len(words) <= _LONGEST_STEM:
        return words
    last = _OUTSIDE_BRACKETS.split(words)[-1]
    if indicator_end(last) and _DOING_ANYWHERE.search(words, 2, len(words) - len(last)):
        return last
    if words.count("、") > 1 and len(words) <= 2 * _LONGEST_STEM:
        return words
    verb = leading_verb(words)
    last = _OUTSIDE_BRACKETS.split(words)[-1]
    if last:
        words = last if last.startswith(verb) else verb + last
    return words[-_LONGEST_STEM:]


def names_a_topic(clause: str) -> bool:
    """Whether a clause speaks of a thing: not ``剔除不可比因素``, ``功能基本完善``, ``连跨两个台阶``."""
    if not without_steps(clause) or (len(clause) <= _LONGEST_PRAISE and clause.endswith(_PRAISE_ENDS)):
        return False
    words = without_head(clause)
    return words[:1] not in _SETTING_STARTS or without_setting(words) != ""


def topic_of(clause: str) -> str:
    """What a clause without a figure speaks of: ``完善城镇职工医疗保险制度`` -> ``城镇职工医疗保险``."""
    words = clean(without_setting(clean(without_steps(clause))))
    verb = leading_verb(words)
    words = clean(words[len(verb) :])
    predicate = _PREDICATE.search(words, 2)
    if predicate is not None:
        words = without_tail(words[: predicate.start()])
    for ending in _WORDS["topic_ends"]:
        if words.endswith(ending) and len(words) > len(ending) + 2:
            words = words[: -len(ending)]
            break
    if indicator_end(words) and len(words) <= _LONGEST_STEM:
        return words
    if len(words) > _LONGEST_TOPIC and "的" in words[:-_SHORTEST_THING]:
        words = words[words.rindex("的", 0, -_SHORTEST_THING) + 1 :]
    return words[:_LONGEST_TOPIC]


def indicator_end(words: str) -> str:
    """The longest name of an indicator that ends ``words``: ``金融机构存款余额`` -> ``存款余额``."""
    if words.endswith(_INDICATOR_ENDS):
        return next(end for end in _INDICATOR_ENDS if words.endswith(end))
    return ""


def of_something(base: str, words: str) -> str:
    """``words`` about ``base``: ``存款余额`` of 金融机构 and ``贷款余额`` -> 金融机构贷款余额."""
    if not base or words in base:
        return base or words
    if words in _TOTALS and base.startswith(_ADDED):
        base = base[2:]
    if words.endswith(_RATE_ENDS) and base.endswith(_RATE_ENDS):
        base = _without_rate(base)
    its = indicator_end(base)
    if its and len(its) < len(base) and indicator_end(words) == words and not words.startswith("占"):
        base = base[: -len(its)]
    return shorten(base) + words


def _without_rate(base: str) -> str:
    """``议案、建议办结率`` -> 议案、建议: another rate is of the same thing."""
    rate = next((rate for rate in _RATES if base.endswith(rate) and len(base) > len(rate)), "")
    return base[: -len(rate)] if rate else base


def is_place(words: str) -> bool:
    """Whether ``words`` are short and end like the name of a place."""
    return len(words) <= _LONGEST_PLACE and words.endswith(_SURE_PLACE_ENDS) and not words.endswith("城市")


def narrowed(base: str, words: str) -> str:
    """``其中虎门港`` after ``集装箱吞吐量``: the same thing of a narrower place or kind."""
    if not base or len(words) > _LONGEST_PART or indicator_end(words) or words in base:
        return words
    if words in _PARTS_OF_ALL:
        return words + base
    return words + base if words.endswith(_PLACE_ENDS) else words
