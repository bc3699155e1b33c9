"""Text as pairs of characters, so that a database that knows no Chinese finds Chinese words.

``建设5G基站`` -> ``建设 设 5g 基站 站``: a run of Chinese gives its pairs and its last character, a word of
another script itself. Every character thereby begins one piece, and a single one is found as a prefix.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Han with its extensions and the iteration mark: scripts that put no space between words.
_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_PIECES_OF_A_TEXT = 8000  # positions past 16,383 are lost in PostgreSQL
_PIECES_OF_A_TERM = 64
_TERMS = 8


def _pieces(text: str) -> list[list[str]]:
    """The pieces of each run of ``text``, its last character as a piece of its own included."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = []
    for match in _RUN.finditer(folded):
        run = match[0]
        if re.match(f"[{_HAN}]", run):
            found.append([*(first + second for first, second in pairwise(run)), run[-1]])
        else:
            found.append([run])
    return found


def bigrams(text: str) -> str:
    """What is indexed of ``text``, pieces between spaces."""
    pieces = [piece for run in _pieces(text) for piece in run]
    return " ".join(pieces[:_PIECES_OF_A_TEXT])


def terms(query: str) -> list[list[str]]:
    """What to look for: each word of ``query`` as pieces that follow each other, the last one a prefix.

    ``社区 菜`` -> ``[["社区"], ["菜"]]``; empty where the query has neither letter nor digit.
    """
    found = []
    for word in query.split():
        runs = _pieces(word)
        if runs and len(runs[-1]) > 1:
            runs[-1] = runs[-1][:-1]  # a word may go on after what was typed
        pieces = [piece for run in runs for piece in run]
        if pieces:
            found.append(pieces[:_PIECES_OF_A_TERM])
    return found[:_TERMS]
