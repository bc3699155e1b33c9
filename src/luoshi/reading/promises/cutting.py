"""Whether a sentence is cut between two of its clauses."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from luoshi.reading.lexicon import table

Cut = Literal["fine", "coarse"]
FIRM_DEEDS = frozenset(("makes", "programmes", "titles", "speeds", "gains", "carries", "helps"))

_TABLES = table("promises", "cut.toml")
_ENDS: dict[str, str] = {end: kind for kind, ends in _TABLES["ends"].items() for end in ends}
_ENDS_OF_FOUR = frozenset(end[2:] for end in _ENDS if len(end) == 4)


def end_of(text: str, end: int) -> str:
    """What the words before ``end`` name: ``thread`` (``…水平``), ``works``, ``stage`` …; else empty."""
    two = text[end - 2 : end]
    return (_ENDS.get(text[end - 4 : end]) if two in _ENDS_OF_FOUR else "") or _ENDS.get(two, "")


class Part(msgspec.Struct, gc=False):
    """A clause that says something to be done; ``first`` and ``last`` bound its figures' indexes.

    ``start`` is behind what only numbers it, ``kind`` is that of the word that opens it.
    """

    start: int
    end: int
    mark: str
    kind: str
    first: int
    last: int
    item: bool


class Cutter:
    """Cuts sentences into promises, by the weights in ``cut.toml``."""

    def __init__(self, cut: Cut) -> None:
        weights: dict[str, Any] = {**_TABLES["fine"], **_TABLES[cut]}
        self._measured = (
            (weights["neither_measured"], weights["next_measured"]),
            (weights["so_far_measured"], weights["both_measured"]),
        )
        self._before: dict[str, int] = weights["before"]
        self._next: dict[str, int] = weights["next"]
        ends = {
            end: (weights["before_ends"][kind], weights["next_ends"][kind]) for end, kind in _ENDS.items()
        }
        self._ends: dict[str, tuple[int, int]] = ends
        self._semicolon: int = weights["semicolon"]
        self._long_so_far, self._long_size = weights["long_so_far"], weights["long_size"]
        self._long_next, self._next_size = weights["long_next"], weights["next_size"]
        self._many, self._many_parts = weights["many"], weights["many_parts"]
        self._total: int = weights["total"]
        self._both_named: int = weights["both_named"]
        self._short_result: int = weights["short_result"]
        self._of_short_result: tuple[int, int] = (0, weights["of_short_result"])

    def cut(self, text: str, parts: list[Part]) -> list[list[Part]]:
        """The promises of one sentence, each a run of its clauses.

        ``新建公园5个，修路3公里`` -> two; ``实施甲行动，企业达到5家`` -> one.
        """
        before = parts[0]
        run = [before]
        runs = [run]
        measured = before.last > before.first
        before_ends = self._end(text, before)[0]
        many = self._many if len(parts) >= self._many_parts else 0
        for part in parts[1:]:
            has_figure = part.last > part.first
            end_weights = self._end(text, part)
            weight = self._measured[measured][has_figure] + before_ends + end_weights[1]
            weight += self._before[before.kind] + self._next[part.kind]
            if many and part.kind in FIRM_DEEDS and before.kind in FIRM_DEEDS:
                weight += many
            if before.mark == "；":
                weight += self._semicolon
            if before.end - run[0].start > self._long_size:
                weight += self._long_so_far
            if part.end - part.start > self._next_size:
                weight += self._long_next
            if not (measured or has_figure):
                if (
                    text.find("“", part.start, part.end) >= 0
                    and text.find("“", before.start, before.end) >= 0
                ):
                    weight += self._both_named
            elif has_figure and part.kind == "other" and text.startswith(_WHOLE, part.start):
                weight += self._total
            if weight > 0 or part.item:
                run = [part]
                runs.append(run)
                measured = has_figure
            else:
                run.append(part)
                measured = measured or has_figure
            before, before_ends = part, end_weights[0]
        return runs

    def _end(self, text: str, part: Part) -> tuple[int, int]:
        """The weights of a clause's last characters: as the one before, as the next one."""
        ends, end = self._ends, part.end
        if part.kind == "results" and part.last == part.first and end - part.start <= self._short_result:
            return self._of_short_result  # 力争年内开工: of what, the clause before says
        two = text[end - 2 : end]
        if two in _ENDS_OF_FOUR:
            return ends.get(text[end - 4 : end]) or ends.get(two, _NEITHER)
        return ends.get(two) or ends.get(two[-1:], _NEITHER)


_NEITHER = (0, 0)
_WHOLE = tuple(table("lexicon", "common.toml")["whole_places"]["words"])
