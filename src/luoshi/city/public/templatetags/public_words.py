"""A cell of a download, on a page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from luoshi.city.rules.words import number

register = template.Library()


@register.filter
def cell(value: object) -> SafeString:
    """What a cell holds; several lines below each other, "—" for nothing."""
    lines = value if isinstance(value, list | tuple) else [value]
    said = [_said(line) for line in lines if line not in (None, "")] or ["—"]
    return format_html_join("\n", '<span class="line">{}</span>', ((line,) for line in said))


@register.filter
def data(line: object) -> str:
    """A line of the data on a task's page."""
    return _said(line)


def _said(line: object) -> str:
    return number(line) if isinstance(line, float) else str(line)
