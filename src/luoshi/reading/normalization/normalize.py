"""From a source to its normalized text: the entry of this package."""

from __future__ import annotations

from luoshi.reading.normalization.characters import clean, with_plain_characters, with_swaps
from luoshi.reading.normalization.contents import contents
from luoshi.reading.normalization.front_matter import body_start
from luoshi.reading.normalization.layout import lay_out, with_plain_line_ends
from luoshi.reading.normalization.markup import markup
from luoshi.reading.normalization.note_marks import note_marks
from luoshi.reading.normalization.patterns import notice
from luoshi.reading.normalization.pieces import compose, insert_line_ends, keep
from luoshi.reading.normalization.run_together import line_ends
from luoshi.reading.normalization.tables import table_rows
from luoshi.reading.text import NormalizedText, Pieces


def normalize(text: str) -> tuple[NormalizedText, tuple[str, ...]]:
    r"""``text`` normalized, and notices (in Chinese) of what was joined, moved or left out.

    The normalized text has one paragraph a line, joined by ``\n``, without front matter, page
    furniture, bold marks and idle blanks, with half-width digits and Chinese punctuation.
    """
    plain = with_plain_line_ends(with_plain_characters(text))
    start = body_start(plain)
    drops, notices = markup(plain, start)
    listed, listed_notices = contents(plain, start)
    if listed:
        drops = [drop for drop in drops if not listed[0][0] <= drop[0] < listed[0][1]] + listed
        drops.sort()
        notices += listed_notices
    end = max(start, len(plain.rstrip("\n")))
    inner = [(first, min(last, end)) for first, last in drops if first < end]
    body, pieces = keep(
        plain, [0, *(first for first, _ in inner), end], [start, *(last for _, last in inner), len(plain)]
    )
    rows = table_rows(body)
    if rows.bars:
        body = with_swaps(body, [(at, "|") for at in rows.bars])
        body, outer = keep(body, [start for start, _ in rows.drops], [end for _, end in rows.drops])
        pieces = compose(outer, pieces)
    breaks = line_ends(body)
    if breaks:
        body, outer = insert_line_ends(body, breaks)
        pieces = compose(outer, pieces)
        notices.append(notice("run_together", count=len(breaks) + 1))
    body, pieces, marks = _without_note_marks(body, pieces)
    laid_out = lay_out(body, _pages(text, pieces))
    if laid_out:
        body, outer, more = laid_out
        pieces = compose(outer, pieces)
        notices += more
        # A mark that opened a line of a broken paragraph stands behind a word now.
        body, pieces, more_marks = _without_note_marks(body, pieces)
        marks += more_marks
    if marks:
        notices.append(notice("note_marks", count=marks))
    normalized, outer = clean(body)
    return NormalizedText.mapped(normalized, compose(outer, pieces)), tuple(notices)


def _without_note_marks(body: str, pieces: Pieces) -> tuple[str, Pieces, int]:
    """``body`` without marks of notes, its map, and how many they were."""
    marks = note_marks(body)
    if not marks:
        return body, pieces, 0
    body, outer = keep(body, [start for start, _ in marks], [end for _, end in marks])
    return body, compose(outer, pieces), len(marks)


def _pages(text: str, pieces: Pieces) -> str:
    """The body as it was before line ends were made alike, where form feeds mark pages."""
    if "\f" not in text:
        return ""
    return "".join(
        text[source : source + length] for source, length in zip(pieces.source, pieces.lengths, strict=True)
    )
