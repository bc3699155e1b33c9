"""The ledger in a terminal: year by year a sentence, then every promise with what became of it."""

from __future__ import annotations

import io
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from luoshi.errors import Language
from luoshi.ledger.pages.i18n import VERDICTS, LedgerView, label, word
from luoshi.ledger.pages.view import FindingView, Item, PlaceView, Year, views, year_sentence
from luoshi.ledger.records import Verdict

_WIDTH_OF_FILES = 120
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
        _show(console, view, language)
    if not is_terminal:
        stream.write(text.getvalue().encode("utf-8", "replace"))


def show_sentences(console: Console, view: PlaceView, language: Language) -> None:
    """The place, a sentence a year, and the years as a table of counts."""
    console.print(Text(f"{view.name} · {word('title_words', language)}", style="bold"))
    for year in view.years:
        console.print(Text(year_sentence(year)[language]), soft_wrap=True)
    if view.gaps:
        gaps = "、".join(map(str, view.gaps))
        console.print(Text(word("missing_years", language, years=gaps), style="red"), soft_wrap=True)
    console.print(_counts(view, language))
    console.print(Text("  ".join(_mark(verdict, language) for verdict in VERDICTS), style="dim"))
    console.print()


def _show(console: Console, view: PlaceView, language: Language) -> None:
    show_sentences(console, view, language)
    for key, findings in (("moved", view.moved), ("repeated", view.repeated), ("doubts", view.doubts)):
        if findings:
            console.print(Text(word(key, language), style="bold red"))
            for finding in findings:
                _tell(console, finding, language)
            console.print()
    for year in view.years:
        console.print(Text(word("promised_in", language, year=year.year), style="bold"))
        console.print(_promises(year, language))


def _counts(view: PlaceView, language: Language) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(word("year", language))
    table.add_column(word("promises", language), justify="right")
    for verdict in VERDICTS:
        shape = label("shape", verdict)[language]
        table.add_column(shape, justify="right", min_width=3, style=_STYLES.get(verdict, ""))
    table.add_column(word("in_words", language), justify="right")
    for year in view.years:
        counts = [str(year.counts.get(verdict, 0) or "·") for verdict in VERDICTS]
        table.add_row(str(year.year), str(year.promises), *counts, str(sum(year.in_words.values())))
    return table


def _promises(year: Year, language: Language) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(word("verdict", language), no_wrap=True)
    table.add_column(word("promised_in", language, year=year.year), overflow="fold", ratio=1)
    answered = (
        word("reported_in", language, year=year.answered) if year.answered else word("outcome", language)
    )
    table.add_column(answered, overflow="fold", ratio=1)
    for item in year.items:
        style = _STYLES.get(item.verdict, "")
        became = Text(_became(item, language))
        table.add_row(
            Text(_mark(item.verdict, language), style=style), Text(item.promised.words.text), became
        )
    return table


def _became(item: Item, language: Language) -> str:
    quote = item.outcome.words.text if item.outcome else ""
    return "\n".join(part for part in (quote, item.reason[language]) if part)


def _tell(console: Console, finding: FindingView, language: Language) -> None:
    console.print(Text(f"· {finding.reason[language]}"))
    for quote in finding.quotes:
        console.print(Text(f"  {quote.year or ''} “{quote.words.text}”"))


def _mark(verdict: Verdict, language: Language) -> str:
    return f"{label('shape', verdict)[language]} {label('verdict', verdict)[language]}"
