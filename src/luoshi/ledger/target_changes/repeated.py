"""Promises that plan after plan repeats word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from luoshi.ledger.matching import Prose, bags
from luoshi.ledger.records import Evidence, Finding, Grade, Reason
from luoshi.reading.records import Promise

REPEATED = "repeated_promise"
_SHORTEST = 10
_ALIKE = 0.9
_LEFT_OUT = re.compile(r"[^\w%]|^[①-⑳]")
_LONGEST_WORDS = 40


def repeated_promises(proses: Sequence[Prose]) -> Iterator[Finding]:
    """Promises that two or more plans in a row make in the same or nearly the same words."""
    rows = [_promises(prose) for prose in proses]
    after: list[dict[int, int]] = [_alike(earlier, later) for earlier, later in pairwise(rows)]
    continued = [set(links.values()) for links in after]
    for first in range(len(after)):
        for start in sorted(after[first]):
            if first and start in continued[first - 1]:
                continue
            chain = [(first, start)]
            while chain[-1][0] < len(after) and chain[-1][1] in after[chain[-1][0]]:
                series, row = chain[-1]
                chain.append((series + 1, after[series][row]))
            yield _finding(proses, [(series, rows[series][row][0]) for series, row in chain])


def _promises(prose: Prose) -> list[tuple[Promise, str]]:
    """The promises of a plan that are long enough to tell, with their words laid bare."""
    yearly = (promise for promise in prose.report.promises if promise.kind != "headline_target")
    bare = ((promise, _LEFT_OUT.sub("", promise.text)) for promise in yearly)
    return [(promise, words) for promise, words in bare if len(words) >= _SHORTEST]


def _alike(earlier: Sequence[tuple[Promise, str]], later: Sequence[tuple[Promise, str]]) -> dict[int, int]:
    """Which promise of the next plan repeats which of this one: the most alike, each once; figures equal."""
    if not earlier or not later:
        return {}
    left, right = bags([words for _, words in earlier]), bags([words for _, words in later])
    shared = (left @ right.T).tocoo()
    sizes = np.asarray(left.sum(axis=1)).ravel(), np.asarray(right.sum(axis=1)).ravel()
    ours, theirs = sizes[0][shared.row], sizes[1][shared.col]
    # Words added behind a promise with the same figures do not make it another; without figures they do.
    figured = np.array([bool(_digits(words)) for _, words in earlier])[shared.row]
    alike = np.where(figured, shared.data / np.minimum(ours, theirs), 2 * shared.data / (ours + theirs))
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, row, column in sorted(
        (-round(float(value), 6), int(row), int(column))
        for value, row, column in zip(alike, shared.row, shared.col, strict=True)
        if value >= _ALIKE
    ):
        if row in partners or column in taken or _digits(earlier[row][1]) != _digits(later[column][1]):
            continue
        partners[row] = column
        taken.add(column)
    return partners


def _digits(words: str) -> str:
    return "、".join(re.findall(r"\d+(?:\.\d+)?", words))


def _finding(proses: Sequence[Prose], chain: Sequence[tuple[int, Promise]]) -> Finding:
    quotes = tuple(_quoted(proses[series], promise) for series, promise in chain)
    has_figure = any(promise.figures for _, promise in chain)
    grade: Grade = "likely" if has_figure else "worth_a_look"
    place = proses[chain[0][0]].report.place
    years = "、".join(str(proses[series].report.year) for series, _ in chain)
    details = {"years": years, "words": quotes[0].quote[:_LONGEST_WORDS]}
    return Finding(
        kind=REPEATED,
        grade=grade,
        place=place.name if place else None,
        evidence=quotes,
        reason=Reason("repeated_word_for_word", details),
    )


def _quoted(prose: Prose, promise: Promise) -> Evidence:
    sentence = prose.words(*prose.sentence(promise.start, promise.end))
    return Evidence(
        promise.start,
        promise.end,
        file=prose.report.source.name,
        quote=prose.words(promise.start, promise.end),
        sentence=sentence,
    )
