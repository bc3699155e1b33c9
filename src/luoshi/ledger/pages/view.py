"""What the page of a place shows: its years, its promises with both quotes, what was found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import PurePath

import msgspec

from luoshi.ledger.indicators import find
from luoshi.ledger.pages.excerpts import Excerpt, excerpt, one_line
from luoshi.ledger.pages.i18n import VERDICTS, LedgerView, label, reason_words, texts
from luoshi.ledger.pages.series import Series, series
from luoshi.ledger.records import Account, Evidence, Finding, Reason, Verdict
from luoshi.ledger.target_changes import MOVED, REPEATED
from luoshi.output.labels import in_words
from luoshi.output.rows import PATH_SEPARATOR
from luoshi.output.titles import file_name
from luoshi.output.web import Texts
from luoshi.reading.records import Figure, Report

_GRADES = ("certain", "likely", "worth_a_look")


class Quote(msgspec.Struct, frozen=True):
    """Words of a report, the year it was given in, and where they are marked (``reports/….html#f12``)."""

    words: Excerpt
    year: int | None
    href: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One promise on the page; ``target`` is its figure in words, ``None`` for a promise without one."""

    name: str
    verdict: Verdict
    subject: str
    indicator: str | None
    kind: str
    section: str
    year: int
    due: int | None
    target: Texts | None
    promised: Quote
    outcome: Quote | None
    reason: Texts


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """The promises of one report.

    ``answered``  the year of the next report, ``None`` where it is not at hand.
    ``counts``    verdicts of the promises with figures, ``in_words`` of those without.
    ``asked``     verdicts of the promises with figures that some report at hand has to answer.
    ``notes``     what a reader must know of the reports.
    """

    year: int
    answered: int | None
    counts: dict[Verdict, int]
    in_words: dict[Verdict, int]
    asked: dict[Verdict, int]
    notes: tuple[Texts, ...]
    items: tuple[Item, ...]

    @property
    def promises(self) -> int:
        """How many promises have figures."""
        return sum(self.counts.values())

    @property
    def dropped(self) -> tuple[Item, ...]:
        """Promises with figures of which the next report says nothing; headline targets first."""
        silent = [item for item in self.items if item.verdict == "unreported" and item.target is not None]
        return tuple(sorted(silent, key=lambda item: item.kind != "headline_target"))


class FindingView(msgspec.Struct, frozen=True):
    """A finding: what it says, how sure it is, and the words on every side, by year."""

    reason: Texts
    grade: str
    quotes: tuple[Quote, ...]


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page of a place shows."""

    place: str
    years: tuple[Year, ...]
    series: tuple[Series, ...]
    moved: tuple[FindingView, ...]
    repeated: tuple[FindingView, ...]
    doubts: tuple[FindingView, ...]
    reports: tuple[Report, ...]
    gaps: tuple[int, ...]

    @property
    def answered(self) -> tuple[Year, ...]:
        """The years that another report answers."""
        return tuple(year for year in self.years if year.answered is not None)

    @property
    def name(self) -> str:
        """The place, or words that stand for it."""
        return self.place or "这里"


def views(ledger: LedgerView) -> list[PlaceView]:
    """A view of each place, in the order of their names."""
    names = page_names(ledger.reports)
    reports = {report.source.name: report for report in ledger.reports}
    by_place: dict[str, list[Account]] = defaultdict(list)
    for account in ledger.accounts:
        by_place[account.place].append(account)
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in ledger.findings:
        findings[_place_of(finding, by_place)].append(finding)
    maker = _Maker(reports, names)
    return [maker.view(place, by_place[place], findings[place]) for place in sorted(by_place)]


def page_names(reports: Sequence[Report]) -> dict[str, str]:
    """For the name of every source the file of its annotated page: ``reports/青岚市-2024.html``."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for report in reports:
        wished = chosen = file_name(report)
        count = 1
        while chosen.casefold() in taken:
            count += 1
            chosen = f"{wished}-{count}"
        taken.add(chosen.casefold())
        names[report.source.name] = f"reports/{chosen}.html"
    return names


def year_sentence(year: Year) -> Texts:
    """``2022 年 77 项量化承诺：兑现 19，未达 6，未见回应 47``."""
    key = "year_says" if year.promises else "year_says_nothing"
    return texts(key, year=year.year, promises=year.promises, verdicts=verdict_list(year.counts))


def verdict_list(counts: dict[Verdict, int]) -> Texts:
    """``兑现 19，未达 6``: the verdicts that occur, in their order."""
    some = [(label("verdict", verdict), counts[verdict]) for verdict in VERDICTS if counts.get(verdict)]
    return {
        "zh": "，".join(f"{words['zh']} {count}" for words, count in some),
        "en": ", ".join(f"{words['en']} {count}" for words, count in some),
    }


def _place_of(finding: Finding, places: dict[str, list[Account]]) -> str:
    if finding.place is not None:
        return finding.place
    return next(iter(places)) if len(places) == 1 else ""


class _Maker:
    def __init__(self, reports: dict[str, Report], names: dict[str, str]) -> None:
        self._reports, self._names = reports, names

    def view(self, place: str, accounts: Sequence[Account], findings: Sequence[Finding]) -> PlaceView:
        by_year: dict[int, list[Account]] = defaultdict(list)
        for account in sorted(
            accounts, key=lambda account: (account.year, account.promised.start, account.promised.end)
        ):
            by_year[account.year].append(account)
        files = dict.fromkeys(name for account in accounts for name in _files(account))
        reports = sorted((self._reports[name] for name in files if name in self._reports), key=_year_of)
        report_years = [report.year for report in reports if report.year is not None]
        ordered = sorted(findings, key=lambda finding: _GRADES.index(finding.grade))
        others = [finding for finding in ordered if finding.kind not in {MOVED, REPEATED}]
        return PlaceView(
            place=place,
            years=tuple(self._year(year, by_year[year]) for year in sorted(by_year)),
            series=tuple(series(accounts, self._reports)),
            moved=tuple(self._finding(finding) for finding in ordered if finding.kind == MOVED),
            repeated=tuple(self._finding(finding) for finding in ordered if finding.kind == REPEATED),
            doubts=tuple(map(self._finding, others)),
            reports=tuple(reports),
            gaps=tuple(sorted(set(range(min(report_years), max(report_years))) - set(report_years)))
            if report_years
            else (),
        )

    def _year(self, year: int, accounts: Sequence[Account]) -> Year:
        with_figures = [account for account in accounts if account.figure is not None]
        return Year(
            year=year,
            answered=year + 1 if any(account.answered == year + 1 for account in accounts) else None,
            counts=Counter(account.verdict for account in with_figures),
            in_words=Counter(account.verdict for account in accounts if account.figure is None),
            asked=Counter(
                account.verdict
                for account in accounts
                if account.figure is not None and account.answered is not None
            ),
            notes=tuple(reason_words(note) for note in _notes(accounts)),
            items=tuple(self._item(f"a{year}-{index}", account) for index, account in enumerate(accounts)),
        )

    def _item(self, name: str, account: Account) -> Item:
        figure = self._figure(account.promised.file, account.figure)
        target: Texts | None = None
        if account.figure is not None:
            quote = one_line(account.promised.quote)
            target = (
                {"zh": in_words(figure, "zh"), "en": in_words(figure, "en")}
                if figure
                else {"zh": quote, "en": quote}
            )
        indicator = find(account.indicator) if account.indicator else None
        return Item(
            name=name,
            verdict=account.verdict,
            subject=one_line(account.subject),
            indicator=indicator.code if indicator else None,
            kind=account.kind,
            section=one_line(account.section.rsplit(PATH_SEPARATOR, 1)[-1]).lstrip("# "),
            year=account.year,
            due=account.due,
            target=target,
            promised=self._quote(account.promised, account.figure, account.promise),
            outcome=None if account.outcome is None else self._quote(account.outcome, account.outcome_figure),
            reason=reason_words(account.reason),
        )

    def _quote(self, evidence: Evidence, figure: int | None = None, promise: int | None = None) -> Quote:
        report = self._reports.get(evidence.file)
        page = self._names.get(evidence.file)
        anchor = f"c{evidence.start}-{evidence.end}"
        if figure is not None:
            anchor = f"f{figure}"
        elif promise is not None:
            anchor = f"p{promise}"
        words = excerpt(evidence, report.text if report else None)
        return Quote(words, report.year if report else None, f"{page}#{anchor}" if page else "")

    def _finding(self, finding: Finding) -> FindingView:
        quotes = [self._quote(evidence) for evidence in finding.evidence]
        return FindingView(reason_words(finding.reason), finding.grade, tuple(quotes))

    def _figure(self, file: str, index: int | None) -> Figure | None:
        report = self._reports.get(file)
        return report.figures[index] if report and index is not None else None


def source_names(report: Report) -> str:
    """The file of a report without its folder."""
    return PurePath(report.source.name).name


def _notes(accounts: Sequence[Account]) -> list[Reason]:
    """The notes of all, each once, as they come."""
    notes: list[Reason] = []
    for account in accounts:
        notes += [note for note in account.notes if note not in notes]
    return notes


def _files(account: Account) -> list[str]:
    return [account.promised.file, *([account.outcome.file] if account.outcome else [])]


def _year_of(report: Report) -> tuple[int, str]:
    return (report.year or 0, report.source.name)
