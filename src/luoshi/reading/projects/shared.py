"""The noun that the names of a list share."""

from __future__ import annotations

from msgspec.structs import replace

from luoshi.reading.projects.boundaries import Name
from luoshi.reading.projects.lists import Closer
from luoshi.reading.projects.words import (
    ACTS_BEHIND,
    PLACES,
    PROGRAMMES,
    PROJECTS,
    SHARED_BEFORE_A_STRETCH,
    SHARED_SITES,
    SOFT_ACTS_ONLY,
)

Named = tuple[Name, Closer]


def without_shared_nouns(text: str, names: list[Name], closer: Closer) -> list[Named]:
    """The last name of a list leaves the noun that all share: ``甲海、乙海、丙海高速`` -> ``丙海``.

    Each name comes with what closes its list: the noun that it shares is as good as ``等项目``.
    """
    if len(names) < 2:
        return [(name, closer) for name in names]
    last = names[-1]
    if (
        closer == "none"
        and last.end - last.start > 3
        and text.endswith(PROJECTS, last.start, last.end)
        and not text.endswith(PROGRAMMES, last.start, last.end)
    ):
        names = [*names[:-1], replace(last, end=last.end - 2)]
        closer = "projects"
    found: list[Named] = []
    nounless = 0
    for index, name in enumerate(names):
        if not PLACES.end(text, name.start, name.end):
            nounless += 1
            found.append((name, closer))
            continue
        noun = _shared_noun(text, names[index - 1], name, nounless) if index else 0
        closed = closer
        if nounless and (noun or SHARED_BEFORE_A_STRETCH.search(text, name.start, name.end)):
            closed = "projects"
            found[index - nounless :] = [(earlier, closed) for earlier, _ in found[index - nounless :]]
        found.append((Name(name.start, name.end - noun, name.low, name.high), closed))
        nounless = 0
    return found


def _shared_noun(text: str, before: Name, last: Name, nounless: int) -> int:
    """How many characters at the end of ``last`` belong to the names before it as well.

    Behind names without a noun it is the noun: ``甲海、乙海高速``. Behind one with the same noun it is what
    is done to both: ``甲古城、乙古城保护开发``.
    """
    if nounless:
        acts = ACTS_BEHIND.search(text, last.start, last.end)
        end = acts.start() if acts is not None else last.end
        size = SHARED_SITES.size_at_end(text, last.start, end)
        return last.end - end + size if size and end - size - last.start >= 2 else 0
    for size in (2, 1):
        at = text.rfind(text[before.end - size : before.end], last.start + 1, last.end)
        if at >= 0 and SOFT_ACTS_ONLY.fullmatch(text, at + size, last.end) is not None:
            return last.end - at - size
    return 0
