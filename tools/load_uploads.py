"""Hostile uploads, ten at once, each through the form that takes its kind."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain, count, zip_longest
from urllib.parse import urlsplit

from hostile.catalogue import REPORTS, named
from hostile.model import Hostile
from hostile.templates import TEMPLATES
from hostile.workbooks import WORKBOOKS

AT_ONCE = 10
_PATIENCE = 180
_BUSY, _COMES_AGAIN_AFTER = 429, 5.0
BOUNDARY = "luoshi-hostile-7a1c"
_SAID = re.compile(
    r'class="(?:note bad|refused|errorlist|error)[^"]*"[^>]*>(.*?)</(?:p|ul|section|article)>', re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
# What each try has, whatever else is among the ten.
ALWAYS = ("text of 50 MB", "report of 5,000 promises")
FIRST = (
    "PDF deflated twice", "workbook far apart, single quotes", "PDF of swelling text",
    "template, endless loops", "PDF of nested forms", "workbook without places", "text of unclosed quotes",
    "Word file of a million members",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """A form that takes a file: where it is, its field, what else it sends, and who sends it."""

    path: str
    field: str
    others: Mapping[str, str]
    who: str


UPLOAD = Form("/reports/upload/", "file", {}, "office")
TABLE = Form("/tasks/other-sources/import/", "file", {}, "office")
PEOPLE = Form("/people/exchange/", "file", {"step": "check"}, "administrator")
TEMPLATE = Form("/documents/templates/circular/", "file", {}, "office")


def form_for(hostile: Hostile, number: int = 0) -> Form:
    """The form that takes this kind of file; workbooks go to two by turns."""
    if hostile in WORKBOOKS:
        return PEOPLE if number % 2 else TABLE
    return TEMPLATE if hostile in TEMPLATES else UPLOAD


def wave(number: int) -> list[Hostile]:
    """Ten files: the two of ``ALWAYS`` and eight others, the sharpest first, until all had their turn."""
    rest = chain.from_iterable(zip_longest(REPORTS, WORKBOOKS, TEMPLATES))
    first = [named(name) for name in FIRST]
    others = [*first, *(one for one in rest if one and one not in first and one.name not in ALWAYS)]
    each = AT_ONCE - len(ALWAYS)
    return [*map(named, ALWAYS), *(others[(number * each + place) % len(others)] for place in range(each))]


@dataclass
class Sent:
    """What became of an upload: the answer to the form and, of a report, of its reading."""

    hostile: Hostile
    status: int = 0
    seconds: float = 0
    location: str = ""
    said: str = ""
    cut: bool = False
    tries: int = 1

    @property
    def was_taken_in(self) -> bool:
        """Whether the form was there for whoever sent it; else the trial shows nothing."""
        return not self.location.startswith("/account/") and self.status not in (403, 404)

    @property
    def key(self) -> str:
        """The key of the report that it became; empty for anything else."""
        found = re.fullmatch(r"(?:https?://[^/]+)?/reports/([^/]+)/", self.location)
        return found[1] if found else ""


def send(address: str, headers: Mapping[str, str], form: Form, hostile: Hostile, data: bytes) -> Sent:
    """Send one file through a form and wait for the answer."""
    sent = Sent(hostile)
    begun = time.monotonic()
    place = urlsplit(address).netloc
    connection = http.client.HTTPConnection(place, timeout=_PATIENCE)
    try:
        body = multipart(
            {**form.others, "csrfmiddlewaretoken": _csrf(headers)}, form.field, hostile.file_name, data
        )
        sending = {
            **headers,
            "Origin": address,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        connection.request("POST", form.path, body, sending)
        answer = connection.getresponse()
        sent.status, sent.location = answer.status, answer.headers.get("Location", "")
        sent.said = said_on(answer.read().decode(errors="replace"))
    except (OSError, http.client.HTTPException) as error:
        sent.said = f"no answer: {error!r}"
    finally:
        connection.close()
    sent.seconds = time.monotonic() - begun
    return sent


def multipart(fields: Mapping[str, str], field: str, name: str, data: bytes) -> bytes:
    """The body of a form that sends a file."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return b"".join((*parts, head.encode(), data, f"\r\n--{BOUNDARY}--\r\n".encode()))


def said_on(page: str) -> str:
    """What a page says was wrong, in one line."""
    found = (" ".join(_TAG.sub(" ", one).split()) for one in _SAID.findall(page))
    return next((one[:160] for one in found if one), "")


def _csrf(headers: Mapping[str, str]) -> str:
    found = re.search(r"csrftoken=([^;]+)", headers.get("Cookie", ""))
    return found[1] if found else ""


class Uploads:
    """Ten uploads at once, and ten others when all have ended, until they are told to stop.

    ``settled`` says whether a report, by its key, has been read or has failed.
    """

    def __init__(
        self, address: str, headers: Mapping[str, Mapping[str, str]], settled: Callable[[str], bool]
    ) -> None:
        self.sent: list[Sent] = []
        self._address, self._headers, self._settled = address, headers, settled
        self._numbers = count(1)
        self._first = [(one, one.make()) for one in wave(0)]
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._waves, daemon=True)

    def begin(self) -> None:
        """Begin with all ten at once."""
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more; what is being sent now is cut off by whoever stops the site."""
        self._stopped.set()

    def join(self) -> list[Sent]:
        """Wait until the last answer, or its lack, is here."""
        self._thread.join(2 * _PATIENCE)
        return self.sent

    def _waves(self) -> None:
        files = self._first
        for number in count(1):
            people = [threading.Thread(target=self._upload, args=file, daemon=True) for file in files]
            for person in people:
                person.start()
            for person in people:
                person.join()
            if self._stopped.wait(1):
                return
            files = [(one, one.make()) for one in wave(number)]

    def _upload(self, hostile: Hostile, data: bytes) -> None:
        number = next(self._numbers)
        form = form_for(hostile, number)
        numbered, tries = hostile.numbered(data, number), 1
        sent = send(self._address, self._headers[form.who], form, hostile, numbered)
        # Told to come again, a person does.
        while sent.status == _BUSY and not self._stopped.wait(_COMES_AGAIN_AFTER):
            sent = send(self._address, self._headers[form.who], form, hostile, numbered)
            tries += 1
        sent.tries = tries
        sent.cut = self._stopped.is_set() and sent.seconds < _PATIENCE
        self.sent.append(sent)
        while sent.key and not self._settled(sent.key):
            if self._stopped.wait(0.5):
                return
