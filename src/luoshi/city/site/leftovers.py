"""Files on which no record rests: taken away when a write is refused, and swept when nobody came to do it.

The same bytes lie once, whoever brought them, and nothing locks them: whoever removes them puts them aside
first, and back where somebody brought them again meanwhile.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.db import Error as DatabaseFailure
from django.db.models import Model

from luoshi.city.site.uploads import DIGEST, PART, Stored, mark_of, path_of, store

_LOGGER = logging.getLogger("luoshi.uploads")
_NEW_SECONDS = 60
_LEFT_SECONDS = 24 * 3600
"""What lies without a record for so long belongs to no upload that is under way."""
_ASIDE = ".aside-"


@contextmanager
def kept(files: Iterable[File[Any]], *, allowed: tuple[str, ...]) -> Iterator[list[Stored]]:
    """Uploaded files, kept for the write that is made within; where it is refused, they go again.

    They are kept before its transaction: a record without its file there never is.
    """
    stored: list[Stored] = []
    try:
        for file in files:
            stored.append(store(file, allowed=allowed))  # noqa: PERF401 - each that is kept is known
        yield stored
    except Exception:
        for one in stored:
            _take_back(one)
        raise


def _take_back(stored: Stored) -> None:
    """Remove bytes that this upload was the only one to bring, where no record rests on them."""
    try:
        if stored.brought is not None and not _rests(stored.sha256):
            _remove(stored.sha256, lambda found: mark_of(found) == stored.brought)
    except (DatabaseFailure, OSError):
        _LOGGER.warning("the bytes of a refused file stay until they are swept")


def forget(sha256: str) -> None:
    """Take the bytes of a file away, where no record rests on them any more.

    Bytes that came within the last minute stay: a record may be about to rest on them.
    """
    if not _rests(sha256):
        _remove(sha256, lambda found: time.time() - found.st_mtime > _NEW_SECONDS)


def sweep() -> int:
    """Remove what no record rests on, a day after it came; how many. Uploads were refused or killed."""
    before = time.time() - _LEFT_SECONDS
    resting: set[str] = set()
    for model, name in _resting():
        resting.update(model._default_manager.values_list(name, flat=True).iterator(chunk_size=5000))
    count = 0
    for path in [*Path(settings.FILES).glob("*"), *Path(settings.FILES).glob("*/*")]:
        try:
            old = path.is_file() and path.stat().st_mtime < before
            if old and path.name.startswith(_ASIDE):
                count += _settled(path)
            elif old and path.name.startswith(PART):
                path.unlink()
                count += 1
            elif old and DIGEST.fullmatch(path.name) and path.name not in resting:
                count += _remove(path.name, lambda found: found.st_mtime < before)
        except FileNotFoundError:
            continue  # somebody else was there first
    return count


def _resting() -> Iterator[tuple[type[Model], str]]:
    """The models whose records rest on bytes, and the field with their digest."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        # A report says by ``stored`` where its bytes lie, and by ``sha256`` which they were.
        name = next((name for name in ("stored", "sha256") if name in names), None)
        if name is not None:
            yield model, name


def _rests(sha256: str) -> bool:
    return any(model._default_manager.filter(**{name: sha256}).exists() for model, name in _resting())


def _remove(sha256: str, ours: Callable[[os.stat_result], bool]) -> bool:
    """Remove the bytes where they are still ``ours`` to remove; whether they were.

    They are put aside first, so that nobody brings the same ones between the look and the removal.
    """
    place = path_of(sha256)
    aside = place.with_name(f"{_ASIDE}{sha256}-{secrets.token_hex(4)}")
    try:
        place.rename(aside)
    except FileNotFoundError:
        return False
    if ours(aside.stat()) and not _rests(sha256):
        aside.unlink()
        return True
    aside.replace(place)
    return False


def _settled(aside: Path) -> bool:
    """Put back what a killed sweep had put aside, where a record rests on it; whether it was removed."""
    sha256 = aside.name.removeprefix(_ASIDE).partition("-")[0]
    if _rests(sha256) and not path_of(sha256).exists():
        aside.replace(path_of(sha256))
        return False
    aside.unlink()
    return True
