"""Word templates whose jinja never ends or fills the memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hostile.documents import docx
from hostile.model import Hostile
from hostile.packages import body, paragraph

_MANY = "{% for {v} in range(100000) %}"

RECIPES: dict[str, tuple[str, str]] = {
    "two loops": (
        "{% for a in range(12000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "10^9 turns",
    ),
    "endless loops": (
        "".join(_MANY.replace("{v}", name) for name in "abcd") + "{% endfor %}" * 4,
        "10^20 turns",
    ),
    "doubling": ("{% set a = 'aaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 32 + "{{ a }}", "40 GB"),
    "center": ("{{ 'a'.center(6000000000) }}", "6 GB"),
    "format": ("{{ '%6000000000d'|format(1) }}", "6 GB"),
    "format of its own": ("{{ '{:>6000000000}'.format(1) }}", "6 GB"),
    "join": ("{% set a = 'a'.center(100000) %}{{ range(100000)|join(a) }}", "10 GB"),
    "replace": (
        "{% set a = 'a'.center(100000).replace(' ', 'a') %}{{ a.replace('a', a) }}",
        "10 GB",
    ),
    "tabs": (r"{{ '\t'.expandtabs(2000000000) }}", "2 GB"),
    "indent": ("{{ 'a'|indent(2000000000, first=true) }}", "2 GB"),
    "lists": ("{% set a = range(100000)|list %}" + "{% set a = a + a %}" * 16 + "{{ a|length }}", "50 GB"),
    "output": (
        "{% for a in range(100000) %}{% for b in range(1000) %}aaaaaaaaaaaaaaaaaaaa{% endfor %}{% endfor %}",
        "2 GB of XML",
    ),
    "recursion": ("{% macro m(a) %}{{ m(a) }}{% endmacro %}{{ m(1) }}", "calls without end"),
    "deep brackets": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "5,000 levels"),
}


def template(jinja: str) -> bytes:
    """A Word template that says ``jinja``."""
    escaped = jinja.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return docx(body(paragraph(escaped)))


def _made(jinja: str) -> Callable[[], bytes]:
    return partial(template, jinja)


TEMPLATES = tuple(
    Hostile(f"template, {name}", "模板.docx", asks, _made(jinja)) for name, (jinja, asks) in RECIPES.items()
)
