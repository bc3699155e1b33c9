"""The forms of a page as a browser would send them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from lxml import html

from attacks.browser import Answer, Browser

_TYPED = ("text", "search", "email", "number", "date", "month", "url", "tel", "")
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the field's name


@dataclass(frozen=True)
class Form:
    """Where a form goes, what it sends as it stands, and what can be typed into it."""

    path: str
    fields: tuple[tuple[str, str], ...]
    typed: frozenset[str]

    def sent(self, browser: Browser, filled: Mapping[str, str] | None = None) -> Answer:
        """The form with some fields filled in otherwise."""
        given = filled or {}
        fields = [(name, given.get(name, value)) for name, value in self.fields]
        fields += [(name, value) for name, value in given.items() if name not in dict(self.fields)]
        return browser.post_body(self.path, urlencode(fields, errors="surrogatepass").encode())


def forms_in(answer: Answer, path: str) -> Iterator[Form]:
    """The forms of a page that write; none where it is no page."""
    if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
        return
    for form in html.fromstring(answer.data).xpath("//form[translate(@method, 'POST', 'post') = 'post']"):
        fields = [(name, value) for name, value in form.form_values() if name != _TOKEN]
        names = {one.get("name") for one in form.xpath(".//textarea[@name]")}
        names |= {one.get("name") for one in form.xpath(".//input[@name]") if one.get("type", "") in _TYPED}
        fields += [(name, "") for name in sorted(names - {one for one, _ in fields})]
        buttons = [(one.get("name"), one.get("value", "")) for one in form.xpath(".//button[@name]")[:1]]
        place = urlsplit(form.get("action") or path).path or path
        yield Form(place, (*fields, *buttons), frozenset(names))
