"""From a source to its normalized text: the entry of this package."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.reading.normalization.characters import clean, with_plain_characters, with_swaps
from luoshi.reading.normalization.contents import contents
from luoshi.reading.normalization.front_matter import body_start
from luoshi.reading.normalization.layout import lay_out, with_plain_line_ends
from luoshi.reading.normalization.markup import markup
from luoshi.reading.normalization.note_marks import note_marks
from luoshi.reading.normalization.patterns import notice
from luoshi.reading.normalization.pieces import compose, insert_line_ends, keep
from luoshi.reading.normalization.run_together import line_ends
from luoshi.reading.normalization.sentences import overlong_ends
from luoshi.reading.normalization.tables import table_rows
from luoshi.reading.text import NormalizedText, Pieces


def normalize(text: str) -> tuple[NormalizedText, tuple[str, ...]]:
    r"""``text`` normalized, and notices (in Chinese) of what was joined, moved or left out.

    The normalized text has one paragraph a line, joined by ``\n``, without front matter, tables of
    contents, page furniture, marks of notes, bold marks and idle blanks, with half-width digits and
    Chinese punctuation; the cells of a table's rows stand between ``|``. A sentence longer than any that is
    written is ended in between, so that reading never takes the square of a text's length.
    """
    plain = with_plain_line_ends(with_plain_characters(text))
    body = _Body(plain)
    body.take_out_what_surrounds()
    body.set_rows()
    body.part_run_together()
    body.take_out_note_marks()
    laid_out = lay_out(body.text, _pages(text, body.pieces))
    if laid_out:
        body.become(*laid_out[:2])
        body.notices += laid_out[2]
        # A mark that opened a line of a broken paragraph stands behind a word now.
        body.take_out_note_marks()
    if body.note_marks:
        body.notices.append(notice("note_marks", count=body.note_marks))
    body.become(*clean(body.text))
    body.end_overlong_sentences()
    return NormalizedText.mapped(body.text, body.pieces), tuple(body.notices)


class _Body:
    """A text on its way: what it is now, the map back to the source, and the notices so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces = Pieces([0], [0], [len(text)])
        self.notices: list[str] = []
        self.note_marks = 0

    def become(self, text: str, outer: Pieces) -> None:
        """Go on with ``text``, which ``outer`` maps to the text so far."""
        self.text, self.pieces = text, compose(outer, self.pieces)

    def leave_out(self, spans: Sequence[tuple[int, int]]) -> None:
        """Go on without ``spans``, which ascend and do not overlap."""
        self.become(*keep(self.text, [start for start, _ in spans], [end for _, end in spans]))

    def take_out_what_surrounds(self) -> None:
        """Without front matter, markup, the table of contents, and line ends at the end."""
        start = body_start(self.text)
        drops, self.notices = markup(self.text, start)
        listed, listed_notices = contents(self.text, start)
        for first, last in listed:
            drops = sorted([*(drop for drop in drops if not first <= drop[0] < last), (first, last)])
        self.notices += listed_notices
        end = max(start, len(self.text.rstrip("\n")))
        inner = [(first, min(last, end)) for first, last in drops if first < end]
        self.leave_out([(0, start), *inner, (end, len(self.text))])

    def set_rows(self) -> None:
        """With ``|`` between the cells of a table's rows."""
        rows = table_rows(self.text)
        if rows.bars:
            self.text = with_swaps(self.text, [(at, "|") for at in rows.bars])
            self.leave_out(rows.drops)

    def part_run_together(self) -> None:
        """With line ends, where all paragraphs stand in one line."""
        breaks = line_ends(self.text)
        if breaks:
            self.become(*insert_line_ends(self.text, breaks))
            self.notices.append(notice("run_together", count=len(breaks) + 1))

    def end_overlong_sentences(self) -> None:
        """With line ends in sentences that never end."""
        ends = overlong_ends(self.text)
        if ends:
            self.become(*insert_line_ends(self.text, ends))

    def take_out_note_marks(self) -> None:
        """Without the marks of notes, which are counted."""
        marks = note_marks(self.text)
        if marks:
            self.leave_out(marks)
            self.note_marks += len(marks)


def _pages(text: str, pieces: Pieces) -> str:
    """The body as before line ends were made alike, where form feeds mark pages; as long as it is now."""
    if "\f" not in text:
        return ""
    chunks: list[str] = []
    size = 0
    for start, source, length in zip(*pieces, strict=True):
        chunks.append("\n" * (start - size))  # what was put in
        chunks.append(text[source : source + length])
        size = start + length
    return "".join(chunks)
