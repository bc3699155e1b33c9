"""What a number measures, in the words of the text."""

from __future__ import annotations

import re

from luoshi.reading.lexicon import alternation, table

_WORDS = table("figures", "subject_words.toml")

_HEAD = re.compile(f"{alternation(_WORDS['head'], patterns=True)}+")
_TAIL = re.compile(f"{alternation(_WORDS['tail'])}+$")
_DOING = alternation(_WORDS["doing"])
_DOING_HEAD = re.compile(f"(?:{_DOING})+")
_DOING_END = re.compile(f"(?:^|.*?[^了])?({_DOING})(?:了|到|约)?$")
DEPENDENT = frozenset(_WORDS["dependent"])
_INDICATOR_END = re.compile(alternation(_WORDS["indicator_ends"]) + "$")
_JOINTS = re.compile("、|以及|和|与|及")
_ENUMERATED = re.compile("^(.*?)等(?:[一二三四五六七八九十]+(?:大|个|项))?$")
_LONGEST_STEM = 22


def clean(words: str) -> str:
    """``words`` without time, place and connectives at its ends."""
    head = _HEAD.match(words)
    if head is not None:
        words = words[head.end() :]
    tail = _TAIL.search(words)
    if tail is not None:
        words = words[: tail.start()]
    return words


def leading_verb(words: str) -> str:
    """The verb of doing that opens ``words``: ``新增上市企业`` -> ``新增``."""
    match = _DOING_HEAD.match(words)
    return match[0] if match is not None else ""


def ends_with_verb(words: str) -> str:
    """The verb of doing that ends ``words``: ``全年实施`` -> ``实施``."""
    match = _DOING_END.match(words)
    return match[1] if match is not None else ""


def with_object(stem: str, noun: str) -> str:
    """What is counted where a noun follows the number: ``实施`` + ``土地整治项目``."""
    enumerated = _ENUMERATED.match(stem)
    if enumerated is not None:
        return leading_verb(enumerated[1]) + noun
    if len(stem) > _LONGEST_STEM // 2:
        verb = ends_with_verb(stem)
        if verb:
            return verb + noun
        return (leading_verb(stem) or stem[-_LONGEST_STEM // 4 :]) + noun
    return stem + noun


def shorten(words: str) -> str:
    """A long stem cut back to its last item and the verb that opens it."""
    if len(words) <= _LONGEST_STEM:
        return words
    verb = leading_verb(words)
    last = re.split("、|的", words)[-1]
    return (verb + last if not last.startswith(verb) else last)[-_LONGEST_STEM:] if last else words[-_LONGEST_STEM:]


def split_joint(words: str, count: int) -> list[str] | None:
    """``count`` subjects out of one coordination, ``None`` where it has not so many parts.

    ``城镇和农村居民收入`` -> 城镇居民收入, 农村居民收入; ``事故起数、死亡人数`` -> 事故起数, 事故死亡人数.
    """
    parts = [part for part in _JOINTS.split(words) if part]
    if len(parts) != count:
        parts = [part for part in words.split("、") if part]
        if len(parts) != count:
            return None
    return _share_ends(parts)


def _share_ends(parts: list[str]) -> list[str]:
    last = parts[-1]
    ending = _INDICATOR_END.search(last)
    if ending is not None and not any(_INDICATOR_END.search(part) for part in parts[:-1]):
        return [part + last[len(part) :] if len(part) < len(last) else part for part in parts[:-1]] + [last]
    first = parts[0]
    first_end = _INDICATOR_END.search(first)
    if first_end is not None and len(first) - len(last) >= 2:  # noqa: PLR2004
        stem = first[: first_end.start()]
        return [first] + [part if len(part) >= len(first) else stem + part for part in parts[1:]]
    if ending is None and len(first) + 2 < len(last) and len(first) <= 4:  # noqa: PLR2004
        return [part + last[len(part) :] for part in parts[:-1]] + [last]
    return parts
