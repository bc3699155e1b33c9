"""The mark of ``frame/publicity.html`` beside a field that no form class makes."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from luoshi.city.site.publicity import Subject, mark_of

register = template.Library()


@register.simple_tag
def publicity_of(record: str, field: str, of: Subject, released: object, name: str) -> SafeString:
    """``{% publicity_of "promise" "exclusion_reason" "report" report.is_released "reason" %}``."""
    found = mark_of([(record, field)], of=of, released=bool(released))
    return format_html('<p class="publicity {}" id="{}_publicity">{}</p>', found.openness, name, found.words)
