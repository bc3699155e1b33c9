"""The text of a report as HTML: headings, paragraphs, and a mark for every record."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType

import msgspec
from markupsafe import Markup, escape

from luoshi.output.page.blocks import Block, blocks, line_ends, markdown_marks, with_looks
from luoshi.output.page.marks import Mark, around_whole, nested
from luoshi.reading.records import Figure, Report, Section
from luoshi.reading.text import Span

_DEEPEST_HEADING = 6
_RANKS = {"heading": 0, "problem": 1, "promise": 2, "mention": 3, "quoted": 4, "figure": 5, "hidden": 6}


class Look(msgspec.Struct, frozen=True):
    """How a page of another package shows a record: its ``id``, where its link leads, further classes."""

    id: str
    href: str
    classes: str = ""


_AS_NAMED: Mapping[str, Look] = MappingProxyType({})


def body(report: Report, quoted: Collection[Span] = (), looks: Mapping[str, Look] = _AS_NAMED) -> Markup:
    """Headings and paragraphs with ids: ``s3`` a section, ``f12`` a figure, ``p`` ``j`` ``q`` others.

    ``quoted`` are further words that another page points at: ``c120-140`` by their offsets. ``looks`` are
    by those ids; a record without one is called so and links to itself.
    """
    marks = sorted(_marks(report, quoted, looks), key=attrgetter("start"))
    longest = max((mark.end - mark.start for mark in marks), default=0)
    starts = [mark.start for mark in marks]
    parts: list[Markup] = []
    for block in with_looks(report, blocks(report)):
        first = bisect_left(starts, block.span.start - longest)
        last = bisect_left(starts, block.span.end)
        parts.append(_block(report, block, marks[first:last]))
    return Markup("\n").join(parts)


def _block(report: Report, block: Block, marks: Sequence[Mark]) -> Markup:
    hidden = [*line_ends(report.text, block.span), *markdown_marks(report, block.span)]
    inside = [mark for mark in marks if block.heading is None or mark.rank != _RANKS["heading"]]
    html = nested(report.text, block.span, [*inside, *map(_hidden, hidden)])
    if block.heading is None:
        look = Markup(' class="{}"').format(block.look) if block.look else ""
        return Markup("<p{}>{}</p>").format(look, html)
    level = min(block.heading.level + 2, _DEEPEST_HEADING)
    return Markup('<h{} id="s{}">{}</h{}>').format(level, block.heading.index, html, level)


def _marks(report: Report, quoted: Collection[Span], looks: Mapping[str, Look]) -> list[Mark]:
    def look(name: str) -> Look:
        return looks.get(name) or Look(name, f"#{name}")

    figures = [
        _figure(span, figure, look(f"f{index}"))
        for span, index, figure in _without_overlaps(enumerate(report.figures))
    ]
    wider = [_run_in(section) for section in report.outline if section.start < section.end]
    for index, promise in enumerate(report.promises):
        wider.append(_box(promise, "promise", look(f"p{index}"), promise.kind))
    for index, project in enumerate(report.projects):
        wider.append(_box(project, "mention", look(f"j{index}"), "mention"))
    for index, problem in enumerate(report.problems):
        wider.append(_box(problem, "problem", look(f"q{index}"), "problem"))
    wider += [_quoted(start, end) for start, end in sorted({(span.start, span.end) for span in quoted})]
    # A figure is a link, and links hold no links: a mark that begins inside one begins before it.
    return [*around_whole(wider, figures), *figures]


def _without_overlaps(figures: Iterable[tuple[int, Figure]]) -> Iterator[tuple[Span, int, Figure]]:
    end = 0
    for index, figure in sorted(figures, key=lambda pair: (pair[1].start, -pair[1].end)):
        span = Span(max(figure.start, end), figure.end)
        if span.start < span.end:
            yield span, index, figure
            end = span.end


def _figure(span: Span, figure: Figure, look: Look) -> Mark:
    classes = _classes("f", figure.status, look.classes)
    link = f'<a href="{escape(look.href)}" class="{classes}" aria-describedby="k-{figure.status}"'
    return Mark(span.start, span.end, _RANKS["figure"], f'{link} id="{escape(look.id)}">', f"{link}>", "</a>")


def _box(span: Span, what: str, look: Look, kind: str) -> Mark:
    """A stretch of words with a link before it, which is drawn as a small box."""
    classes = _classes(what, kind if kind != what else "", look.classes)
    name = escape(look.id)
    opening = (
        f'<span class="{classes}" id="{name}">'
        f'<a class="box" href="{escape(look.href)}" aria-labelledby="k-{kind}"></a>'
    )
    again = f'<span class="{classes} rest" data-of="{name}">'
    return Mark(span.start, span.end, _RANKS[what], opening, again, "</span>")


def _classes(*names: str) -> str:
    return escape(" ".join(name for name in names if name))


def _quoted(start: int, end: int) -> Mark:
    return Mark(start, end, _RANKS["quoted"], f'<span id="c{start}-{end}">', "<span>", "</span>")


def _run_in(section: Section) -> Mark:
    opening = f'<b id="s{section.index}">'
    return Mark(section.start, section.end, _RANKS["heading"], opening, "<b>", "</b>")


def _hidden(span: Span) -> Mark:
    return Mark(
        span.start, span.end, _RANKS["hidden"], '<span class="unseen">', '<span class="unseen">', "</span>"
    )
