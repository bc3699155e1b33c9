"""The words of this package as patterns and suffixes."""

from __future__ import annotations

import re
from typing import Final, Literal, cast

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.projects.suffixes import Suffixes
from luoshi.reading.records import Stage

Lead = Literal["build", "claim", "push", "wish", "plan"]


def _search(words: list[str]) -> str:
    return alternation(words, patterns=True)


_NAMES = table("projects", "names.toml")
_STAGES = table("projects", "stages.toml")

SITES: Final = Suffixes(_NAMES["sites"])
ACTS: Final = Suffixes(_NAMES["acts"])
LOOSE_SITES: Final = Suffixes(_NAMES["loose_sites"])
NOUNS: Final = Suffixes(_NAMES["sites"], _NAMES["acts"])
NOUNS_OR_LOOSE: Final = Suffixes(_NAMES["sites"], _NAMES["acts"], _NAMES["loose_sites"])
LISTED_SITES: Final = Suffixes(_NAMES["listed_sites"])
PLACES: Final = Suffixes(_NAMES["sites"], _NAMES["acts"], _NAMES["loose_sites"], _NAMES["listed_sites"])
SHARED_SITES: Final = Suffixes(_NAMES["shared_sites"])
BUILT_WORKS: Final = Suffixes(_NAMES["built_works"])
SOFT_ACTS: Final = Suffixes(_NAMES["soft_acts"])
VAGUE_SITES: Final = Suffixes(_NAMES["vague_sites"])
BAD_ENDS: Final = Suffixes(_NAMES["bad_ends"])
NO_CLOSERS: Final = Suffixes(_NAMES["no_closers"])
WEAK_CLOSERS: Final = Suffixes(_NAMES["weak_closers"])
TAIL_ENDS: Final = frozenset(word[-1] for word in _STAGES["tails"]["words"])
LEAD_STARTS: Final = frozenset(
    word[0] if word[0] not in "([" else "0" for words in _STAGES["leads"].values() for word in words
)

# prefixes, for str.startswith
AIMS: Final = tuple(_NAMES["aims"])
VAGUE_AIMS: Final = tuple(aim for aim in AIMS if aim != "国家")
BAD_STARTS: Final = tuple(_NAMES["bad_starts"])
SORTS: Final = tuple(_NAMES["sorts"])

COMMON: Final = frozenset(table("projects", "common_words.toml")["words"])
GENERIC: Final = COMMON.union(_NAMES["generic"], _NAMES["sites"], _NAMES["acts"])
GENERIC_LENGTHS: Final = {
    first: tuple(sorted({len(word) for word in GENERIC if word[0] == first}, reverse=True))
    for first in {word[0] for word in GENERIC}
}
RARE_CHARACTER: Final = re.compile(
    f"[^{''.join(sorted({c for word in GENERIC for c in word if c not in '+-'}))}+-]"
)
CLASS: Final = re.compile(_search(_NAMES["classes"]))
MOTTO: Final = re.compile(f"{alternation(_NAMES['mottos'])}[一-龥]{{2,3}}")
NO_NAME: Final = re.compile(_search([*_NAMES["in_no_name"], *"：？！，；。\n"]))
SLOGAN: Final = re.compile("|".join(_NAMES["slogans"]))

LEADS: Final = re.compile(
    alternation([word for words in _STAGES["leads"].values() for word in words], patterns=True) + "+"
)
_KINDS: Final[tuple[Lead, ...]] = ("build", "claim", "push", "plan", "wish")
KIND_OF: Final[dict[str, tuple[int, Lead]]] = {
    word.partition("(")[0]: (rank, kind)
    for rank, kind in reversed(list(enumerate(_KINDS)))
    for word in _STAGES["leads"][kind]
}
LEAD_WORD: Final = re.compile(
    alternation([word for kind in _KINDS for word in _STAGES["leads"][kind]], patterns=True)
)
MIDDLE: Final = re.compile(_search(_STAGES["leads"]["middle"]))
_TAIL_WORD = alternation(_STAGES["tails"]["words"])
TAIL: Final = re.compile(f"{_TAIL_WORD}{_TAIL_WORD}*$")
STRONG_TAIL: Final = re.compile(_search(_STAGES["tails"]["strong"]))
SHARED_BEFORE_A_STRETCH: Final = re.compile(f"{alternation(_NAMES['shared_sites'])}[一-龥]{{1,4}}段$")
GOAL: Final = re.compile(alternation(_STAGES["closers"]["goal"]))
COUNTED: Final = re.compile(_STAGES["closers"]["counted"])

# the later a stage, the lower its rank
STAGE_NAMES: Final = [cast(Stage, stage) for stage in _STAGES["stages"]]
STAGE_RANKS: Final = {
    word.partition("(")[0]: rank for rank, words in enumerate(_STAGES["stages"].values()) for word in words
}
STAGE_WORD: Final = re.compile(_search([word for words in _STAGES["stages"].values() for word in words]))
DONE: Final = re.compile(alternation(_STAGES["told"]["done"]))
GOING_ON: Final = re.compile(alternation(_STAGES["told"]["going_on"]))
# where a name of works may end, and what alone shows that the subject is works
_BEHIND_A_NAME = "”?(?:[）（，。；、！？：\\n和及等" + _STAGES["tails"]["openers"] + "]|$)"
MAY_END_A_NAME: Final = re.compile(f"[{PLACES.last_characters}](?={_BEHIND_A_NAME})")
YIELD: Final = re.compile("[0-9.]+(?:余|多)?[万亿千百]*(?:吨|千瓦|兆瓦|头|只|羽|台|辆|套|张|件|片|箱|桶)")
SOFT_ACTS_ONLY: Final = re.compile(alternation(_NAMES["soft_acts"]) + "+")
_ACT = alternation(_NAMES["acts"])
ACTS_BEHIND: Final = re.compile(f"{_ACT}{_ACT}*$")
