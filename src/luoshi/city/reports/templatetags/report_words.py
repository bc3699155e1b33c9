"""Values of records in words, on pages of reports."""

from __future__ import annotations

from django import template

from luoshi.city.reports.annotated import anchor_of
from luoshi.city.reports.forms import spoken
from luoshi.city.reports.models import Figure, Report
from luoshi.city.reports.places import is_of_another_place, site_place
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say
from luoshi.output.labels import value_label

register = template.Library()


@register.filter
def label(value: str, field: str) -> str:
    """A value of the reader's records: ``{{ promise.kind|label:"kind" }}``."""
    return value_label(field, value, language_now()) if value else ""


@register.filter
def said(value: str, kind: str) -> str:
    """A value of this package: ``{{ promise.state|said:"promise_state" }}``."""
    return say(f"reports.{kind}.{value}")


@register.simple_tag
def elsewhere(report: Report) -> str:
    """One line where the report is of another place than the site's; empty where it is not."""
    if not is_of_another_place(report):
        return ""
    return say("reports.elsewhere", place=report.place, site=site_place().name)


@register.filter
def anchor(key: str) -> str:
    """The id of a mark in the text, from the key of its promise or figure."""
    return anchor_of(key)


@register.filter
def amount(figure: Figure) -> str:
    """A figure's value: ``40个``, ``3亿–3.5亿元``."""
    low, high = spoken(figure.low), spoken(figure.high)
    return f"{low if low == high else f'{low}–{high}'}{figure.unit}"
