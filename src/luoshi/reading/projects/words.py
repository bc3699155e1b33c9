"""The words of this package as patterns and suffixes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, cast

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.projects.suffixes import Suffixes
from luoshi.reading.records import Stage

Lead = Literal["build", "claim", "push", "plan", "wish"]


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of ``words`` by their first two characters; one of one character counts as of length 1."""
    by_start: dict[str, set[int]] = {}
    for word in words:
        by_start.setdefault(word[:2], set()).add(len(word))
    for start, lengths in by_start.items():
        if start[0] in by_start:
            lengths.add(1)
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in by_start.items()}


_NAMES = table("projects", "names.toml")
_STAGES = table("projects", "stages.toml")
_TAILS = _STAGES["tails"]
_CLOSERS = _STAGES["closers"]
_AMOUNTS = _STAGES["amounts"]

# What a name may end in.
SITES: Final = Suffixes(_NAMES["sites"])
ACTS: Final = Suffixes(_NAMES["acts"])
SOFT_ACTS: Final = Suffixes(_NAMES["soft_acts"])
LOOSE_SITES: Final = Suffixes(_NAMES["loose_sites"])
LISTED_SITES: Final = Suffixes(_NAMES["listed_sites"])
VAGUE_SITES: Final = Suffixes(_NAMES["vague_sites"])
SHARED_SITES: Final = Suffixes(_NAMES["shared_sites"])
NOUNS: Final = Suffixes(_NAMES["sites"], _NAMES["acts"])
NOUNS_OR_LOOSE: Final = Suffixes(_NAMES["sites"], _NAMES["acts"], _NAMES["loose_sites"])
PLACES: Final = Suffixes(_NAMES["sites"], _NAMES["acts"], _NAMES["loose_sites"], _NAMES["listed_sites"])
BUILT_WORKS: Final = Suffixes(_NAMES["built_works"])
BAD_ENDS: Final = Suffixes(_NAMES["bad_ends"])
NO_CLOSERS: Final = Suffixes(_NAMES["no_closers"])
WEAK_CLOSERS: Final = Suffixes(_NAMES["weak_closers"])
PROJECTS: Final = tuple(_CLOSERS["projects"])
PROGRAMMES: Final = tuple(f"{word}工程" for word in _NAMES["programmes"])
WITH_IT: Final = tuple(_CLOSERS["with_it"])

# What it may or may not begin with.
AIMS: Final = tuple(_NAMES["aims"])
VAGUE_AIMS: Final = tuple(aim for aim in AIMS if aim != "国家")
SORTS: Final = tuple(_NAMES["sorts"])
BAD_STARTS: Final = tuple(_NAMES["bad_starts"])

# Words that name nothing in particular; their lengths by their first two characters, the longest first.
GENERIC: Final = frozenset(
    (
        *table("projects", "common_words.toml")["words"],
        *_NAMES["generic"],
        *_NAMES["sites"],
        *_NAMES["acts"],
    )
)
GENERIC_LENGTHS: Final = _lengths(GENERIC)

CLASS: Final = re.compile(alternation(_NAMES["classes"], patterns=True))
MOTTO: Final = re.compile(f"{alternation(_NAMES['mottos'])}[一-龥]{{2,3}}")
NO_NAME: Final = re.compile(alternation([*_NAMES["in_no_name"], *"：？！，；。\n"], patterns=True))
SLOGAN: Final = re.compile("|".join(_NAMES["slogans"]))
SOFT_ACTS_ONLY: Final = re.compile(alternation(_NAMES["soft_acts"]) + "+")
_ACT = alternation(_NAMES["acts"])
ACTS_BEHIND: Final = re.compile(f"{_ACT}{_ACT}*$")
SHARED_BEFORE_A_STRETCH: Final = re.compile(f"{alternation(_NAMES['shared_sites'])}[一-龥]{{1,4}}段$")

# Words before a name.
_LEADS = _STAGES["leads"]
LEAD_WORDS: Final[dict[str, list[str]]] = {
    kind: _LEADS[kind] for kind in ("build", "claim", "push", "plan", "wish", "fill", "middle")
}
LEAD_PATTERNS: Final = (_LEADS["patterns"], _LEADS["first_of_patterns"])
MIDDLE: Final = re.compile(alternation(_LEADS["middle"], patterns=True))

# Words behind a name.
TAIL_WORDS: Final = Suffixes(_TAILS["words"])
STRONG_TAIL: Final = re.compile(alternation(_TAILS["strong"], patterns=True))
TRANSITIVE: Final = frozenset(_TAILS["transitive"])
STATISTICS: Final = tuple(_TAILS["statistics"])
PROGRESS_WORDS: Final = tuple(_TAILS["progress"])
PROGRESS: Final = re.compile(f"{alternation(PROGRESS_WORDS)}(?![{_TAILS['no_progress']}])")
MAY_END_A_NAME: Final = re.compile(
    f"[{PLACES.last_characters}](?=”?(?:[）（，。；、！？：\n和及等{_TAILS['openers']}]|$))"
)

# What closes a list, and what is said of it.
COUNTED: Final = re.compile(_CLOSERS["counted"])
NO_WORKS: Final = re.compile(alternation(_CLOSERS["no_works"]) + "|^产业")
ANY_WORKS: Final = tuple(_CLOSERS["any"])
ABOUT: Final = tuple(_CLOSERS["about"])
GOAL: Final = re.compile(alternation(_CLOSERS["goal"]))

# Stages: the later one is, the lower its rank.
STAGE_NAMES: Final = [cast(Stage, stage) for stage in _STAGES["stages"]]
STAGE_RANKS: Final = {
    word.partition("(")[0]: rank for rank, words in enumerate(_STAGES["stages"].values()) for word in words
}
STAGE_WORD: Final = re.compile(
    alternation([word for words in _STAGES["stages"].values() for word in words], patterns=True)
)
DONE: Final = re.compile(alternation(_STAGES["told"]["done"]))
GOING_ON: Final = re.compile(alternation(_STAGES["told"]["going_on"]))

# Sizes, yields and money.
_NUMBER = "[0-9][0-9.]*(?:余|多)?[万亿千百]*"
_UNIT = alternation(_AMOUNTS["units"])
_PER = "(?:/[年日天])?"
SIZE: Final = re.compile(
    f"{alternation(_AMOUNTS['before'])}?(?:为|约|近|超|超过|达|达到)?{_NUMBER}(?:元|美元|{_UNIT}){_PER}(?:以上|左右)?"
)
SIZE_BEHIND: Final = re.compile(f"(?:全长|总长|长|约|共)*{_NUMBER}{_UNIT}(?:以上|左右)?$")
_UNIT_INSIDE = alternation([*_AMOUNTS["units"], *_AMOUNTS["inside"]])
CAPACITY: Final = re.compile(f"{alternation(_AMOUNTS['rates'])}?{_NUMBER}{_UNIT_INSIDE}{_PER}")
YIELD: Final = re.compile(f"{_NUMBER}{alternation(_AMOUNTS['yields'])}")
INVESTED: Final = re.compile(alternation(_AMOUNTS["invested"]))
NOT_TOTAL: Final = re.compile(alternation(_AMOUNTS["not_total"]))
TOTAL: Final = re.compile(_AMOUNTS["total"])
