"""The forms under which a figure's subject may stand among the aliases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from luoshi.knowledge import toml_table
from luoshi.reading.lexicon import alternation, table

_PLACES = table("lexicon", "common.toml")["whole_places"]
_SHARE = re.compile(
    f"占(?:{alternation((*_PLACES['words'], *_PLACES['patterns']), patterns=True)}|全国|全部|我省|我市)?"
    "(.+?)(?:的)?(?:比重|比例|比率|比)$"
)
_LEFT_OUT = re.compile(r"[\s“”\"'‘’《》「」]|\([^()]*(?:\)|$)")

_GROUP = re.compile(r"\{(.+?)\}")


@cache
def _words() -> dict[str, Any]:
    return toml_table("luoshi.ledger.indicators", "subject.toml")


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    same: dict[str, str] = _words()["same"]
    ordered = sorted(same, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), same


@cache
def _rewritten() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), instead) for pattern, instead in _words()["rewrite"].items())


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lead, trail = _words()["lead"], _words()["trail"]
    front = sorted(map(re.escape, lead["words"] + _PLACES["words"]), key=len, reverse=True)
    front += lead["patterns"] + _PLACES["patterns"]
    back = sorted(map(re.escape, trail["words"]), key=len, reverse=True) + trail["patterns"]
    return re.compile(f"(?:{'|'.join(front)})的?(?=.)"), re.compile(f"(?:{'|'.join(back)})$")


def normal(subject: str) -> str:
    """``subject`` in one spelling: ``规上工业增加值增速（现价）`` -> ``规模以上工业增加值增速``."""
    text = _LEFT_OUT.sub("", unicodedata.normalize("NFKC", subject).upper())
    pattern, same = _same()
    before = ""
    while before != text:
        before, text = text, pattern.sub(lambda match: same[match[0]], text).strip("，、。；:：的")
    for rewritten, instead in _rewritten():
        text = rewritten.sub(instead, text)
    return _SHARE.sub(r"占\1", text)


def spellings(alias: str) -> tuple[str, ...]:
    """``alias`` with each word of its groups: ``{治}水土流失`` -> ``治理水土流失``, ``新治理水土流失``."""
    match = _GROUP.search(alias)
    if match is None:
        return (alias,)
    words: list[str] = _words()["groups"][match[1]]
    ahead, behind = alias[: match.start()], alias[match.end() :]
    return tuple(spelling for word in words for spelling in spellings(ahead + word + behind))


def forms(subject: str) -> Iterator[str]:
    """``subject`` in one spelling, then with what says nothing of the thing taken off its ends.

    ``全市预计完成固定资产投资增速`` gives at last ``固定资产投资``. Longer forms come first.
    """
    front, back = _edges()
    ended = normal(subject)
    while ended:
        text = ended
        while text:
            yield text
            match = front.match(text)
            text = text[match.end() :] if match else ""
        match = back.search(ended)
        ended = ended[: match.start()] if match and match.start() else ""
