"""What speaks for a stretch of text being the name of works."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from luoshi.reading.projects.lists import Closer
from luoshi.reading.projects.words import (
    ACTS,
    AIMS,
    BAD_ENDS,
    BUILT_WORKS,
    CLASS,
    COUNTED,
    GENERIC,
    LONGEST_GENERIC,
    LOOSE_SITES,
    NO_NAME,
    SITES,
    SLOGAN,
    Lead,
)

_LONGEST = 32
_DEFINITE = re.compile("(?:市|省|州|县)(?![政场级域委内外县])|第[一二三四五六七八九十]+(?!产业|批)|[东南西北]部?[^部]")
_VAGUE_SITES = ("新区", "片区", "景区", "平台", "社区", "城区", "小区", "系统", "市场", "网络", "园区", "中心", "基地", "物流", "风电", "光伏", "水利", "口岸", "港口", "湿地")


class Setting(NamedTuple):
    """What stands around a name: the kind of verb before it, words behind it, what closes its list."""

    kind: Lead | None
    told: bool  # words behind say what became of it: 开工, 建设
    strong: bool  # words behind that only works have: 通车
    closer: Closer
    items: int


def is_named(name: str, setting: Setting) -> bool:
    """``云杉跨江大桥`` in ``建设云杉跨江大桥`` is named, ``农村公路`` and ``重点项目`` are not."""
    if not 2 <= len(name) <= _LONGEST or NO_NAME.search(name) is not None:
        return False
    if name.count("“") != name.count("”") or COUNTED.match(name) is not None:
        return False
    site, act = name.endswith(SITES), name.endswith(ACTS)
    if not (site or act) and name.endswith(BAD_ENDS):
        return False
    if SLOGAN.match(name) is not None and not site:
        return False
    proper = unknown(name) >= 2 or _DEFINITE.match(name) is not None
    if CLASS.search(name) is not None and not (proper and setting.closer == "works"):
        return False
    if name.endswith("工程") and not (setting.strong or name[:-2].endswith(BUILT_WORKS)):
        return False
    return _in_list(name, setting, proper, site) if setting.closer in ("works", "weak") else _alone(
        name, setting, proper, site, act
    )


def _in_list(name: str, setting: Setting, proper: bool, site: bool) -> bool:
    """In a list that a noun closes: ``甲港等项目``."""
    if setting.closer == "weak" and not (setting.told or setting.kind in ("build", "claim")):
        return False
    if proper:
        return True
    return site and len(name) >= 4 and not name.startswith(AIMS)


def _alone(name: str, setting: Setting, proper: bool, site: bool, act: bool) -> bool:
    """By itself, or in a list that shares only its words: ``建设甲港、乙桥``."""
    if setting.kind is None and not setting.strong:
        return False
    if setting.kind == "wish" and not setting.told:
        return False
    if setting.kind == "claim" and not setting.told:
        return proper and site and not name.startswith(AIMS) and not name.endswith(_VAGUE_SITES)
    if proper and (site or act or name.endswith(LOOSE_SITES)):
        return setting.told or setting.kind in ("build", "plan") or (
            setting.kind == "push" and (name.endswith(("项目", "工程", "期", "段")) or site) and not name.endswith(_VAGUE_SITES)
        )
    if proper:
        return setting.strong and 3 <= len(name) <= 14
    if not site or name.startswith(AIMS):
        return False
    if len(name) < 4:
        return setting.strong and name.endswith("馆")
    return setting.told or setting.kind == "build"


@lru_cache(maxsize=8192)
def unknown(name: str) -> int:
    """How many characters of ``name`` no generic word covers: ``云杉产业园`` -> 2, ``农业产业园`` -> 0."""
    best = [0] + [len(name)] * len(name)
    for at in range(len(name)):
        so_far = best[at]
        if best[at + 1] > so_far + 1:
            best[at + 1] = so_far + 1
        for size in range(1, min(LONGEST_GENERIC, len(name) - at) + 1):
            if best[at + size] > so_far and name[at : at + size] in GENERIC:
                best[at + size] = so_far
    return best[-1]
