"""The main text of a web page, one paragraph a line.

A report dwarfs everything else on its page. So the main text is the innermost element that
holds nearly all of the page's running text (that with commas and full stops outside links).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from luoshi.errors import InputError, UsageError
from luoshi.knowledge import toml_table
from luoshi.reading.intake.dates import iso_date
from luoshi.reading.intake.decoding import byte_order_mark, checked_encoding, decode
from luoshi.reading.intake.notes import is_note_mark
from luoshi.reading.intake.surroundings import attachment, without_furniture
from luoshi.reading.text import Hints

_NEARLY_ALL = 0.98
_MUCH_LONGER = 5
# A report has thousands of characters; a page with fewer may announce one.
_SHORTEST_REPORT = 800
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LONGEST_MARK = 40
_CHARSET_WITHIN = 8192
_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_WRAPPED_LINE = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\r?\n[ \t]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# A tag that makes lines or letters, or the name of a character: what no plain text has.
_PAGE_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|strong|b|font|table|td|h[1-6]|section|li)(?:\s[^<>]*)?/?>"
    r"|&(?:nbsp|ensp|emsp|ldquo|rdquo|mdash|hellip|lt|gt|amp|#[0-9]{2,5});",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:p|br|div|table|h[1-6]|section|li)[\s/>]", re.IGNORECASE)
# Pages go on behind their end; the parser would put what follows outside the body.
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_EVENTS = ("start", "end", "comment", "pi")


def read_web_page(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str, Hints]:
    """The main text of a page, its encoding, and what its head says (title, date of publication).

    ``encoding`` wins over the byte order mark, which wins over what the page declares.
    ``InputError`` ``page_without_text`` for a page that shows nothing without its scripts, and
    ``page_attachment`` for one that only points at a file.
    """
    markup, found = decode_page(data, name, encoding)
    root = _parsed(_whole(markup), name)
    text = _held_text(root, _lines_of(_main_element(root)))
    if len(text) < _SHORTEST_REPORT:
        attached = attachment(root)
        if attached is not None:
            raise InputError("page_attachment", name, attachment=attached)
    if not text.strip():
        raise InputError("page_without_text", name)
    return without_furniture(text), found, Hints(title=_title(root), published=_date(root))


def _whole(markup: str) -> str:
    """``markup`` with but its last ``</body>`` and ``</html>``: what stands behind others is shown, too."""
    ends = list(_PAGE_END.finditer(markup))
    if len(ends) < 3:
        return markup
    last = {match.group().lower().replace(" ", ""): match.start() for match in ends}
    return _PAGE_END.sub(lambda match: match.group() if match.start() in last.values() else "", markup)


def _held_text(root: Any, shown: str) -> str:
    """``shown``, or a much longer text in an element from which a script would show it."""
    held = [_lines_of(element) for tag in sorted(_tags("holders")) for element in root.iter(tag)]
    held += [element.get("value") or "" for element in root.iter("input") if element.get("type") == "hidden"]
    longest = max(held, key=len, default="")
    is_prose = _marks(longest) > 1 and len(longest) > _MUCH_LONGER * len(shown)
    return text_of_markup(longest) if is_prose else shown


def text_of_markup(text: str) -> str:
    """``text`` itself, or, where it is a piece of a web page, what a browser would show of it.

    ``<p>各位代表：</p><p>…`` -> lines. Line ends count where no tag makes paragraphs.
    """
    if not _MARKUP.search(text):
        return text
    if not _BLOCK.search(text):
        text = "<br>".join(text.splitlines())
    root = _parsed(f"<html><body>{text}</body></html>" if "<body" not in text.lower() else text, "")
    return _lines_of(root)


def decode_page(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The characters of a page and their encoding; errors are those of ``decode``."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    if encoding is None and byte_order_mark(data) is None and declared is not None:
        try:
            return decode(data, name, checked_encoding(declared.group(1).decode("ascii", "replace")))
        except (InputError, UsageError):
            # Pages are often saved or served in another encoding than they declare.
            return decode(data, name)
    return decode(data, name, encoding)


@cache
def _knowledge() -> dict[str, Any]:
    return toml_table("luoshi.reading.intake", "webpages.toml")


@cache
def _tags(kind: str) -> frozenset[str]:
    return frozenset(_knowledge()[kind])


def _parsed(markup: str, name: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = html.document_fromstring(_END.sub("", markup).replace("\0", "").encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError("page_without_text", name) from error
    return root


def _main_element(root: Any) -> Any:
    body = root.find("body")
    element = root if body is None else body
    weights = _prose_weights(element)
    enough = weights.get(element, 0) * _NEARLY_ALL
    while enough:
        inner = next((child for child in element if weights.get(child, 0) >= enough), None)
        if inner is None or inner.tag not in _tags("containers"):
            break
        element = inner
    return element


def _prose_weights(top: Any) -> dict[Any, int]:
    """Element to the number of prose marks in it, those in links and in what is skipped left out."""
    from lxml import etree

    weights: dict[Any, int] = {}
    walk = etree.iterwalk(top, events=_EVENTS)
    for event, element in walk:
        if event == "start":
            if element is not top and (_is_skipped(element) or element.tag == "a"):
                walk.skip_subtree()
                continue
            weights[element] = _marks(element.text)
            continue
        if element is top:
            continue
        parent = element.getparent()
        weights[parent] = weights.get(parent, 0) + weights.get(element, 0) + _marks(element.tail)
    return weights


def _marks(text: str | None) -> int:
    if not text:
        return 0
    count = sum(map(text.count, _knowledge()["prose"]))
    return count if count > 1 else 0


def _is_skipped(element: Any) -> bool:
    return element.tag in _tags("skipped") or bool(_HIDDEN.search(element.get("style") or ""))


def _lines_of(top: Any) -> str:
    """The text of an element as a browser breaks it into lines, without empty ones."""
    from lxml import etree

    pieces: list[str] = []
    preformatted = 0
    walk = etree.iterwalk(top, events=_EVENTS)
    for event, element in walk:
        if event == "start":
            if element is not top and (_is_skipped(element) or _is_mark(element, pieces)):
                walk.skip_subtree()
                continue
            preformatted += element.tag == "pre"
            if element.tag in _tags("blocks"):
                pieces.append("\v")
            _add(pieces, _shown(element.text, preformatted))
            continue
        preformatted -= event == "end" and element.tag == "pre"
        if event == "end" and element.tag in _tags("blocks"):
            pieces.append("\v")
        elif event == "end" and element.tag in {"td", "th"}:
            pieces.append("\f")
        if element is not top:
            _add(pieces, _shown(element.tail, preformatted))
    lines = (_SPACES.sub(" ", line).replace("\f", "\t").strip() for line in "".join(pieces).split("\v"))
    return "\n".join(line for line in lines if line)


def _is_mark(element: Any, pieces: list[str]) -> bool:
    """Whether an element is the raised mark of a note: ``<sup>[1]</sup>``."""
    if element.tag != "sup":
        return False
    raised = ""
    for text in element.itertext():
        raised += text
        if len(raised) > _LONGEST_MARK:
            return False
    return is_note_mark(raised, pieces[-1] if pieces else "")


def _add(pieces: list[str], piece: str) -> None:
    """Add a piece that is not empty, so that the last one always is what stands before."""
    if piece:
        pieces.append(piece)


def _shown(text: str | None, preformatted: int) -> str:
    """Text of the markup without the marks used here for line and cell ends; line ends count in ``<pre>``."""
    if not text:
        return ""
    plain = text.replace("\v", " ").replace("\f", " ")
    return "\v".join(plain.splitlines()) if preformatted else _WRAPPED_LINE.sub("", plain)


def _meta(root: Any, names: list[str]) -> list[str]:
    contents = {
        (meta.get("name") or meta.get("property") or "").casefold(): (meta.get("content") or "").strip()
        for meta in root.iter("meta")
    }
    found = (contents.get(name.casefold()) for name in names)
    return [content for content in found if content]


def _title(root: Any) -> str | None:
    stated = _meta(root, _knowledge()["title"])
    if stated:
        return _SPACES.sub(" ", stated[0])
    headings = [_lines_of(heading).replace("\n", " ") for heading in root.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    title = _SPACES.sub(" ", root.findtext("head/title") or "").strip()
    for separator in _knowledge()["title_separators"]:
        title = title.partition(separator)[0].strip() or title
    return title or None


def _date(root: Any) -> str | None:
    stated = _meta(root, _knowledge()["date"])
    return iso_date(stated[0]) if stated else None
