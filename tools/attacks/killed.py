"""Every process of the site killed while it writes: all of a write or nothing, and the log stays whole."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial

import xlsxwriter

from attacks.browser import Answer
from attacks.files import task_in_progress
from attacks.target import Row, Target

TABLE = "/tasks/other-sources/import/"
_COLUMNS = ("来源", "来源名称", "工作任务")
_ORIGIN = "会议议定"
_CONFIRM = re.compile(r'name="confirm" value="([^"]+)"')
_ASKED = re.compile(r'name="asked" value="([^"]+)"')
_COUNT = (
    "from luoshi.city.tasks.models import Task\n"
    "print(Task.objects.filter(words__startswith={mark!r}).count())"
)
_WITHOUT_FILE = (
    "from luoshi.city.tasks.models import Evidence\n"
    "from luoshi.city.site.uploads import path_of\n"
    "print(sum(not path_of(one.sha256).is_file() for one in Evidence.objects.all()))"
)


def table(mark: str, rows: int) -> bytes:
    """A table of tasks from elsewhere, as a clerk brings it in."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    supervision_order = book.add_worksheet("任务")
    for place, cells in enumerate(
        (_COLUMNS, *((_ORIGIN, "市政府第12次常务会议", f"{mark}完成第{row}项工作") for row in range(rows)))
    ):
        supervision_order.write_row(place, 0, cells)
    book.close()
    return stream.getvalue()


def confirmation(page: str) -> list[tuple[str, str]]:
    """What the preview of a table sends when it is confirmed; empty where it found faults."""
    found = _CONFIRM.search(page)
    asked = [("asked", one) for one in _ASKED.findall(page)]
    return [("confirm", found[1]), *asked, *([("sure", "yes")] if asked else [])] if found else []


def killed(target: Target) -> Iterator[Row]:
    """At several moments of an import and of an upload; of a site that others run nothing is killed."""
    if target.site is None:
        yield Row("killed", "only of a site of its own", None)
        return
    rows = 200 if target.short else 400
    for moment in (0.6,) if target.short else (0.2, 0.6, 1.5, 3.0):
        mark = f"中断{time.time_ns():x}"
        office = target.browser(target.who("supervision_office"))
        preview = office.upload(TABLE, "file", "表.xlsx", table(mark, rows))
        fields = confirmation(preview.page)
        if not fields:
            yield Row("killed, an import", f"the preview said {preview.status}", held=False)
            return
        yield _row(
            target,
            f"killed, an import of {rows} rows after {moment} s",
            partial(office.post, TABLE, fields),
            moment,
            mark,
            rows,
        )
    officer = target.browser(target.who("unit_officer"))
    key = task_in_progress(officer)
    for moment in () if target.short else (0.05, 0.3, 1.0):
        data = f"{time.time_ns()}\n".encode() * 400_000
        place = f"/tasks/{key}/evidence/"
        _kill_during(target, partial(officer.upload, place, "evidence", "验收.txt", data), moment)
        without = target.asked(_WITHOUT_FILE)
        code, said = target.run("city", "verify-log")
        held = without == "0" and code == 0
        yield Row(f"killed, evidence after {moment} s", f"{without} records without file; {said[-60:]}", held)


def _row(target: Target, what: str, send: Callable[[], Answer], moment: float, mark: str, rows: int) -> Row:
    _kill_during(target, send, moment)
    kept = int(target.asked(_COUNT.format(mark=mark)))
    code, said = target.run("city", "verify-log")
    return Row(what, f"{kept} of {rows} kept; {said[-60:]}", kept in (0, rows) and code == 0)


def _kill_during(target: Target, send: Callable[[], Answer], moment: float) -> None:
    assert target.site is not None  # noqa: S101 - asked by whoever calls
    sending = threading.Thread(target=send, daemon=True)
    sending.start()
    time.sleep(moment)
    target.site.kill()
    sending.join(30)
    target.site.start()
    target.wait()
