"""Whether a sentence is cut between two of its clauses."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from luoshi.reading.lexicon import table

Cut = Literal["fine", "coarse"]

_TABLES = table("promises", "cut.toml")
_ENDS = {end: kind for kind, ends in _TABLES["ends"].items() for end in ends}


class Part(NamedTuple):
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
    """Cuts sentences into promises, by the weights of one table of ``cut.toml``."""

    def __init__(self, cut: Cut) -> None:
        weights: dict[str, Any] = _TABLES[cut]
        self._measured = (
            (weights["neither_measured"], weights["next_measured"]),
            (weights["so_far_measured"], weights["both_measured"]),
        )
        self._marks = {"；": weights["semicolon"], "：": weights["colon"]}
        self._before: dict[str, int] = weights["before"]
        self._next: dict[str, int] = weights["next"]
        self._before_ends = {end: weights["before_ends"][kind] for end, kind in _ENDS.items()}
        self._next_ends = {end: weights["next_ends"][kind] for end, kind in _ENDS.items()}
        self._long_so_far, self._long_size = weights["long_so_far"], weights["long_size"]
        self._long_next, self._next_size = weights["long_next"], weights["next_size"]

    def cut(self, text: str, parts: list[Part]) -> list[list[Part]]:
        """The promises of one sentence, each a run of its clauses.

        ``新建公园5个，修路3公里`` -> two; ``实施甲行动，企业达到5家`` -> one.
        """
        before = parts[0]
        run = [before]
        runs = [run]
        measured = before.last > before.first
        for part in parts[1:]:
            has_figure = part.last > part.first
            if part.item or self._weigh(text, run[0].start, before, part, self._measured[measured][has_figure]) > 0:
                run = [part]
                runs.append(run)
                measured = has_figure
            else:
                run.append(part)
                measured = measured or has_figure
            before = part
        return runs

    def _weigh(self, text: str, start: int, before: Part, part: Part, weight: int) -> int:
        end, next_end = before.end, part.end
        ends, next_ends = self._before_ends, self._next_ends
        weight += self._before[before.kind] + self._next[part.kind] + self._marks.get(before.mark, 0)
        weight += ends.get(text[end - 2 : end]) or ends.get(text[end - 1], 0)
        weight += next_ends.get(text[next_end - 2 : next_end]) or next_ends.get(text[next_end - 1], 0)
        if end - start > self._long_size:
            weight += self._long_so_far
        if next_end - part.start > self._next_size:
            weight += self._long_next
        return weight
