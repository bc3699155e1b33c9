"""Passages that stand in a report twice, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.ledger.contradictions.checking import finding, shown
from luoshi.ledger.contradictions.prose import Prose
from luoshi.ledger.records import Finding, Grade

KIND = "repeated_passage"
_SHORTEST = 24
_LONG = 40
_END = re.compile("[。；][”）]?$")
_MARKS = re.compile(r"[^\w%]|_")


def repeated_passages(prose: Prose) -> Iterator[Finding]:
    """Sentences that come again, with every sentence that follows them in both places.

    A sentence of fewer than 24 characters, marks aside, may be a formula and is passed over alone.
    """
    sentences = list(prose.sentences())
    keys = [_MARKS.sub("", prose.text[start:end]) for start, end in sentences]
    first_at: dict[str, int] = {}
    index = 0
    while index < len(keys):
        ended = _END.search(prose.text[slice(*sentences[index])]) is not None
        is_sentence = ended and len(keys[index]) >= _SHORTEST
        earlier = first_at.setdefault(keys[index], index) if is_sentence else index
        if earlier == index:
            index += 1
            continue
        length = 1
        while _same(keys, earlier + length, index + length) and earlier + length < index:
            length += 1
        spans = [(sentences[at][0], sentences[at + length - 1][1]) for at in (earlier, index)]
        size = sum(len(key) for key in keys[index : index + length])
        grade: Grade = "certain" if size >= _LONG else "worth_a_look"
        yield finding(KIND, grade, prose, spans, length=shown(size))
        index += length


def _same(keys: list[str], earlier: int, later: int) -> bool:
    return later < len(keys) and keys[earlier] == keys[later]
