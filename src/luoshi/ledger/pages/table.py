"""The ledger in a terminal: year by year a sentence, then every promise with what became of it."""

from __future__ import annotations

import io
from typing import IO

from rich.cells import cell_len
from rich.console import Console

from luoshi.errors import Language
from luoshi.ledger.pages.i18n import VERDICTS, LedgerView, label, word
from luoshi.ledger.pages.view import FindingView, Item, PlaceView, Year, views, year_sentence
from luoshi.ledger.records import Verdict
from luoshi.output.glance import Line, show
from luoshi.output.grid import grid
from luoshi.output.wrapping import wrapped

_WIDTH_OF_FILES = 80
_INDENT = 2
_STYLES: dict[Verdict, str] = {
    "missed": "red",
    "unreported": "red",
    "not_yet_due": "dim",
    "not_comparable": "dim",
}


def write_table(ledger: LedgerView, stream: IO[bytes], language: Language) -> None:
    """Sentences, counts, findings and the list of every place; plain text where no person looks at it."""
    is_terminal = stream.isatty()
    text = io.StringIO()
    console = Console() if is_terminal else Console(file=text, width=_WIDTH_OF_FILES, no_color=True)
    for view in views(ledger):
        show(console, [*sentences(view, language, console.width), *_details(view, language, console.width)])
    if not is_terminal:
        stream.write(text.getvalue().encode("utf-8", "replace"))


def sentences(view: PlaceView, language: Language, width: int) -> list[Line]:
    """The place, a sentence a year, and the years as a table of counts."""
    title = f"{view.name} · {word('title_words', language)}"
    lines = [Line(line, "bold") for line in wrapped(title, width)]
    for year in view.years:
        lines += _hanging("", year_sentence(year)[language], width)
    if view.gaps:
        gaps = "、".join(map(str, view.gaps))
        lines += _hanging("", word("missing_years", language, years=gaps), width, "red")
    marks = "  ".join(_mark(verdict, language) for verdict in VERDICTS)
    lines += [Line(""), *_counts(view, language, width), Line("")]
    return [*lines, *(Line(line, "dim") for line in wrapped(marks, width)), Line("")]


def _details(view: PlaceView, language: Language, width: int) -> list[Line]:
    lines: list[Line] = []
    for key, findings in (("moved", view.moved), ("repeated", view.repeated), ("doubts", view.doubts)):
        if findings:
            told = [line for finding in findings for line in _told(finding, language, width)]
            lines += [Line(word(key, language), "bold red"), *told, Line("")]
    for year in view.years:
        lines += [*_promises(year, language, width), Line("")]
    return lines


def _counts(view: PlaceView, language: Language, width: int) -> list[Line]:
    shapes = [label("shape", verdict)[language] for verdict in VERDICTS]
    table = [[word("year", language), word("promises", language), *shapes, word("in_words", language)]]
    for year in view.years:
        counts = [str(year.counts.get(verdict, 0) or "·") for verdict in VERDICTS]
        table.append([str(year.year), str(year.promises), *counts, str(sum(year.in_words.values()))])
    head, *rest = grid(table, width, right=range(1, len(table[0])))
    return [*(Line(line, "bold") for line in head), *(Line(line) for laid in rest for line in laid)]


def _promises(year: Year, language: Language, width: int) -> list[Line]:
    """Every promise with what became of it: the quote, and why the verdict is what it is."""
    promised = word("promised_in", language, year=year.year)
    answered = (
        word("reported_in", language, year=year.answered) if year.answered else word("outcome", language)
    )
    table = [[word("verdict", language), promised, answered]]
    table += [
        [_mark(item.verdict, language), item.promised.words.text, _became(item, language)]
        for item in year.items
    ]
    head, *rest = grid(table, width)
    lines = [Line(line, "bold") for line in head]
    for item, laid in zip(year.items, rest, strict=True):
        lines += [Line(line, _STYLES.get(item.verdict, "")) for line in laid]
    return lines


def _became(item: Item, language: Language) -> str:
    quote = item.outcome.words.text if item.outcome else ""
    return "\n".join(part for part in (quote, item.reason[language]) if part)


def _told(finding: FindingView, language: Language, width: int) -> list[Line]:
    quotes = [(f"  {quote.year or ''}".rstrip(), f"“{quote.words.text}”") for quote in finding.quotes]
    lines = [line for mark, quote in quotes for line in _hanging(mark, quote, width)]
    return [*_hanging("·", finding.reason[language], width), *lines]


def _hanging(mark: str, text: str, width: int, style: str = "") -> list[Line]:
    """``text`` behind ``mark``, its further lines below its beginning."""
    lead = f"{mark} " if mark else ""
    space = cell_len(lead) or _INDENT
    first, *rest = wrapped(text, width - space)
    return [Line(lead + first, style), *(Line(" " * space + line, style) for line in rest)]


def _mark(verdict: Verdict, language: Language) -> str:
    return f"{label('shape', verdict)[language]} {label('verdict', verdict)[language]}"
