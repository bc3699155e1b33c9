"""What an office does from the command line, beside its pages."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.models import Head, Recorded
from luoshi.city.chain.verifying import Fault, faults, recorded_models
from luoshi.city.chain.writing import writes
from luoshi.city.config.environment import Environment
from luoshi.city.config.fitness import unfit_database, unfit_places, unfit_variables
from luoshi.city.config.ownership import check_owner
from luoshi.city.people.actions.accounts import is_username, username_is_taken
from luoshi.city.people.actions.roles import tell_auditors
from luoshi.city.people.locking import free_key
from luoshi.city.people.lockout.clearing import clear_what_is_over
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.reports.actions.uploading import reread_all
from luoshi.city.reports.jobs import requeue
from luoshi.city.reports.models import Report
from luoshi.city.reports.phases import readings_in
from luoshi.city.reports.places import check_place
from luoshi.city.reports.projection import is_settled
from luoshi.city.site.leftovers import sweep
from luoshi.city.site.uploads import path_of
from luoshi.city.tasks.daily import Done, run_daily
from luoshi.errors import Language, UsageError

_JOBS_KEPT = timedelta(days=14)
_LONGEST_NAME = 100
_NO_NAME = frozenset(("Cc", "Cs"))
_UNIT_KEY, _POST_KEY = "administration", "administrator"


def head() -> tuple[int, str]:
    """Number and hash of the newest entry of the log."""
    newest = Head.objects.get(pk=1)
    return newest.number, newest.hash


def noted(text: str) -> tuple[int, str]:
    """``12:ab…`` -> ``(12, "ab…")``: a number and hash of the log that were noted earlier."""
    number, _, digest = text.strip().partition(":")
    if not number.isdecimal() or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise UsageError("bad_noted_hash", value=text)
    return int(number), digest


def log_faults(since: tuple[int, str] | None = None) -> Iterator[Fault]:
    """What was changed behind the program's back: ``chain.entries.faults``, then readings and files."""
    yield from faults(since)
    for report in Report.objects.filter(readings_in("settled")).order_by("pk").iterator():
        if not is_settled(report):
            yield Fault("changed", report.subject())
    for model in recorded_models():
        if "sha256" in model.RECORDED:
            yield from _file_faults(model)


def _file_faults(model: type[Recorded]) -> Iterator[Fault]:
    """The rows whose file is gone, or has other bytes than when it was taken."""
    for row in model._default_manager.order_by("pk").iterator(chunk_size=100):
        if getattr(row, "stored", "kept") == "":
            continue  # refused, and not kept
        sha256 = row.recorded()["sha256"]
        try:
            with path_of(sha256).open("rb") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            yield Fault("file_missing", row.subject())
        else:
            if not same:
                yield Fault("file_changed", row.subject())


def read_again_with_newer_reader() -> int:
    """Queue every report that an older reader read; how many. The worker reads them."""
    return reread_all()


@writes
def add_first_administrator(*, username: str, name: str, unit: str, post: str, password: str) -> Person:
    """The person who makes all other accounts; only where nobody holds an administrator's post.

    Raises ``UsageError`` where there is an administrator, a name does not do or the password is too weak.
    """
    today = timezone.localdate()
    if Holding.objects.on(today).filter(post__role="administrator", person__is_active=True).exists():
        raise UsageError("administrator_exists")
    if not is_username(username):
        raise UsageError("username_shape", username=username)
    if username_is_taken(username):
        raise UsageError("username_taken", username=username)
    name = name.strip()
    if not 1 <= len(name) <= _LONGEST_NAME or any(unicodedata.category(sign) in _NO_NAME for sign in name):
        raise UsageError("person_name_shape", most=_LONGEST_NAME)
    person = Person(key=_key_for(username), username=username, name=name, password_changed_at=timezone.now())
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise UsageError("weak_password", reason=" ".join(error.messages)) from None
    person.set_password(password)
    person.save()
    office = Unit.objects.filter(key=_UNIT_KEY).first() or Unit.objects.filter(name=unit).first()
    signature = Signature.program("first-administrator")
    if office is None:
        office = Unit.objects.create(key=_UNIT_KEY, name=unit, kind="other", since=today)
        record(signature, "unit.add", office)
    held = Post.objects.filter(unit=office, role="administrator").first()
    if held is None:
        held = Post.objects.create(key=_POST_KEY, unit=office, name=post, role="administrator", since=today)
        record(signature, "post.add", held)
    record(signature, "person.add", person)
    holding = Holding.objects.create(person=person, post=held, since=today)
    record(signature, "holding.add", holding)
    tell_auditors(signature, holding)
    return person


def _key_for(username: str) -> str:
    """The user name as the person's key, where it fits and is free."""
    longest = Person._meta.get_field("key").max_length or 0
    fits = len(username) <= longest and not Person.objects.filter(key=username).exists()
    return free_key(Person, username if fits else "", "person")


def daily() -> Done:
    """The office's daily run, and sweeping: sessions and tries that are over, old jobs, dead readings."""
    check_owner()
    call_command("clearsessions")
    clear_what_is_over()
    long_done = timezone.now() - _JOBS_KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=long_done).delete()
    requeue()
    return run_daily(timezone.localdate())


def sweep_files() -> int:
    """Remove files on which no record rests; how many."""
    return sweep()


def unread_variables() -> list[str]:
    """The variables that look like settings and that nothing reads."""
    return Environment().unknown()


def unfit(language: Language) -> list[str]:
    """What a site starts with and an office should not run with."""
    found = [*unfit_variables(os.environ), *unfit_places(settings.DATA), *unfit_database()]
    return [one.message(language) for one in found]


def place_faults(language: Language) -> list[str]:
    """What is wrong with the place that the site serves; the demonstration's is made up."""
    if settings.DEMO:
        return []
    try:
        check_place(settings.PLACE)
    except UsageError as error:
        return [error.message(language)]
    return []


def setting_faults() -> list[str]:
    """What Django's checks for deployment find wrong with the settings, a line each, in Django's words."""
    said = StringIO()
    lines: list[str] = []
    try:
        call_command("check", deploy=True, fail_level="WARNING", stdout=said, stderr=said)
    except SystemCheckError as error:
        found = [line.strip() for line in str(error).splitlines()]
        lines += [line for line in found if line.startswith(("?:", "(", "luoshi")) or ": (" in line]
    return lines
