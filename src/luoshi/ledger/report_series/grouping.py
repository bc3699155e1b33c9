"""Which report stands for which year of a place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath

import msgspec

from luoshi.ledger.records import Reason
from luoshi.reading.records import Place, Report

_NAMED = re.compile(
    r"[\u4e00-\u9fff]{1,11}?(?:省|自治区|自治州|自治县|市|地区|盟|县|区|旗|州)(?![\u4e00-\u9fff]*区域)"
)
_LEAD = re.compile(r"^\W*(?:(?:19|20)\d\d年?)?")


class ReportSeries(msgspec.Struct, frozen=True, kw_only=True):
    """The reports of one place.

    ``place``    its full name; ``code`` of GB/T 2260 and ``province``, ``None`` where unknown.
    ``reports``  one a year, in order of year: the full report where there is one.
    ``specials`` further reports of the same years (abstracts, interpretations, reports to extra meetings).
    """

    place: str
    code: str | None
    province: str | None
    reports: tuple[Report, ...]
    specials: tuple[Report, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which the reports at hand were given."""
        return tuple(_year(report) for report in self.reports)

    @property
    def gaps(self) -> tuple[int, ...]:
        """The years between the first and the last report from which none is at hand."""
        years = self.years
        return tuple(sorted(set(range(years[0], years[-1] + 1)) - set(years)))

    def given_in(self, year: int) -> Report | None:
        """The report given in ``year``."""
        return next((report for report in self.reports if report.year == year), None)

    def answering(self, due: int) -> Report | None:
        """The report that looks back on the year ``due``: the one given in the year after."""
        return self.given_in(due + 1)

    def remarks(self, year: int, *, answers: bool) -> tuple[Reason, ...]:
        """What a reader must know of the report given in ``year``, which ``answers`` or promises."""
        report = self.given_in(year)
        if report is None:
            return ()
        reasons: list[Reason] = []
        if report.edition is not None and report.edition != "full":
            code = f"{'answered' if answers else 'promised'}_by_{report.edition}"
            reasons.append(Reason(code, {"year": str(year)}))
        if answers and report.reviews is not None and report.reviews.first < report.reviews.last:
            reasons.append(
                Reason("answered_by_term_report", {"year": str(year), "reviews": str(report.reviews)})
            )
        if report.place is not None and report.place.code is None:
            reasons.append(Reason("place_by_name", {"year": str(year), "place": self.place}))
        if others := [special.source.name for special in self.specials if special.year == year]:
            reasons.append(Reason("special_report", {"year": str(year), "files": "、".join(others)}))
        return tuple(reasons)


class Grouping(msgspec.Struct, frozen=True):
    """The series of reports, in order of place, and the reports that name no place or year."""

    all_series: tuple[ReportSeries, ...]
    unplaced: tuple[Report, ...]


def group_reports(reports: Iterable[Report]) -> Grouping:
    """The series of ``reports``, one a place; their order does not matter.

    A report whose place is in no list of places stands under the name that its title, meeting or file gives.
    """
    by_place: dict[str, list[Report]] = defaultdict(list)
    unplaced: list[Report] = []
    for report in sorted(map(_placed, reports), key=_order):
        if report.place is None or report.year is None:
            unplaced.append(report)
        else:
            by_place[report.place.code or report.place.name].append(report)
    all_series = [_series(by_place[key]) for key in sorted(by_place)]
    return Grouping(tuple(all_series), tuple(unplaced))


def _series(reports: list[Report]) -> ReportSeries:
    by_year: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        by_year[_year(report)].append(report)
    chosen = [min(by_year[year], key=_standing) for year in sorted(by_year)]
    texts = {(_year(report), report.text) for report in chosen}
    specials: list[Report] = []
    for report in sorted(reports, key=lambda report: (_year(report), *_standing(report))):
        if (_year(report), report.text) not in texts:
            texts.add((_year(report), report.text))
            specials.append(report)
    place = next(report.place for report in reversed(chosen) if report.place is not None)
    return ReportSeries(
        place=place.name,
        code=place.code,
        province=place.province,
        reports=tuple(chosen),
        specials=tuple(specials),
    )


def _placed(report: Report) -> Report:
    """``report``, with the place that its title, meeting or file names where no known place was found."""
    if report.place is not None:
        return report
    path = PurePath(report.source.name)
    for words in (report.title, report.meeting, path.stem, path.parent.name):
        match = _NAMED.match(_LEAD.sub("", words or ""))
        if match:
            return msgspec.structs.replace(report, place=Place(name=match[0]))
    return report


def _year(report: Report) -> int:
    return report.year if report.year is not None else 0


def _standing(report: Report) -> tuple[int, int, int, str, str]:
    """What stands for a year comes first: a full report, one that reviews a year, the longer, by name."""
    edition = {"full": 0, None: 1, "abstract": 2, "interpretation": 3}[report.edition]
    return (edition, report.reviews is None, -len(report.promises), *_order(report))


def _order(report: Report) -> tuple[str, str]:
    return (report.source.name, report.source.sha256)
