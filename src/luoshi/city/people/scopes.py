"""How far a permission reaches on the rows of a model, from one condition for lists and for one row.

A model says once, as ``scopes``, which of its rows a scope holds. The condition is asked of the database for
a list (``listed``) and of a row in memory (``holds``); the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar, NamedTuple, Protocol

from django.db.models import Manager, Q

from luoshi.city.people.actors import HeldPost
from luoshi.city.rules.permissions import Scope

NOTHING = Q(pk__in=())
_LOOKUPS = ("in", "isnull")


class Held(NamedTuple):
    """The posts that give a scope, and their units, by their primary keys."""

    posts: frozenset[int]
    units: frozenset[int]

    @classmethod
    def of(cls, posts: Iterable[HeldPost]) -> Held:
        """What the posts hold."""
        posts = tuple(posts)
        return cls(frozenset(post.id for post in posts), frozenset(post.unit_id for post in posts))


Condition = Callable[[Held], Q]


def _nothing(_held: Held) -> Q:
    return NOTHING


@dataclass(frozen=True)
class Scopes:
    """The condition on the rows of a model by scope; a scope that is not given holds none of them.

    Lookups are equality, ``in`` and ``isnull``, along relations. ``all`` holds every row, ``none`` no row.
    """

    unit: Condition = _nothing
    lead: Condition = _nothing
    sponsored: Condition = _nothing
    released: Condition = _nothing

    def of(self, scope: Scope, posts: Iterable[HeldPost]) -> Q:
        """The condition under which ``scope``, given by ``posts``, holds a row; true of all for ``all``."""
        if scope in _NAMES:
            condition: Condition = getattr(self, scope)
            return condition(Held.of(posts))
        return Q() if scope == "all" else NOTHING

    def within(self, relation: str) -> Scopes:
        """The scopes of rows that belong to one of these by ``relation``; the public sees none of them."""
        return Scopes(
            unit=lambda held: _below(relation, self.unit(held)),
            lead=lambda held: _below(relation, self.lead(held)),
            sponsored=lambda held: _below(relation, self.sponsored(held)),
        )


_NAMES = frozenset(field.name for field in fields(Scopes))


class Scoped(Protocol):
    """A model on whose rows permission is asked, and each of its rows."""

    scopes: ClassVar[Scopes]


def listed(condition: Q, model: type[Scoped]) -> Q:
    """``condition`` for a list: a relation to many is asked in a subquery, so that no row comes twice."""
    return _mapped(condition, lambda path, wanted: _subquery(path, wanted, model))


def holds(condition: Q, row: Scoped) -> bool:
    """Whether ``condition`` is true of ``row``; prefetch its relations to many for lists."""
    verdicts = (
        holds(child, row) if isinstance(child, Q) else _true_of(row, *child)  # type: ignore[misc]
        for child in condition.children
    )
    return (any(verdicts) if condition.connector == Q.OR else all(verdicts)) != condition.negated


def _below(relation: str, condition: Q) -> Q:
    return _mapped(condition, lambda path, wanted: Q((f"{relation}__{path}", wanted)))


def _mapped(condition: Q, change: Callable[[str, Any], Q]) -> Q:
    """``condition`` with every comparison changed."""
    children = [
        _mapped(child, change) if isinstance(child, Q) else change(*child)  # type: ignore[misc]
        for child in condition.children
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def _subquery(path: str, wanted: Any, model: Any) -> Q:
    steps = path.split("__")
    for place, step in enumerate(steps):
        if step == "pk" or step in _LOOKUPS:
            break
        field: Any = model._meta.get_field(step)
        if field.one_to_many:
            rows = field.related_model._default_manager.filter(**{"__".join(steps[place + 1 :]): wanted})
            return Q(("__".join((*steps[:place], "pk", "in")), rows.values(field.field.attname)))
        if not field.is_relation:
            break
        model = field.related_model
    return Q((path, wanted))


def _true_of(row: Scoped, path: str, wanted: Any) -> bool:
    *steps, lookup = path.split("__")
    if lookup not in _LOOKUPS:
        steps, lookup = [*steps, lookup], "exact"
    values = list(_values(row, steps))
    if lookup == "isnull":
        return any((value is None) == wanted for value in values)
    return any(value in wanted if lookup == "in" else value == wanted for value in values)


def _values(row: Any, steps: list[str]) -> Iterator[Any]:
    """What stands at the end of the path; a relation ends in its key, without a query."""
    step, *further = steps
    if row is None:
        yield None
    elif further:
        related = getattr(row, step)
        for one in related.all() if isinstance(related, Manager) else (related,):
            yield from _values(one, further)
    else:
        field: Any = None if step == "pk" else row._meta.get_field(step)
        yield getattr(row, field.attname if field is not None else "pk")
