"""What templates write with: words in both languages, marks, bars, addresses ("Components" in the docs)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.core.paginator import Paginator
from django.template import Context
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from luoshi.city.rules.words import Reason, in_words, name_of, number
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import near_pages
from luoshi.city.site.words import say

register = template.Library()

# One shape for each value, the same on every page; kept apart so that colour is never alone.
SHAPES = {
    "red": "■", "yellow": "◆", "blue": "◇", "green": "●", "grey": "–",
    "exceeded": "▲", "kept": "●", "partly": "◐", "missed": "✕", "not_comparable": "?", "none": "…",
}  # fmt: skip
_CHINESE, _SELECTED = SafeString(' lang="zh-Hans"'), SafeString(" selected")
_ROOM_OF_SIGN = 0.03  # of the bar, at 360 px; a part with less room has its number in the key only


@register.simple_tag
def language_code() -> str:
    """The page's language as HTML says it."""
    return "en" if language_now() == "en" else "zh-Hans"


@register.simple_tag(name="say")
def say_tag(key: str, **values: object) -> str:
    """The words of ``key``, escaped like any text."""
    return say(key, **values)


@register.filter
def named(value: str, kind: str) -> str:
    """A value in words: ``{{ task.state|named:"task_state" }}``; empty for an empty value."""
    return name_of(kind, value, language_now()) if value else ""


@register.filter
def reason(value: Mapping[str, Any]) -> str:
    """A reason kept as JSON, ``{"code": …, "details": {…}}``, as a sentence."""
    return in_words(Reason(value["code"], value.get("details", {})), language_now())


@register.simple_tag
def light(colour: str) -> SafeString:
    """A light: its word in a coloured chip with its shape."""
    return _marked("light", colour, name_of("light", colour, language_now()))


@register.simple_tag
def verdict(value: str) -> SafeString:
    """A verdict with its shape; "…" with its words where there is none yet."""
    if not value:
        return _marked("mark", "none", say("site.no_verdict"))
    return _marked("mark", value, name_of("verdict", value, language_now()))


@register.simple_tag
def state(value: str, kind: str = "task_state") -> SafeString:
    """A state in its frame: ``{% state task.state %}``, ``{% state progress.state "progress_state" %}``."""
    return format_html('<span class="state {}">{}</span>', value, name_of(kind, value, language_now()))


def _marked(kind: str, value: str, words: str) -> SafeString:
    return format_html(
        '<span class="{} {}"><span class="shape" aria-hidden="true">{}</span>{}</span>',
        kind, value, SHAPES[value], words,
    )  # fmt: skip


@register.simple_tag
def share_bar(done: float | None, planned: float | None = None) -> SafeString:
    """How far: the share done as a bar, the share planned as a vermilion line; words belong beside it."""
    mark = ""
    if planned is not None:
        at = f"{min(max(planned, 0.0), 1.0):.1%}"
        mark = format_html('<line class="planned" x1="{}" x2="{}" y1="-2" y2="16"/>', at, at)
    return format_html(
        '<svg class="share-bar" aria-hidden="true" focusable="false">'
        '<rect class="ground" width="100%" height="100%"/>'
        '<rect class="done" width="{}" height="100%"/>{}</svg>',
        f"{min(max(done or 0.0, 0.0), 1.0):.1%}", mark,
    )  # fmt: skip


@register.simple_tag
def stacked(parts: Iterable[tuple[str, int, str]]) -> SafeString:
    """Parts of a whole as one bar: (value, count, link) in order; marks from ``SHAPES``, colours from css.

    Hidden from screen readers: the key and the table beside it say the same.
    """
    shown = [(value or "none", count) for value, count, _ in parts if count]
    whole = sum(count for _, count in shown) or 1
    drawn, at = [], 0.0
    for value, count in shown:
        share = count / whole
        label = f"{SHAPES[value]} {count}"
        if share < _ROOM_OF_SIGN * (len(label) + 1):
            label = str(count) if share >= _ROOM_OF_SIGN * len(str(count)) else ""
        drawn.append((value, f"{at:.3%}", f"{share:.3%}", f"{at + share / 2:.3%}", label))
        at += share
    return format_html(
        '<svg class="stacked" aria-hidden="true" focusable="false">{}</svg>',
        format_html_join(
            "",
            '<g class="{}"><rect x="{}" width="{}" height="100%"/><text x="{}" y="50%">{}</text></g>',
            drawn,
        ),
    )


@register.simple_tag
def heads(*keys: str) -> SafeString:
    """The head row of a table, its columns called by the words of ``keys``."""
    cells = format_html_join("", '<th scope="col">{}</th>', ((say(key),) for key in keys))
    return format_html("<thead><tr>{}</tr></thead>", cells)


@register.simple_tag
def options(offered: Iterable[tuple[str, str, bool, str]], chosen: str) -> SafeString:
    """The ``lists.Option``s of a select; made here, for a list of hundreds is dear in a template."""
    return _options(tuple(offered), chosen)


@lru_cache(maxsize=128)
def _options(offered: tuple[tuple[str, str, bool, str], ...], chosen: str) -> SafeString:
    lines = (
        (value, _CHINESE if chinese else "", _SELECTED if value == chosen else "", words)
        for value, words, chinese, _ in offered
    )
    return format_html_join("", '<option value="{}"{}{}>{}</option>', lines)


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str) -> bool:
    """Whether the person of the page has ``permission`` in any scope."""
    actor = context.get("actor")
    return bool(actor and actor.may_open(permission))


@register.simple_tag(takes_context=True)
def here(context: Context, *names: str) -> SafeString | str:
    """``aria-current="page"`` on the page of a URL's name and on those below it; below home there is none."""
    return SafeString(' aria-current="page"') if any(_is_at(context, name) for name in names) else ""


def _is_at(context: Context, name: str) -> bool:
    request = context.get("request")
    if request is None:
        return False
    if request.resolver_match and request.resolver_match.view_name == name:
        return True
    address = _address_of(name, get_script_prefix())
    return name != "home" and bool(address) and request.path.startswith(address)


@cache
def _address_of(name: str, _prefix: str) -> str:
    """The address of a page without arguments; empty for the page of one object."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def address(context: Context, **changes: object) -> str:
    """This page's address with some of its query changed; a value of ``None`` or "" takes the key out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int, list_name: str | None) -> str:
    """This page's address with page ``number`` of the list ``list_name``, where a page has several lists."""
    changed: str = address(context, **{list_name or "page": number})
    return f"{changed}#{list_name}" if list_name else changed


@register.simple_tag(takes_context=True)
def next_here(context: Context) -> SafeString:
    """``?next=`` with this page's address, for a link whose page leads back here."""
    return SafeString(f"?next={quote(context['request'].get_full_path(), safe='')}")


@register.filter
def near(paginator: Paginator[Any], number: int) -> list[int]:
    """Page numbers to offer around ``number``; 0 where some are left out."""
    return near_pages(number, paginator.num_pages)


@register.simple_tag(takes_context=True)
def back(context: Context, otherwise: str) -> str:
    """Where the reader came from: the list with its filters, given as ``next``; else ``otherwise``."""
    request = context["request"]
    asked = request.POST.get("next") or request.GET.get("next") or ""
    local = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if local else otherwise


@register.filter
def called(units: Iterable[Any]) -> str:
    """The short names of units, one after the other."""
    return "、".join(unit.called for unit in units)


@register.filter
def plain(value: float | None) -> str:
    """A number as a person writes it: 40.0 -> ``40``."""
    return "" if value is None else number(value)
