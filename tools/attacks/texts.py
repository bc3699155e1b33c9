"""Texts that elsewhere would be markup, formulas or templates: typed into every form, then looked for."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import html

from attacks.access import crawl, shape_of
from attacks.browser import Answer, Browser
from attacks.forms import forms_in
from attacks.target import Row, Target

# Who ends what others work with, or his own coming in, is left out.
_LEFT = re.compile(
    r"/(close|remove|end|hand-over|appoint|withdraw|stop|revoke|unlock|reset|open|release|back)/"
    r"|/account/|/reports/upload/|/people/exchange/"
)
_DOWNLOADS = ("/tasks/export/csv/?year=all", "/tasks/export/xlsx/?year=all", "/public/tasks.csv",
              "/public/tasks.xlsx",
              "/audit/export/", "/people/exchange/export/")  # fmt: skip
_LONGEST = 100
# What is shown in other places than its own page.
_TELLING = ("name", "title", "words", "person")


def typed(target: Target) -> Iterator[Row]:
    """Fill in, then look at pages and tables as every role, then the longest names."""
    mark = f"zq{int(time.time()):x}"
    kinds = {
        "element": f'"><script src=/{mark}></script><img src=x onerror={mark}>',
        "formula": f"=cmd|' /C {mark}'!A0",
        "template": f"{{{{7*7}}}}{{% raw %}}{mark}",
        "all": f'=1+1|{mark}"><img src=/{mark} onerror=1>{{{{7*7}}}}{{% raw %}}{mark}',
        "signs": f"\u202e\ufffe\u200b\u0085\x1b[31m{mark}😀",
        "long": mark + "长" * 9_000,
        "number": "9" * 400,
        "blank": "\u3000 \t",
        "nul": f"{mark}\x00",
    }
    roles = ("unit_officer", "administrator", "supervision_office", "unit_head", "leader")
    browsers = target.everybody()
    places = dict[str, None]()
    for role in (one for one in roles[: 3 if target.short else None] if one in browsers):
        yield _filled(target, role, browsers[role], kinds, places)
    yield from _looked_for(target, browsers, mark, list(places))
    yield from _longest_names(target, browsers)


def _filled(
    target: Target, role: str, browser: Browser, kinds: dict[str, str], places: dict[str, None]
) -> Row:
    """Send each form with each text; ``places`` gets the pages to which those that were taken lead."""
    seen = crawl(browser, pages=70 if target.short else 200, alike=1 if target.short else 2)
    faults = list[str]()
    counted, shapes = Counter[int](), set[tuple[str, frozenset[str]]]()
    for page in sorted(seen.pages):
        for form in forms_in(browser.get(page), page):
            shape = (shape_of(form.path), form.typed)
            if shape in shapes or _LEFT.search(form.path) or not form.typed:
                continue
            shapes.add(shape)
            for names, kind in _tries(form.typed, kinds, short=target.short):
                if sum(counted.values()) > target.floor and not target.left:
                    return _said(role, counted, shapes, faults)
                text = kinds[kind]
                answer = form.sent(browser, dict.fromkeys(names, text))
                counted[answer.status] += 1
                if answer.status == 302:
                    places |= {answer.location: None, page: None}
                if answer.failed:
                    faults.append(f"{form.path} {sorted(names)} {kind}: {answer.status}")
    return _said(role, counted, shapes, faults)


def _tries(
    names: frozenset[str], kinds: dict[str, str], *, short: bool
) -> Iterator[tuple[frozenset[str], str]]:
    """All fields at once with each kind, then each alone, so that the form may be taken."""
    yield from ((names, kind) for kind in kinds)
    alone = ("all",) if short else ("all", "formula", "signs")
    yield from (
        (frozenset((name,)), kind)
        for name in sorted(names, key=lambda name: (name not in _TELLING, name))[: 4 if short else None]
        for kind in alone
    )


def _said(
    role: str, counted: Counter[int], shapes: set[tuple[str, frozenset[str]]], faults: Sequence[str]
) -> Row:
    statuses = ", ".join(f"{status or 'none'}: {many}" for status, many in sorted(counted.items()))
    said = f"{len(shapes)} forms, {sum(counted.values())} tried ({statuses})" + "".join(
        f"; {one}" for one in faults[:6]
    )
    return Row(f"texts, forms of {role}", said, not faults)


def _looked_for(
    target: Target, browsers: dict[str, Browser], mark: str, places: Sequence[str]
) -> Iterator[Row]:
    """No page, whole or as a part, shows the texts as what they would be; no table has them as a formula."""
    found, pages, shown = [], 0, 0
    for role, browser in browsers.items():
        others = crawl(browser, pages=25 if target.short else 150, alike=2 if target.short else 6).pages
        for path in dict.fromkeys((*places, *sorted(others))):
            # Where the texts went is looked at however short the time is.
            if path not in places and pages > target.floor and not target.left:
                break
            for headers in ({}, {"HX-Request": "true"}):
                answer = browser.ask("GET", path, headers=headers)
                pages += 1
                shown += mark in answer.page
                is_page = answer.headers.get("content-type", "").startswith("text/html")
                if is_page and answer.page and runs(answer.page, mark):
                    found.append(f"{role} {path}")
                if answer.failed:
                    found.append(f"{role} {path} {answer.status}")
    said = (
        f"{pages} pages tried, the texts on {shown} of them, {len(found)} where they run or fail"
        + "".join(f"; {one}" for one in found[:6])
    )
    # A search that finds no text has looked for nothing.
    yield Row("texts, markup and templates on pages", said, not found and shown > 0)
    wrong_cells, cells = list[str](), 0
    for role, browser in browsers.items():
        for path in _DOWNLOADS:
            answer = browser.get(path)
            many, wrong = formulas(answer, mark)
            cells += many
            wrong_cells += [f"{role} {path}: {one}" for one in wrong]
            if answer.failed:
                wrong_cells.append(f"{role} {path}: {answer.status}")
    said = f"{len(_DOWNLOADS) * len(browsers)} tried, {cells} cells with the texts" + "".join(
        f"; {one}" for one in wrong_cells[:6]
    )
    yield Row("texts, formulas in tables", said, not wrong_cells)


def runs(page: str, mark: str) -> bool:
    """Whether the texts became an element or an attribute, or a template was filled in."""
    if f"49{mark}" in page or "49{% raw" in page:
        return True
    for one in html.fromstring(page).iter():
        if not isinstance(one.tag, str):
            continue
        if any(name == "onerror" or (mark in value and name == "src") for name, value in one.attrib.items()):
            return True
    return False


def formulas(answer: Answer, mark: str) -> tuple[int, list[str]]:
    """How many cells of a table have the mark, and which of them a spreadsheet would work out."""
    if answer.status != 200:
        return 0, []
    kind = answer.headers.get("content-type", "")
    if "csv" in kind:
        cells = [
            cell
            for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig", "replace")))
            for cell in row
            if mark in cell
        ]
        return len(cells), [cell[:30] for cell in cells if cell[:1] in "=+-@\t\r\x00"]
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
            supervision_orders = [
                package.read(name).decode()
                for name in package.namelist()
                if name.startswith("xl/worksheets/")
            ]
            texts = "".join(
                package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))
            )
        wrong = [
            "a formula" for supervision_order in supervision_orders if re.search(r"<f[ >]", supervision_order)
        ]
        return texts.count(mark), wrong + (["a link"] if re.search(rf'Target="[^"]*{mark}', texts) else [])
    return 0, []


def _longest_names(target: Target, browsers: dict[str, Browser]) -> Iterator[Row]:
    """A unit and a post with the longest names that their forms take: who holds the post still works."""
    administrator, officer = browsers.get("administrator"), target.who("unit_officer")
    posts = sorted(
        set(re.findall(r"/people/posts/[\w.-]+/", browsers["unit_officer"].get("/people/me/").page))
    )
    if administrator is None or not posts:
        yield Row("texts, the longest names", "no administrator, or no post", None)
        return
    post = posts[0]
    unit = re.search(r"/people/units/[\w.-]+/", administrator.get(post).page)
    places = [f"{post}change/", *([f"{unit[0]}change/"] if unit else [])]
    before = {
        place: form
        for place in places
        for form in forms_in(administrator.get(place), place)
        if form.path == place
    }
    named = [
        form.sent(administrator, {"name": "长" * _LONGEST, "short_name": ""}).status
        for form in before.values()
    ]
    answers, today = [], time.strftime("%Y-%m-%d")
    try:
        browser = target.browser(officer)
        for key in sorted(
            set(re.findall(r"/tasks/(\d{4}-\d{4})/", browser.get("/tasks/?state=in_progress").page))
        )[:3]:
            for path in (f"/tasks/{key}/obstacles/", f"/tasks/{key}/progress/"):
                for form in forms_in(browser.get(path), path):
                    if form.path == path and "words" in form.typed:
                        filled = {"words": "长" * 50, "next_step": "继续", "as_of": today, "then": "draft"}
                        answers.append(form.sent(browser, filled).status)
        answers += [browser.get(path).status for path in ("/dashboards/", "/people/me/", "/tasks/")]
        answers += [
            administrator.get(path).status for path in (*places, "/people/", "/people/exchange/export/")
        ]
    finally:
        for form in before.values():
            form.sent(administrator)
    failed = [status for status in (*named, *answers) if not status or status > 499]
    said = f"{len(answers)} tried with names of {_LONGEST} ({named}): {answers}"
    yield Row("texts, the longest names", said, len(before) == 2 and bool(answers) and not failed)
