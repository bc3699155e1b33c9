"""``luoshi check``: what does not add up in reports, with the words on every side."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import click
import msgspec
from rich.console import Console
from rich.text import Text

from luoshi.batch import read_reports
from luoshi.cli.bilingual import BilingualCommand
from luoshi.cli.progress import Progress
from luoshi.cli.words import word
from luoshi.errors import InputError, Language
from luoshi.output.wrapping import wrapped_styled

if TYPE_CHECKING:
    from luoshi.ledger.records import Evidence, Finding, Grade
    from luoshi.reading.records import Report

CheckFormat = Literal["table", "jsonl", "csv"]
_GRADES = ("certain", "likely", "worth_a_look")
_COLUMNS = ("finding", "grade", "kind", "place", "reason", "file", "start", "end", "quote", "sentence")
_STYLES = {"certain": "bold red", "likely": "yellow", "worth_a_look": "dim"}
_AROUND = 60
_WIDTH_OF_FILES = 80


def check_command(
    language: Language, help_text: Callable[[str], str], shared: Sequence[click.Option]
) -> BilingualCommand:
    """The command; ``shared`` are options that other commands have, too."""

    def callback(
        paths: tuple[str, ...], against: str | None, format_: CheckFormat | None, grade: Grade
    ) -> int:
        chosen = format_ or ("table" if sys.stdout.isatty() else "jsonl")
        return run_check(paths, against, chosen, grade, language)

    parameters: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar="REPORT…"),
        click.Option(["--against"], metavar="STATS.csv", help=help_text("against")),
        click.Option(
            ["--format", "format_"], type=click.Choice(get_args(CheckFormat)), help=help_text("check_format")
        ),
        click.Option(
            ["--grade"], type=click.Choice(_GRADES), default="worth_a_look", help=help_text("grade")
        ),
        *shared,
    ]
    return BilingualCommand("check", callback=callback, params=parameters, help=help_text("check"))


def run_check(
    paths: Sequence[str], against: str | None, format_: CheckFormat, grade: Grade, language: Language
) -> int:
    """Write the findings of at least ``grade``; 0 whatever is found, 2 where something could not be read."""
    # The ledger is loaded only for the commands that need it.
    from luoshi.ledger.contradictions import contradictions, read_statistics

    statistics = read_statistics(against) if against is not None else []
    reports: list[Report] = []
    failed = 0
    with Progress(language) as progress:
        for report in read_reports(paths, watcher=progress):
            if isinstance(report, InputError):
                failed += 1
                progress.say(f"luoshi: {report.message(language)}")
            else:
                reports.append(report)
    if reports:
        findings = contradictions(reports, statistics, least=grade)
        _WRITERS[format_](findings, language)
        if not findings:
            nothing = word("check.nothing", language, reports=len(reports))
            click.echo(nothing, err=format_ != "table")
    return 2 if failed else 0


def _write_lines(findings: Sequence[Finding], language: Language) -> None:
    from luoshi.ledger.contradictions import words_of
    from luoshi.ledger.records import plain

    for finding in findings:
        line = msgspec.json.encode(plain(finding) | {"words": words_of(finding, language)})
        click.echo(line.decode("utf-8"))


def _write_csv(findings: Sequence[Finding], language: Language) -> None:
    from luoshi.ledger.contradictions import words_of
    from luoshi.output.formats.separated import cell

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for number, finding in enumerate(findings, 1):
        same = (number, finding.grade, finding.kind, finding.place or "", words_of(finding, language))
        for evidence in finding.evidence:
            row = (*same, evidence.file, evidence.start, evidence.end, evidence.quote, evidence.sentence)
            writer.writerow([cell(value) for value in row])
    click.echo("\ufeff" + text.getvalue(), nl=False)


def _write_table(findings: Sequence[Finding], language: Language) -> None:
    from luoshi.ledger.contradictions import name_of, words_of

    if not findings:
        return
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_FILES, highlight=False)
    counts: Counter[str] = Counter(finding.grade for finding in findings)
    grades = word("check.comma", language).join(
        f"{name_of(grade, language)} {counts[grade]}" for grade in _GRADES if counts[grade]
    )
    _print(console, Text(word("check.found", language, count=len(findings), grades=grades), style="bold"))
    for finding in findings:
        console.print()
        head = Text.assemble(
            (name_of(finding.grade, language), _STYLES[finding.grade]),
            "  ",
            (name_of(finding.kind, language), "bold"),
            f"  {finding.place or ''}",
        )
        _print(console, head)
        _print(console, Text(words_of(finding, language)), indent=2)
        for evidence in finding.evidence:
            _print(console, Text(f"{evidence.file}:{evidence.start}", style="dim"), indent=2)
            _print(console, _shown(evidence), indent=4)


def _print(console: Console, text: Text, indent: int = 0) -> None:
    for line in wrapped_styled(text, console.width - indent):
        line.pad_left(indent)
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _shown(evidence: Evidence) -> Text:
    """The sentence around the quote, shortened, with the quote underlined."""
    quote = "".join(evidence.quote.split())
    if len(quote) > 2 * _AROUND:
        quote = quote[: 2 * _AROUND] + "…"
    sentence = " ".join(evidence.sentence.split())
    at = sentence.find(quote)
    text = Text()
    if at < 0:
        return text.append(quote, style="underline")
    before, after = sentence[:at], sentence[at + len(quote) :]
    text.append(("…" if len(before) > _AROUND else "") + before[-_AROUND:])
    text.append(quote, style="underline")
    return text.append(after[:_AROUND] + ("…" if len(after) > _AROUND else ""))


_WRITERS: dict[CheckFormat, Callable[[Sequence[Finding], Language], None]] = {
    "table": _write_table,
    "jsonl": _write_lines,
    "csv": _write_csv,
}
