"""Lists: filters read from the address, orders, pages, and the form and the head of the table on the page.

A list declares its filters as the fields of a frozen dataclass, and reads them from the address::

    @dataclass(frozen=True)
    class TaskFilters(Filters):
        unit: str = text("lead_unit__key")
        state: str = choice(STATES, "state")

    filters = TaskFilters.read(request.GET)
    tasks = Task.objects.filter(filters.condition())

What makes no sense in an address filters nothing, so that old links still open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Generic, NamedTuple, Self, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import Expression, OrderBy

from luoshi.city.site.words import say

_LONGEST = 200
_LONGEST_OPTION = 24
T = TypeVar("T")
M = TypeVar("M", bound=Model)
Read = Callable[[str, Any], Any]
Condition = Callable[[Any], Q]
Options = Mapping[str, Iterable[tuple[Any, ...]]]
"""By name of a filter the values to choose, each with the parts of an ``Option``."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Filter:
    """How one filter is read, asked and drawn.

    ``read``        the value of what stands in the address; the default of what makes no sense.
    ``condition``   the rows that a value leaves.
    ``control``     ``search``, ``text``, ``day``, ``check``, ``hidden`` or none; a select with options.
    ``longest``     characters of what may be typed.
    ``narrows``     whether a value leaves fewer rows, as an order or a size does not.
    """

    read: Read
    condition: Condition | None = None
    control: str = ""
    longest: int = _LONGEST
    narrows: bool = True


def text(*lookups: str, longest: int = _LONGEST) -> Any:
    """A text that one of the fields ``lookups`` equals; without any, the list finds it itself."""
    return _field("", Filter(lambda written, _: written[:longest], _equal(lookups), "text", longest))


def search(longest: int = _LONGEST, control: str = "search") -> Any:
    """Words to search by, without spaces around them; the list finds them itself."""
    return _field("", Filter(lambda written, _: written.strip()[:longest], None, control, longest))


def choice(
    values: Collection[str] | Mapping[str, Q],
    *lookups: str,
    default: str = "",
    nothing: str = "",
    narrows: bool = True,
) -> Any:
    """One of ``values``, which a field equals, or of conditions by their name.

    ``nothing`` is the value in the address that stands for an empty field.
    """

    def read(written: str, default: str) -> str:
        return written if written in values else default

    def condition(value: str) -> Q:
        if isinstance(values, Mapping):
            return values[value]
        return equal("" if value == nothing else value) if equal else Q()

    equal = _equal(lookups)
    return _field(default, Filter(read, condition, narrows=narrows))


def year(*lookups: str, every: str = "") -> Any:
    """A year of four digits; ``None`` for ``every``. Its default is told as it is read."""

    def read(written: str, default: int | None) -> int | None:
        if every and written == every:
            return None
        return int(written) if written.isdecimal() and len(written) == 4 else default

    return _field(None, Filter(read, _equal(lookups or ("year",)), narrows=False))


def day() -> Any:
    """A day, with a midnight before and after it in every time zone."""

    def read(written: str, default: date | None) -> date | None:
        try:
            value = date.fromisoformat(written)
        except ValueError:
            return default
        return value if date.min.year < value.year < date.max.year else default

    return _field(None, Filter(read, None, "day"))


def flag(condition: Q | None = None, *, narrows: bool = True) -> Any:
    """Set or not; set is ``1``."""
    asked = None if condition is None else (lambda _: condition)
    return _field(False, Filter(lambda written, _: written == "1", asked, "check", narrows=narrows))


def number_below(lookup: str) -> Any:
    """The number below which a list goes on, for ``KeysetPage``; ``lookup`` as ``number__lt``."""

    def read(written: str, default: int | None) -> int | None:
        return int(written) if written.isdecimal() and len(written) < 19 else default

    return _field(None, Filter(read, _equal((lookup,)), narrows=False))


def order(names: Sequence[str], default: str) -> Any:
    """The name of an order, ``-name`` for the other way round."""
    allowed = frozenset(sign + name for name in names for sign in ("", "-"))

    def read(written: str, default: str) -> str:
        return written if written in allowed else default

    return _field(default, Filter(read, control="hidden", narrows=False))


def page_size(*sizes: int) -> Any:
    """How many rows a page has; the first by itself."""
    allowed = {str(size): size for size in sizes}
    return _field(sizes[0], Filter(allowed.get, narrows=False))


def _field(default: object, filter_: Filter) -> Any:
    return field(default=default, metadata={"filter": filter_})


def _equal(lookups: Sequence[str]) -> Condition | None:
    if not lookups:
        return None

    def condition(value: object) -> Q:
        asked = Q()
        for lookup in lookups:
            asked |= Q(**{lookup: value})
        return asked

    return condition


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value is False


def _declared(kind: type[Filters]) -> dict[str, tuple[Filter, Any]]:
    return {
        one.name: (one.metadata["filter"], None if one.default is MISSING else one.default)
        for one in fields(kind)
    }


class Option(NamedTuple):
    """A value to choose, its words, whether they are Chinese in either language, and what it belongs to."""

    value: str
    words: str
    chinese: bool = False
    group: str = ""


@dataclass(frozen=True)
class Control:
    """A filter on the page."""

    name: str
    kind: str
    label: str
    value: str
    placeholder: str = ""
    longest: int = _LONGEST
    options: tuple[Option, ...] = ()
    any_words: str = ""

    @property
    def is_grouped(self) -> bool:
        """Whether the options belong to groups."""
        return any(option.group for option in self.options)

    @property
    def is_set(self) -> bool:
        """Whether a box is ticked."""
        return self.value == "1"


@dataclass(frozen=True)
class FilterForm:
    """What ``site/list_filters.html`` draws.

    ``folded``  the controls behind "more filters", ``open`` where one of them is set.
    ``reset``   the address without the filters, where any is set.
    ``live``    whether the list ``#list`` and the sentence ``#sentence`` follow each choice at once.
    """

    label: str
    controls: tuple[Control, ...]
    folded: tuple[Control, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    action: str = ""
    reset: str = ""
    open: bool = False
    live: bool = False


@dataclass(frozen=True)
class Form:
    """How the filters of a list are asked.

    ``words``   where their names stand: ``<words>.<name>``; ``labels`` has the keys of those named otherwise.
    ``label``   the key of the name of the form itself.
    ``helped``  fields with a placeholder, ``<words>.<name>_help``.
    ``folded``  filters behind "more filters".
    ``live``    as in ``FilterForm``.
    """

    words: str
    label: str = "site.list.filters"
    labels: Mapping[str, str] = field(default_factory=dict)
    helped: Collection[str] = ()
    folded: Collection[str] = ()
    live: bool = False


@dataclass(frozen=True)
class Filters:
    """The filters of a list; a field that is empty filters nothing."""

    asked: ClassVar[Form] = Form("site.list")

    @classmethod
    def read(cls, query: Mapping[str, str], **defaults: object) -> Self:
        """The filters in an address, with ``defaults`` for those whose default the data tell."""
        values = {
            name: one.read(query.get(name, ""), defaults.get(name, default))
            for name, (one, default) in _declared(cls).items()
        }
        return cls(**values)

    def condition(self, *names: str) -> Q:
        """The rows that the filters leave, those called ``names`` alone where any are given."""
        asked = Q()
        for name, (one, _) in _declared(type(self)).items():
            value = getattr(self, name)
            if one.condition is not None and (not names or name in names) and not _is_empty(value):
                asked &= one.condition(value)
        return asked

    @property
    def chosen(self) -> int:
        """How many filters are set; year, order, size and what is set by itself aside."""
        return len(self.narrowing())

    def narrowing(self) -> frozenset[str]:
        """The names of the filters that are set."""
        return frozenset(
            name
            for name, (one, default) in _declared(type(self)).items()
            if one.narrows and getattr(self, name) != default
        )

    def form(
        self,
        action: str,
        options: Options,
        *,
        without: Collection[str] = (),
        kept: Mapping[str, object] = _NOTHING,
    ) -> FilterForm:
        """The form on the page ``action``, ``without`` some filters.

        ``options`` has the values of each select, which is left out where there are none; ``kept`` is what
        the address keeps where the filters are reset.
        """
        controls: dict[str, Control] = {}
        hidden: list[tuple[str, str]] = []
        for name, (one, default) in _declared(type(self)).items():
            value = getattr(self, name)
            choices = tuple(Option(*choice) for choice in options.get(name, ()))
            if one.control == "hidden":
                hidden += [(name, value)] if value != default else []
            elif name not in without and (choices or (one.control and name not in options)):
                controls[name] = self._control(name, choices)
        narrowing, folded = self.narrowing(), self.asked.folded
        query = "&".join(f"{name}={value}" for name, value in kept.items())
        return FilterForm(
            say(self.asked.label),
            tuple(control for name, control in controls.items() if name not in folded),
            tuple(control for name, control in controls.items() if name in folded),
            tuple(hidden),
            action,
            (f"{action}?{query}" if query else action) if narrowing else "",
            bool(narrowing.intersection(folded)),
            self.asked.live,
        )

    def _control(self, name: str, options: tuple[Option, ...]) -> Control:
        one, default = _declared(type(self))[name]
        value, asked = getattr(self, name), self.asked
        return Control(
            name,
            "select" if options else one.control,
            say(asked.labels.get(name, f"{asked.words}.{name}")),
            "1" if value is True else "" if _is_empty(value) else str(value),
            say(f"{asked.words}.{name}_help") if name in asked.helped else "",
            one.longest,
            options,
            say("site.list.any") if one.narrows and default == "" else "",
        )


def same(values: Iterable[object]) -> list[tuple[str, str]]:
    """Options whose words are their values, such as years."""
    return [(f"{value}", f"{value}") for value in values]


def shortened(words: str) -> str:
    """The words as an option has room for them."""
    return words if len(words) <= _LONGEST_OPTION else f"{words[: _LONGEST_OPTION - 1]}…"


@dataclass(frozen=True)
class Key:
    """What rows are ordered by; a row without a value stands last on every database.

    ``lowest``  no value is less than any: such rows stand first, and last the other way round.
    """

    by: str | Expression
    nullable: bool = False
    lowest: bool = False

    def order_by(self, *, descending: bool) -> OrderBy:
        """The order for a query."""
        first = self.lowest and not descending
        last = self.nullable and not first
        expression = F(self.by) if isinstance(self.by, str) else self.by
        return OrderBy(expression, descending, nulls_first=first or None, nulls_last=last or None)


@dataclass(frozen=True)
class Orders:
    """The orders of a list by name; rows that are equal in one follow ``last``, which no two rows share."""

    by: Mapping[str, Sequence[Key]]
    last: tuple[str, ...] = ("pk",)

    def apply(self, rows: QuerySet[M], name: str) -> QuerySet[M]:
        """The rows in the order ``name``; ``-name`` is the other way round."""
        keys = (*self.by[name.lstrip("-")], *map(Key, self.last))
        return rows.order_by(*(key.order_by(descending=name.startswith("-")) for key in keys))


def page_of(
    rows: QuerySet[Any] | Sequence[Any], number: str | None, size: int, count: int | None = None
) -> Page[Any]:
    """The page ``number``, or the nearest one that there is; ``count`` of all rows where it is known."""
    paginator = Paginator(rows, size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(number)


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """A page of a list that is read on by number; ``older`` is where the next one goes on."""

    rows: list[M]
    older: int | None

    @classmethod
    def read(cls, rows: QuerySet[M], size: int, key: str) -> Self:
        """The first ``size`` of ``rows``, which stand in descending order of the whole number ``key``."""
        found = list(rows[: size + 1])
        return cls(found[:size], getattr(found[size - 1], key) if len(found) > size else None)


def near_pages(page_number: int, last: int) -> list[int]:
    """Page numbers to offer: first, last, two on each side of this one; 0 where some are left out."""
    wanted = sorted({1, last, *range(max(1, page_number - 2), min(last, page_number + 2) + 1)})
    numbers: list[int] = []
    for number in wanted:
        if numbers and number > numbers[-1] + 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


@dataclass(frozen=True)
class Head:
    """A column of a table on the page: its words, and, where one may order by it, what a click asks for.

    ``direction``  how the list is ordered by it now, as ARIA says it.
    ``numeric``    whether it holds numbers.
    """

    name: str
    words: str
    sort: str = ""
    direction: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Columns:
    """What ``site/list_table.html`` draws above the rows; ``labels`` has the words of each column by name."""

    heads: tuple[Head, ...]
    labels: Mapping[str, str]


def columns_of(
    words: str,
    names: Sequence[str],
    *,
    sort: str = "",
    sortable: Collection[str] = (),
    numeric: Collection[str] = (),
    labels: Mapping[str, str] = _NOTHING,
) -> Columns:
    """The columns called ``<words>.<name>``, or by ``labels``, of a list that is ordered by ``sort``."""
    heads = []
    for name in names:
        current, back = sort.lstrip("-") == name, sort.startswith("-")
        click = f"-{name}" if current and not back else name
        direction = ("descending" if back else "ascending") if current else ""
        label = say(labels.get(name, f"{words}.{name}"))
        heads.append(Head(name, label, click if name in sortable else "", direction, name in numeric))
    return Columns(tuple(heads), {head.name: head.words for head in heads})
