"""Phases and attributes of readings, promises and figures as conditions of the database (``rules.states``).

``path`` leads to the record: ``promises_with("counts", path="promises__")`` for reports by their promises.
"""

from __future__ import annotations

from django.db.models import Q

from luoshi.city.rules.states import Attribute, Phase, promise_lifecycle, reading_lifecycle


def readings_in(*phases: Phase, path: str = "") -> Q:
    """Reports whose reading is in any of ``phases``; settled is what was read."""
    return Q(**{f"{path}state__in": reading_lifecycle().states_in(*phases)})


def promises_in(*phases: Phase, path: str = "") -> Q:
    """Promises, or figures, in any of ``phases``; in review is what nobody judged yet."""
    return Q(**{f"{path}state__in": promise_lifecycle().states_in(*phases)})


def promises_with(attribute: Attribute, path: str = "") -> Q:
    """Promises, or figures, in a state that has ``attribute``; what counts is what nobody excluded."""
    return Q(**{f"{path}state__in": promise_lifecycle().states_with(attribute)})


def promises_without(attribute: Attribute, path: str = "") -> Q:
    """The others; a negated condition on a relation of many would ask another question."""
    return Q(**{f"{path}state__in": promise_lifecycle().states_without(attribute)})
