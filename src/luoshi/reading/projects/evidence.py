"""What speaks for a stretch of text being the name of works."""

from __future__ import annotations

import re

import msgspec

from luoshi.reading.lexicon.numerals import NUMERALS
from luoshi.reading.projects.lists import Closer
from luoshi.reading.projects.words import (
    ACTS,
    ACTS_BEHIND,
    AIMS,
    BAD_ENDS,
    BAD_STARTS,
    BUILT_WORKS,
    CLASS,
    COUNTED,
    GENERIC,
    GENERIC_LENGTHS,
    LISTED_SITES,
    LOOSE_SITES,
    MOTTO,
    NO_NAME,
    PLACES,
    SITES,
    SIZE_BEHIND,
    SLOGAN,
    SOFT_ACTS,
    SORTS,
    VAGUE_AIMS,
    VAGUE_SITES,
    Lead,
)

_LONGEST = 32
_DEFINITE = re.compile(f"(?:市|省|州|县)(?![政场级域委内外县区])|第[{NUMERALS}]+(?!产业|批)|[东南西北](?!部)")
_COUNT_WITHIN = re.compile(
    f"[{NUMERALS}0-9]大(?![桥道厦学连庆理同足悟方余乐港])|[两{NUMERALS}](?:所|家|个|座|处)|(?<!第)(?<!第[0-9])[0-9](?:余|多)?(?:个|项|家|户|万户|座|处|所|大|条|亿元|万元)"
)
_QUOTES = "“”"
_LONG_NAME = 8
_MANY = 2
_LONG_IN_LIST = 6
_LONGEST_WITHOUT_NOUN = 14


class Setting(msgspec.Struct, frozen=True, gc=False):
    """What stands around a name: the kind of verb before it, words behind it, what closes its list."""

    kind: Lead | None
    told: bool  # words behind say what became of it: 开工, 建设
    behind: bool  # words behind that only works have: 通车
    strong: bool  # such words behind or before
    closer: Closer


class _Parts(msgspec.Struct, frozen=True, gc=False):
    """A name, what is left of it without what is done to the works, and what its words are like."""

    name: str
    base: str
    site: bool
    act: bool
    loose: bool
    proper: bool


def is_named(name: str, setting: Setting, *, sized: bool = False, cut: bool = False) -> bool:
    """``云杉跨江大桥`` in ``建设云杉跨江大桥`` is named, ``农村公路`` and ``重点项目`` are not.

    ``sized`` works have a yield before their name: ``年产20万吨纸业项目``. A name that is ``cut`` had a size
    behind it: ``云杉二级公路73公里`` is one, ``农村道路500公里`` is none.
    """
    if not 2 <= len(name) <= _LONGEST or name.startswith(BAD_STARTS):
        return False
    if setting.closer in ("none", "open") and not setting.behind and not _ends_in_works(name):
        return False
    parts = _parts(name)
    if not (parts.site or parts.act) and BAD_ENDS.end_name(parts.name):
        return False
    if (cut and not parts.proper) or not _fits(parts, setting, sized=sized):
        return False
    return not _is_phrase(name) and not _is_slogan(name, parts) and _more_than_class(parts, setting)


def _ends_in_works(name: str) -> bool:
    return PLACES.end_name(name) or (name[-1] in "”）" and PLACES.end_name(_bare(name)))


def _bare(name: str) -> str:
    """A name without marks around it and a bracket behind: ``甲港（一期）`` -> ``甲港``."""
    bare = name.rstrip(_QUOTES)
    return bare.partition("（")[0] if bare.endswith("）") else bare


def _fits(parts: _Parts, setting: Setting, *, sized: bool) -> bool:
    """Whether the words around are enough for a name of this sort."""
    if parts.name.endswith("工程") and not (
        sized
        or setting.strong
        or parts.site
        or (parts.proper and setting.closer == "projects")
        or BUILT_WORKS.end_name(parts.name[:-2])
    ):
        return False
    if setting.closer in ("projects", "works", "weak"):
        return _in_list(parts, setting)
    if not parts.name.isalpha() and SIZE_BEHIND.search(parts.name) is not None:
        return False
    if sized and parts.act:
        return setting.kind is not None or setting.strong
    return _alone_proper(parts, setting) if parts.proper else _alone_generic(parts, setting)


def _is_phrase(name: str) -> bool:
    """``提高产值的园区``, ``12个园区`` and half a quotation are no names."""
    return (
        NO_NAME.search(name) is not None
        or name.count("“") != name.count("”")
        or COUNTED.match(name) is not None
        or _COUNT_WITHIN.search(name) is not None
    )


def _is_slogan(name: str, parts: _Parts) -> bool:
    """``“两区四新城”`` and ``“五网”项目``; ``“一带一路”博物馆`` is a building."""
    slogan = SLOGAN.match(name)
    return slogan is not None and (
        slogan.end() == len(name) or not parts.site or VAGUE_SITES.end_name(parts.name)
    )


def _more_than_class(parts: _Parts, setting: Setting) -> bool:
    """``农村公路`` is a class of works; ``青石沟小流域综合治理`` in a list of projects is one of them."""
    if MOTTO.fullmatch(parts.name) is not None and not (parts.site or parts.loose):
        return False
    works = CLASS.search(parts.name)
    if works is None:
        return True
    if setting.closer not in ("projects", "works") and not SITES.end_name(works[0]):
        return False
    return unknown(parts.name[: works.start()]) == _MANY


def is_building(name: str, *, listed: bool) -> bool:
    """A building without a word of its own, which counts beside works that are named: ``特色电商基地``.

    Where several are named and a noun closes the list (``listed``), it need not be a building.
    """
    parts = _parts(name)
    if name.startswith(BAD_STARTS + SORTS) or not (
        (parts.site and len(name) >= 5)
        or ((parts.loose or LISTED_SITES.end_name(name)) and len(name) >= 3 and name not in GENERIC)
        or (listed and 4 <= len(name) <= 10)
    ):
        return False
    return not _is_phrase(name) and CLASS.search(name) is None


def _parts(name: str) -> _Parts:
    bare = _bare(name)
    acts = ACTS_BEHIND.search(bare) if ACTS.end_name(bare) else None
    base = bare[: acts.start()] if acts is not None else bare
    loose = LOOSE_SITES.end_name(base)
    site = SITES.end_name(base)
    return _Parts(bare, base, site, len(base) < len(bare), loose, _is_proper(name, loose))


def _is_proper(name: str, loose: bool) -> bool:
    """Whether a name has something of its own, which no generic word has: ``云杉``, ``第二``, ``G55``."""
    new = unknown(name)
    return new == _MANY or (new == 1 and (loose or len(name) <= 4)) or _DEFINITE.match(name) is not None


def _in_list(parts: _Parts, setting: Setting) -> bool:
    """In a list that a noun closes: ``甲港等项目``."""
    if setting.closer == "weak" and not (setting.told or setting.kind in ("build", "claim")):
        return False
    if parts.proper:
        return parts.site or not parts.name.startswith(SORTS)
    if setting.closer == "weak" and not (setting.kind == "build" and len(parts.name) >= _LONG_NAME):
        return False
    if not parts.site or len(parts.name) < _LONG_IN_LIST or parts.name.startswith(SORTS):
        return False
    return setting.closer == "projects" or not parts.name.startswith(AIMS)


def _alone_proper(parts: _Parts, setting: Setting) -> bool:
    """By itself or in a list without a noun behind, with something of its own: ``建设甲港、乙桥``."""
    loose = parts.loose or (setting.behind and LISTED_SITES.end_name(parts.base))
    site = parts.site or (loose and len(parts.base) >= 3 and _is_proper(parts.base, loose=False))
    if not (site or parts.act):
        return setting.behind and 3 <= len(parts.name) <= _LONGEST_WITHOUT_NOUN
    if not site and SOFT_ACTS.end_name(parts.name):
        return False
    if VAGUE_SITES.end_name(parts.name) and parts.name.startswith(VAGUE_AIMS) and not setting.behind:
        return False
    if setting.told and setting.kind != "claim":
        return True
    if setting.kind in ("build", "plan"):
        return True
    if VAGUE_SITES.end_name(parts.name):
        return setting.kind == "claim" and "”" in parts.name
    if setting.kind == "claim":
        return parts.site and not parts.name.startswith(AIMS)
    return setting.kind == "push" and (parts.site or not SOFT_ACTS.end_name(parts.name))


def _alone_generic(parts: _Parts, setting: Setting) -> bool:
    """Without a word of its own, and yet one building: ``文化艺术中心开工``."""
    name = parts.name
    if not parts.site or setting.kind == "claim" or (setting.kind == "wish" and not setting.behind):
        return False
    if name.startswith(SORTS) and not (setting.behind and parts.act):
        return False
    if len(name) < 4:
        return setting.strong and name.endswith("馆")
    if setting.strong:
        return True
    if VAGUE_SITES.end_name(name) and (len(name) < _LONG_NAME or name.startswith(AIMS)):
        return False
    if setting.kind == "push" and (len(name) <= 4 or VAGUE_SITES.end_name(name) or name.startswith(AIMS)):
        return False
    part = parts.act and not SOFT_ACTS.end_name(name)
    if setting.kind is None:
        return setting.told and part
    return setting.kind == "build" or setting.told or part


def unknown(name: str) -> int:
    """How many characters of ``name`` no generic word covers, 2 for all above.

    ``云杉产业园`` -> 2, ``农业产业园`` -> 0.
    """
    count = at = 0
    while at < len(name) and count < _MANY:
        start = name[at : at + 2]
        for length in GENERIC_LENGTHS.get(start) or GENERIC_LENGTHS.get(start[0], ()):
            if name[at : at + length] in GENERIC:
                at += length
                break
        else:
            at += 1
            count += 1
    return count
