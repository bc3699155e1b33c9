"""State secrets have no place on the site: what carries their mark is refused before it is kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from luoshi.city.chain.entries import record
from luoshi.city.chain.models import Entry
from luoshi.city.chain.writing import writing
from luoshi.city.rules.secrecy import StateSecretError, refuse_secret_text, secrecy_mark
from luoshi.city.rules.words import choices
from luoshi.city.site.language import language_now
from luoshi.city.site.leftovers import kept
from luoshi.city.site.looking import looked_through
from luoshi.city.site.middleware import refused
from luoshi.city.site.openings import opened_for_page
from luoshi.city.site.texts import is_form, texts_in_json
from luoshi.city.site.uploads import Stored, safe_name
from luoshi.city.site.words import say, words_of
from luoshi.confinement import OutOfBoundsError
from luoshi.errors import LuoshiError

_LOGGER = logging.getLogger("luoshi.secrecy")
_LOGGED_AGAIN = timedelta(minutes=1)
_ACTION = "secrecy.refuse"
UNLOOKED = "Luoshi-Secrecy"
"""The header of an answer about files of which not everything could be looked at: ``unchecked``."""

View = TypeVar("View", bound=Callable[..., Any])


def refuse_secret_file(data: bytes, name: str, *, ocr: bool = True) -> bool:
    """Whether all of a file could be looked at; ``StateSecretError`` for one with a mark anywhere in it.

    A child process opens it; raises ``OutOfBoundsError`` and ``BusyError`` as ``opened_for_page``.
    """
    return opened_for_page(looked_through, data, name, ocr, answer=bool)


def recognises_later(view: View) -> View:
    """A view whose pictures are recognised by a job, which then looks through what it read."""
    view.recognises_later = True  # type: ignore[attr-defined]
    return view


class SecrecyMiddleware:
    """Looks through every field and file of a form before its view sees it.

    The API asks ``refuse_secrets`` itself.
    After the check for forged requests: nobody is noted for what another page sent in his name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the next middleware."""
        response = self.get_response(request)
        if getattr(request, "unlooked", None):
            response.headers[UNLOOKED] = "unchecked"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """The page of a refusal; ``None`` where there is nothing to refuse."""
        if request.method in ("GET", "HEAD", "OPTIONS") or request.path_info.startswith("/api/"):
            return None
        actor = request.actor  # type: ignore[attr-defined]
        permission = getattr(view, "permission", None)
        opens = permission is not None and actor.may_open(permission)
        later = hasattr(view, "recognises_later")
        try:
            unlooked = refuse_secrets(request, actor, opens_files=opens, ocr=not later)
        except LuoshiError as error:
            if not request.headers.get("HX-Request"):
                return refused(request, error)
            words = error.message(language_now())
            return render(request, "site/refused_part.html", {"words": words}, status=error.status)
        for name in () if later else unlooked:
            messages.warning(request, say("site.secrecy_unchecked", name=name))
        return None


def refuse_secrets(request: HttpRequest, actor: Any, *, opens_files: bool, ocr: bool = True) -> list[str]:
    """The names of files of which not all could be looked at; ``StateSecretError`` where anything has a mark.

    Who tried it and at which address is logged; the words are not.
    """
    try:
        for where, text in _texts(request):
            refuse_secret_text(text, where)
        unlooked = list(_unlooked(request, ocr=ocr)) if opens_files else []
    except StateSecretError as error:
        _note(request, actor, error)
        raise
    request.unlooked = unlooked  # type: ignore[attr-defined]
    return unlooked


@contextmanager
def kept_with_remarks(
    request: HttpRequest, files: Sequence[File[Any]], *, allowed: tuple[str, ...]
) -> Iterator[list[Stored]]:
    """Files of ``request`` as ``kept``, and of each whether all of it was looked through before."""
    unlooked = getattr(request, "unlooked", ())
    with kept(files, allowed=allowed) as stored:
        yield [
            replace(one, unchecked=safe_name(file.name or "") in unlooked)
            for file, one in zip(files, stored, strict=True)
        ]


def _texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every text of a request, with what its field is called."""
    if is_form(request):
        for name, values in request.POST.lists():
            yield say("site.field_name"), name
            for value in values:
                yield _called(request, name), value
        for name, _ in _files(request):
            yield say("site.file_name"), name
    else:
        yield from texts_in_json(request.body)


def _files(request: HttpRequest) -> Iterator[tuple[str, UploadedFile[Any]]]:
    for _, files in request.FILES.lists():
        for file in files:
            yield file.name or "", file


def _unlooked(request: HttpRequest, *, ocr: bool) -> Iterator[str]:
    for name, file in _files(request):
        if file.size is None or file.size > settings.MAX_UPLOAD:
            continue  # not taken anyway
        file.seek(0)
        try:
            whole = refuse_secret_file(file.read(), safe_name(name), ocr=ocr)
        except OutOfBoundsError:
            if ocr:
                raise
            whole = False  # a job has more time, and looks through all of it
        file.seek(0)
        if not whole:
            yield safe_name(name)


def _called(request: HttpRequest, name: str) -> str:
    """What the page calls a field; its own name where the words of the application have none."""
    parts = request.resolver_match.func.__module__.split(".") if request.resolver_match else []
    if parts[:2] != ["luoshi", "city"]:
        return name[:60]
    words = words_of(parts[2])
    inner = words.get(parts[3], {}) if len(parts) > 3 else {}
    plain = name.rpartition("-")[2]
    for table in (inner.get("form"), words.get("form"), inner, words):
        said = table.get(plain) if isinstance(table, dict) else None
        if isinstance(said, dict) and isinstance(said.get("zh"), str):
            return str(said[language_now()]).partition("{")[0].rstrip("（( ") or plain
    return dict(choices("task_field", language_now())).get(plain, name[:60])


def _note(request: HttpRequest, actor: Any, error: StateSecretError) -> None:
    """Log that it was tried: for a known person in the office's log, once a minute for the same address."""
    address = request.path if secrecy_mark(request.path) is None else "…"
    _LOGGER.warning("refused words or a file with the mark of a state secret at %s", address)
    if not actor.signed_in:
        return
    signature, subject = actor.signature(), f"address:{address}"[:80]
    lately = Entry.objects.filter(
        person=signature.person, action=_ACTION, subject=subject, at__gte=timezone.now() - _LOGGED_AGAIN
    )
    with writing():
        if not lately.exists():
            record(signature, _ACTION, subject, level=error.details["level"])
