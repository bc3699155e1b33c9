"""What was read and what people corrected become the rows that the rest of the office works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.city.reports.matching import found_again
from luoshi.city.reports.models import Correction, Figure, Promise, Report
from luoshi.city.reports.reading import as_read
from luoshi.city.rules.anchors import Anchor, Finder
from luoshi.city.rules.correction_codec import Stored, loaded
from luoshi.city.rules.corrections import Correction as PromiseCorrection
from luoshi.city.rules.corrections import EffectivePromise, corrected
from luoshi.city.rules.figure_corrections import EffectiveFigure, FigureCorrection, corrected_figures
from luoshi.city.rules.overlaps import Overlaps
from luoshi.reading.records import Report as ReadReport
from luoshi.reading.records import Section
from luoshi.reading.text import Span

_Held = tuple[Figure, Promise | None]
_PROMISE_FIELDS = (
    "position", "start", "end", "text", "kind", "period", "section", "section_path", "origin", "state",
    "exclusion_reason", "present",
)  # fmt: skip
_FIGURE_VALUES = ("subject", "measure", "low", "high", "unit", "bound", "status", "tone", "period", "place")
_FIGURE_FIELDS = ("start", "end", "quote", *_FIGURE_VALUES, "origin", "state", "promise")


@dataclass(frozen=True)
class Settlement:
    """What the rows become: worked out without a write, then written at once.

    ``new``, ``changed``, ``gone``  promises that are made, written anew, taken away.
    ``figures_new``, ...            figures, those that are written each with the promise it stands in.
    """

    new: tuple[Promise, ...]
    changed: tuple[Promise, ...]
    gone: tuple[int, ...]
    figures_new: tuple[_Held, ...]
    figures_changed: tuple[_Held, ...]
    figures_gone: tuple[int, ...]
    corrections: tuple[Correction, ...]
    last_promise: int
    last_figure: int

    def changes_nothing(self) -> bool:
        """Whether the rows are so already."""
        return not any(
            (
                self.new, self.changed, self.gone,
                self.figures_new, self.figures_changed, self.figures_gone, self.corrections,
            )
        )  # fmt: skip

    def write(self, report: Report) -> None:
        """Make the rows so. The caller holds ``report``'s row, saves it and records what it did."""
        Promise.objects.filter(pk__in=self.gone).delete()
        Promise.objects.bulk_update(self.changed, _PROMISE_FIELDS, batch_size=100)
        Promise.objects.bulk_create(self.new, batch_size=200)
        for figure, promise in (*self.figures_new, *self.figures_changed):
            figure.promise_id = promise.pk if promise is not None else None
        Figure.objects.filter(pk__in=self.figures_gone).delete()
        Figure.objects.bulk_update([one for one, _ in self.figures_changed], _FIGURE_FIELDS, batch_size=100)
        Figure.objects.bulk_create([one for one, _ in self.figures_new], batch_size=200)
        Correction.objects.bulk_update(self.corrections, ["placed"], batch_size=500)
        report.last_promise, report.last_figure = self.last_promise, self.last_figure


def settle(report: Report) -> None:
    """Make the rows of promises and figures what the record with its corrections says.

    The caller holds the report's row and records what it did. A constant number of queries.
    """
    numbers = (report.last_promise, report.last_figure)
    settlement(report, as_read(report)).write(report)
    if (report.last_promise, report.last_figure) != numbers:
        report.save(update_fields=["last_promise", "last_figure"])


def settlement(report: Report, read: ReadReport) -> Settlement:
    """What the rows become where ``read`` is what was read and the corrections win over it. Writes nothing.

    Rows are found again by their place, where the text is another one than ``report.text`` by their words;
    a promise that is gone stays, not present, where a task rests on it. Takes time in proportion to the
    length of the report, but for sorting.
    """
    rows = list(Correction.objects.filter(report=report, withdrawn_at__isnull=True).order_by("pk"))
    corrections = [loaded(_stored(row)) for row in rows]
    of_promises = [one for one in corrections if isinstance(one, PromiseCorrection)]
    of_figures = [one for one in corrections if isinstance(one, FigureCorrection)]
    promises = corrected(read.promises, of_promises, read.text)
    figures = corrected_figures(read.figures, of_figures, read.text)
    now, new, changed, gone, last_promise = _promises(report, read, promises.promises)
    figures_new, figures_changed, figures_gone, last_figure = _figures(report, read, figures.figures, now)
    unplaced = {one.id for one in promises.unplaced} | {one.id for one in figures.unplaced}
    return Settlement(
        new=tuple(new),
        changed=tuple(changed),
        gone=tuple(gone),
        figures_new=tuple(figures_new),
        figures_changed=tuple(figures_changed),
        figures_gone=tuple(figures_gone),
        corrections=tuple(_placed_otherwise(rows, unplaced)),
        last_promise=last_promise,
        last_figure=last_figure,
    )


def is_settled(report: Report) -> bool:
    """Whether the rows are what the record with its corrections says."""
    return settlement(report, as_read(report)).changes_nothing()


def basis_of(report: Report) -> object:
    """All that a settlement rests on beside what was read: equal as long as it still holds."""
    kept = Correction.objects.filter(report=report, withdrawn_at__isnull=True).order_by("pk")
    stand = Promise.objects.filter(report=report).order_by("pk")
    numbers = Report.objects.values_list("last_promise", "last_figure", "reader").get(pk=report.pk)
    return (
        numbers,
        list(kept.values_list("pk", flat=True)),
        list(stand.values_list("pk", "start", "end", "state")),
        _tasked(report),
    )


def _tasked(report: Report) -> set[int]:
    return set(Promise.objects.filter(report=report, tasks__isnull=False).values_list("pk", flat=True))


def _stored(row: Correction) -> Stored:
    return Stored(row.pk, row.kind, row.start, row.end, row.quote, row.detail, row.reason)


def _placed_otherwise(rows: Sequence[Correction], unplaced: set[int]) -> list[Correction]:
    """The corrections of which it is another now whether they find their place."""
    changed = [row for row in rows if row.placed == (row.pk in unplaced)]
    for row in changed:
        row.placed = row.pk not in unplaced
    return changed


def _promises(
    report: Report, read: ReadReport, promises: Sequence[EffectivePromise]
) -> tuple[list[Promise], list[Promise], list[Promise], list[int], int]:
    """The rows that now stand; those made, written anew, taken away; the last number given."""
    rows = list(Promise.objects.filter(report=report).order_by("pk"))
    tasked, last = _tasked(report), report.last_promise
    places = found_again(_places(rows, report.text, read.text), promises, [row.pk in tasked for row in rows])
    sections = [_path(read, index) for index in range(len(read.outline))]
    now, new, changed = [], [], []
    for position, (promise, index) in enumerate(zip(promises, places, strict=True), 1):
        values = _promise_values(read, promise, sections) | {"position": position}
        if index is None:
            last += 1
            row = Promise(report=report, key=f"{report.key}-p{last:04}", **values)
            new.append(row)
        else:
            row = rows[index]
            if _set(row, values):
                changed.append(row)
        now.append(row)
    kept = {index for index in places if index is not None}
    gone = [row for index, row in enumerate(rows) if index not in kept]
    for row in gone:
        if row.pk in tasked and row.present:
            row.present = False
            changed.append(row)
    return now, new, changed, [row.pk for row in gone if row.pk not in tasked], last


def _promise_values(
    read: ReadReport, promise: EffectivePromise, paths: Sequence[list[str]]
) -> dict[str, Any]:
    below = read.promises[promise.read[0]] if promise.read else None
    section = below.section if below is not None else _section_at(read.outline, promise.start)
    return {
        "start": promise.start,
        "end": promise.end,
        "text": promise.text,
        "kind": promise.kind,
        "period": below.period[:20] if below is not None else str(read.year or ""),
        "section": section,
        "section_path": [] if section is None else paths[section],
        "origin": promise.origin,
        "state": promise.state,
        "exclusion_reason": "" if promise.counts else promise.reason,
        "present": True,
    }


def _figures(
    report: Report, read: ReadReport, figures: Sequence[EffectiveFigure], promises: Sequence[Promise]
) -> tuple[list[_Held], list[_Held], list[int], int]:
    """The rows that are made, written anew, taken away; the last number given."""
    rows = list(Figure.objects.filter(report=report).order_by("pk"))
    places = found_again(_places(rows, report.text, read.text), [one.figure for one in figures])
    holders = Overlaps((index, Span(row.start, row.end)) for index, row in enumerate(promises))
    new: list[_Held] = []
    changed: list[_Held] = []
    last = report.last_figure
    for one, index in zip(figures, places, strict=True):
        values = _figure_values(one)
        holder = _holder(one.figure, [promises[at] for at in sorted(holders.with_(one.figure))])
        if index is None:
            last += 1
            new.append((Figure(report=report, key=f"{report.key}-f{last:04}", **values), holder))
            continue
        row = rows[index]
        moves = row.promise_id != (holder.pk or 0 if holder is not None else None)
        if _set(row, values) or moves:
            changed.append((row, holder))
    kept = {index for index in places if index is not None}
    return new, changed, [row.pk for index, row in enumerate(rows) if index not in kept], last


def _figure_values(one: EffectiveFigure) -> dict[str, Any]:
    values = {name: getattr(one.figure, name) for name in _FIGURE_VALUES}
    return values | {
        "start": one.figure.start,
        "end": one.figure.end,
        "quote": one.figure.quote[:200],
        "subject": one.figure.subject[:300],
        "tone": one.figure.tone or "",
        "place": (one.figure.place or "")[:100],
        "unit": one.figure.unit[:40],
        "period": one.figure.period[:20],
        "origin": one.origin,
        "state": one.state,
    }


def _holder(figure: Span, promises: Sequence[Promise]) -> Promise | None:
    """The promise that a figure stands in: of several the one not excluded, then the shortest."""
    around = [row for row in promises if row.start <= figure.start and figure.end <= row.end]
    return min(around, key=lambda row: (not row.counts, row.end - row.start), default=None)


def _places(rows: Iterable[Promise | Figure], was: str, text: str) -> list[Span]:
    """Where the rows' words stand in ``text``; words that are gone stand nowhere."""
    spans = [Span(row.start, row.end) for row in rows]
    if was in ("", text):
        return spans
    find = Finder(text)
    found = (find.one(Anchor(span.start, span.end, span.of(was))) for span in spans)
    return [one or Span(-1 - number, -1 - number) for number, one in enumerate(found)]


def _set(row: Promise | Figure, values: dict[str, Any]) -> bool:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed)


def _section_at(outline: Sequence[Section], offset: int) -> int | None:
    """The deepest section around an offset."""
    around = [section for section in outline if section.start <= offset < section.body_end]
    return max(around, key=lambda section: section.level).index if around else None


def _path(read: ReadReport, index: int) -> list[str]:
    return [" ".join(section.heading.split()) for section in read.section_path(index)]
