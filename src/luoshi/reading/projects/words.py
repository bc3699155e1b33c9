"""The words of this package as patterns and suffixes."""

from __future__ import annotations

import re
from typing import Final, Literal, cast

from luoshi.reading.lexicon import alternation, table
from luoshi.reading.records import Stage

Lead = Literal["build", "claim", "push", "wish", "plan"]

_NAMES = table("projects", "names.toml")
_STAGES = table("projects", "stages.toml")

# suffixes, for str.endswith
SITES: Final = tuple(_NAMES["sites"])
ACTS: Final = tuple(_NAMES["acts"])
LOOSE_SITES: Final = tuple(_NAMES["loose_sites"])
NOUNS: Final = SITES + ACTS
PLACES: Final = NOUNS + LOOSE_SITES
SHARED_SITES: Final = tuple(_NAMES["shared_sites"])
BUILT_WORKS: Final = tuple(_NAMES["built_works"])
SOFT_ACTS: Final = tuple(_NAMES["soft_acts"])
VAGUE_SITES: Final = tuple(_NAMES["vague_sites"])
BAD_ENDS: Final = tuple(_NAMES["bad_ends"])
NO_CLOSERS: Final = tuple(_NAMES["no_closers"])
WEAK_CLOSERS: Final = tuple(_NAMES["weak_closers"])
PLACES_BY_LAST: Final = {
    last: tuple(word for word in PLACES if word[-1] == last) for last in {word[-1] for word in PLACES}
}
TAIL_ENDS: Final = frozenset(word[-1] for word in _STAGES["tails"]["words"])

# prefixes, for str.startswith
AIMS: Final = tuple(_NAMES["aims"])
BAD_STARTS: Final = tuple(_NAMES["bad_starts"])
SORTS: Final = tuple(_NAMES["sorts"])

COMMON: Final = frozenset(table("projects", "common_words.toml")["words"])
GENERIC: Final = COMMON.union(_NAMES["generic"], SITES, ACTS)
GENERIC_LENGTHS: Final = {
    first: tuple(sorted({len(word) for word in GENERIC if word[0] == first}, reverse=True))
    for first in {word[0] for word in GENERIC}
}
RARE_CHARACTER: Final = re.compile(f"[^{''.join(sorted({c for word in GENERIC for c in word if c not in '+-'}))}+-]")
CLASS: Final = re.compile(alternation(_NAMES["classes"]))
NO_NAME: Final = re.compile(f"[：？！，；。\n]|{alternation(_NAMES['in_no_name'], patterns=True)}")
SLOGAN: Final = re.compile("|".join(_NAMES["slogans"]))

LEADS: Final = re.compile(
    alternation([word for words in _STAGES["leads"].values() for word in words], patterns=True) + "+"
)
LEAD_WORD: Final[dict[Lead, re.Pattern[str]]] = {
    kind: re.compile(alternation(_STAGES["leads"][kind], patterns=True))
    for kind in ("build", "claim", "push", "plan", "wish")
}
MIDDLE: Final = re.compile(alternation(_STAGES["leads"]["middle"], patterns=True))
TAIL: Final = re.compile(alternation(_STAGES["tails"]["words"]) + "+$")
STRONG_TAIL: Final = re.compile(alternation(_STAGES["tails"]["strong"]))
GOAL: Final = re.compile(alternation(_STAGES["closers"]["goal"]))
COUNTED: Final = re.compile(_STAGES["closers"]["counted"])

# the later a stage, the lower its rank
STAGE_RANKS: Final = [
    (cast(Stage, stage), re.compile(alternation(words, patterns=True)))
    for stage, words in _STAGES["stages"].items()
]
DONE: Final = re.compile(alternation(_STAGES["told"]["done"]))
GOING_ON: Final = re.compile(alternation(_STAGES["told"]["going_on"]))
# where a name of works may end, and what alone shows that the subject is works
_BEHIND_A_NAME = (
    "”?(?:[）（，。；、！？：\\n和及等"
    + _STAGES["tails"]["openers"]
    + "]|$)"
)
WORKS_OR_STAGE: Final = re.compile(
    f"[{''.join(PLACES_BY_LAST)}](?={_BEHIND_A_NAME})|{alternation(_STAGES['tails']['strong'])}"
)
YIELD: Final = re.compile("[0-9.]+(?:余|多)?[万亿千百]*(?:吨|千瓦|兆瓦|头|只|羽|台|辆|套|张|件|片|箱|桶)")
ACTS_BEHIND: Final = re.compile(alternation(ACTS) + "+$")
