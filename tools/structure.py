"""Count what one change touches: states, fields, events, addresses, what outsiders know; and the size.

``python tools/structure.py`` counts this checkout; ``--commit REV`` (again and again) another state of
it, ``--root PATH`` another checkout. Several are set side by side. ``--places`` lists every place.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus import ROOT
from structure_places import (
    EVENTS,
    FIELDS,
    addresses,
    deciding,
    event_lists,
    event_places,
    files_naming,
    knowing,
    outsider_places,
    reverses,
    url_tags,
)
from structure_size import (
    alike_blocks,
    alike_functions,
    calls,
    size,
    template_lines,
    vague_names,
)
from structure_source import Place, Source, commit_source, folder_source, in_city
from structure_states import lifecycles, literals, private_sets, written_in_python


class Count(NamedTuple):
    """A number under a heading, with the places that it counts where they can be told."""

    label: str
    value: float
    places: Sequence[Place] = ()
    note: str = ""


class Section(NamedTuple):
    """A heading with how its counts are taken."""

    title: str
    counts: Callable[[Source], Iterator[Count]]


def _of(label: str, places: Sequence[Place], note: str = "") -> Count:
    return Count(label, len(places), places, note)


def _files(places: Sequence[Place]) -> int:
    return len({place.file for place in places})


def _states(source: Source) -> Iterator[Count]:
    written = written_in_python(source)
    yield _of("names of states in Python, whatever they mean (the review's count)", written)
    yield Count("  in files", _files(written))
    tabled = literals(source)
    yield _of("  the context says state: Python and templates", tabled.strict)
    yield Count("  in files", _files(tabled.strict))
    yield _of("  the context says nothing: Python, templates, tables", tabled.loose)
    declared = literals(source, tabled=False)
    yield _of("states that only Python names (readings, promises), the context says state", declared.strict)
    sets = private_sets(source)
    yield _of(
        "sets of states that modules and classes keep", [place for place in sets if place.kind == "named"]
    )
    yield _of("sets of states inside functions", [place for place in sets if place.kind == "inline"])
    for cycle in lifecycles(source):
        yield Count(f"  life cycle {cycle.name}", len(cycle.states), note=cycle.table or "in Python")


def _fields(source: Source) -> Iterator[Count]:
    for field in FIELDS:
        folders = files_naming(source, field)
        note = ", ".join(f"{folder} {count}" for folder, count in sorted(folders.items()))
        yield Count(f"files that name {field}", sum(folders.values()), note=note)


def _outsiders(source: Source) -> Iterator[Count]:
    places = outsider_places(source)
    yield _of("lines that touch it", places)
    yield Count("  in files", _files(places))
    likely = deciding(places)
    yield _of("lines of Python that look as if they decided", likely, "a person judges")
    yield Count("  in modules", _files(likely))


def _events(source: Source) -> Iterator[Count]:
    lists = event_lists(source)
    yield _of(
        "tables, sets and functions that know events by name, besides the life cycle",
        [place for place in lists if place.kind != "life cycle"],
    )
    yield Count("  of them tables", sum(place.kind == "table" for place in lists))
    for event in EVENTS:
        places = event_places(source, event)
        yield _of(f"lines that name {event}", places)
        yield Count("  in files", _files(places))
        yield Count("  in files, without where it is made and the demonstration", _files(knowing(places)))


def _addresses(source: Source) -> Iterator[Count]:
    places = addresses(source)
    kinds = Counter(place.kind for place in places)
    yield _of("addresses of pages by hand, Python", [place for place in places if place.kind == "page"])
    yield _of(
        "addresses of pages by hand, templates", [place for place in places if place.kind == "template"]
    )
    yield _of("addresses of pages by hand, scripts", [place for place in places if place.kind == "script"])
    yield _of("request.path compared by hand", [place for place in places if place.kind == "path"])
    yield Count("path_info compared by hand", kinds["prefix"])
    yield Count("calls of reverse", reverses(source))
    yield Count("tags {% url %}", url_tags(source))


def _size(source: Source) -> Iterator[Count]:
    for name, modules in (("luoshi", source.modules), ("city", source.city)):
        measured = size(modules)
        yield Count(f"{name}: Python files without migrations", measured.files)
        yield Count(f"{name}: lines that are not blank", measured.lines)
        yield Count(f"{name}: functions", measured.functions)
        yield Count(f"{name}: mean lines of a function", round(measured.mean_function, 2))
        yield Count(f"{name}: functions above 40 lines", measured.above_40)
        yield Count(f"{name}: longest function", measured.longest_function)
        yield Count(f"{name}: classes", measured.classes)
        yield Count(f"{name}: median file", measured.median_file)
        yield Count(f"{name}: longest file", measured.longest_file.line, note=measured.longest_file.file)
    for name, templates in (
        ("all templates", source.templates),
        ("city's templates", [template for template in source.templates if in_city(template)]),
    ):
        lines = template_lines(templates)
        yield Count(f"{name}: files", lines.files)
        yield Count(f"{name}: mean characters of a line", round(lines.mean, 1))
        yield _of(f"{name}: lines above 120 characters", lines.above)
        yield Count(f"{name}: lines above 200 characters", lines.above_200)
        yield Count(f"{name}: longest line", int(lines.longest.text.split()[0]), note=lines.longest.file)


def _twice(source: Source) -> Iterator[Count]:
    for label, groups in (
        ("functions alike but for their own names and constants, groups", alike_functions(source.modules)),
        ("functions of one shape, groups", alike_functions(source.modules, shape=True)),
        ("six lines and more word for word, Python, groups", alike_blocks(source.modules)),
        ("six lines and more word for word, templates, groups", alike_blocks(source.templates)),
    ):
        yield Count(label, len(groups), [place for group in groups for place in group])
        yield Count("  places", sum(map(len, groups)))
    yield Count("tomllib.loads", calls(source.modules, r"tomllib\.loads?\("))
    yield Count("language_now()", calls(source.modules, r"language_now\(\)"))
    yield Count('getattr(error, "status"', calls(source.modules, r"getattr\(\w+, \"status\""))
    yield Count("noqa: N818", calls(source.modules, r"noqa: N818"))
    yield Count("variables called one, found, known, given, said, told", vague_names(source.modules))


SECTIONS = (
    Section("States outside their life cycle", _states),
    Section("A field of a task", _fields),
    Section("What outsiders may know", _outsiders),
    Section("An event", _events),
    Section("Addresses", _addresses),
    Section("Size", _size),
    Section("Twice, and habits", _twice),
)


def report(sources: Sequence[Source], *, places: bool) -> Iterator[str]:
    """The counts of every source side by side; with ``places`` also every place of the last."""
    taken = {section.title: [list(section.counts(source)) for source in sources] for section in SECTIONS}
    yield f"{'':78}" + "".join(f"{source.name[:12]:>13}" for source in sources)
    for title, columns in taken.items():
        yield f"\n{title}"
        numbers: dict[str, list[str]] = {}
        notes: dict[str, str] = {}
        for index, column in enumerate(columns):
            heading = ""
            for count in column:
                heading = heading if count.label.startswith("  ") else count.label
                key = f"{heading}\n{count.label}"
                while len(numbers.setdefault(key, [])) > index:
                    key += "\n"
                numbers[key] += ["·"] * (index - len(numbers[key])) + [f"{count.value:,}"]
                notes[key] = count.note
        for key, values in numbers.items():
            cells = values + ["·"] * (len(sources) - len(values))
            label = key.strip("\n").split("\n")[-1]
            yield (
                f"{label:78}"
                + "".join(f"{cell:>13}" for cell in cells)
                + (f"  {notes[key]}" if notes[key] else "")
            )
    if places:
        for title, columns in taken.items():
            for count in columns[-1]:
                if count.places:
                    yield f"\n── {title}: {count.label.strip()} ({len(count.places)}), {sources[-1].name}"
                    yield from (
                        f"{place.file}:{place.line}: {place.kind or '-'}: {place.text}"
                        for place in count.places
                    )


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    parser.add_argument(
        "--commit", action="append", default=[], metavar="REV", help="a state of it; several for columns"
    )
    parser.add_argument("--now", action="store_true", help="the files as they are too, after the commits")
    parser.add_argument("--places", action="store_true", help="list the places, of the last column")
    options = parser.parse_args()
    sources = [commit_source(options.root, revision) for revision in options.commit]
    if options.now or not sources:
        sources.append(folder_source(options.root))
    print("\n".join(report(sources, places=options.places)))


if __name__ == "__main__":
    main()
