"""Checking the log: the chain in itself, then the records against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.apps import apps

from luoshi.city.chain.entries import ROWS
from luoshi.city.chain.models import BEFORE_ALL, Entry, Head, Recorded, hash_of

CHUNK = 200


@dataclass(frozen=True)
class Fault:
    """Something that was changed behind the program's back."""

    # chain, number, hash, head, changed, missing, unlogged; of stored files file_missing, file_changed
    code: str
    subject: str


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log says of a record last: the digest, and by which list of fields it was made."""

    number: int
    state: str
    form: int | None


def faults(since: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Everything that does not fit: in the chain itself, then between the chain and the records.

    ``since`` is a number and hash noted earlier: the chain must still pass through it.
    """
    previous, number = BEFORE_ALL, 0
    passed = since is None or since[0] == 0
    batched: dict[str, Logged] = {}
    for entry in Entry.objects.order_by("number").iterator(chunk_size=5000):
        number += 1
        if entry.number != number:
            yield Fault("number", str(number))
            number = entry.number
        if entry.previous != previous:
            yield Fault("chain", str(entry.number))
        if hash_of(entry) != entry.hash:
            yield Fault("hash", str(entry.number))
        if since is not None and entry.number == since[0]:
            passed = entry.hash == since[1]
        previous = entry.hash
        _note(batched, entry)
    head = Head.objects.get(pk=1)
    if (head.number, head.hash) != (number, previous):
        yield Fault("head", f"{head.number}")
    if not passed and since is not None:
        yield Fault("chain", str(since[0]))
    for model in recorded_models():
        yield from _changed(model, batched)
        yield from _missing(model, batched)


def recorded_models() -> Sequence[type[Recorded]]:
    """The models whose changes are logged."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def logged_in_batches() -> dict[str, Logged]:
    """What the entries about many rows say of each row last."""
    batched: dict[str, Logged] = {}
    for entry in Entry.objects.filter(state="", form__isnull=False).order_by("number").iterator(CHUNK):
        _note(batched, entry)
    return batched


def in_chunks(model: type[Recorded]) -> Iterator[list[int]]:
    """The keys of all rows of ``model``, some at a time."""
    left = iter(list(model._default_manager.order_by("pk").values_list("pk", flat=True)))
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def compared(
    rows: Iterable[Recorded], batched: Mapping[str, Logged]
) -> Iterator[tuple[Recorded, Logged | None, bool]]:
    """Each row with what the log says of it last, and whether that is what the row is."""
    kept = list(rows)
    logged = _logged([row.subject() for row in kept], batched)
    for row in kept:
        said = logged.get(row.subject())
        yield row, said, said is not None and _fits(row, said)


def _note(batched: dict[str, Logged], entry: Entry) -> None:
    if entry.form is None or entry.state:
        return
    for subject, state in entry.detail.get(ROWS, {}).items():
        batched[subject] = Logged(entry.number, state, entry.form)


def _logged(subjects: Sequence[str], batched: Mapping[str, Logged]) -> dict[str, Logged]:
    """What the log says last of each subject, in an entry of its own or in one about many."""
    found = {subject: batched[subject] for subject in subjects if subject in batched}
    entries = Entry.objects.filter(subject__in=subjects).exclude(state="").order_by("number")
    for number, subject, state, form in entries.values_list("number", "subject", "state", "form"):
        if subject not in found or found[subject].number < number:
            found[subject] = Logged(number, state, form)
    return found


def _fits(row: Recorded, logged: Logged) -> bool:
    """Whether the digest is the row's, by the list of fields that the entry was made with.

    An entry from before lists had numbers was made with one of them.
    """
    forms = range(1, len(row.forms()) + 1) if logged.form is None else (logged.form,)
    return any(row.fingerprint(form) == logged.state for form in forms if form <= len(row.forms()))


def _changed(model: type[Recorded], batched: Mapping[str, Logged]) -> Iterator[Fault]:
    rows = model._default_manager.order_by("pk").prefetch_related(*model.RECORDED_WITH)
    for keys in in_chunks(model):
        for row, logged, fits in compared(rows.filter(pk__in=keys), batched):
            if logged is None:
                yield Fault("unlogged", row.subject())
            elif not fits:
                yield Fault("changed", row.subject())


def _missing(model: type[Recorded], batched: Mapping[str, Logged]) -> Iterator[Fault]:
    start = f"{model._meta.model_name}:"
    logged = Entry.objects.filter(subject__startswith=start)
    removed = logged.filter(action__endswith=".remove").values("subject")
    subjects = (
        logged.exclude(state="")
        .exclude(subject__in=removed)
        .order_by("subject")
        .values_list("subject", flat=True)
        .distinct()
    )
    of_batches = {subject for subject in batched if subject.startswith(start)}
    of_batches -= set(removed.filter(subject__in=of_batches).values_list("subject", flat=True))
    left = iter(sorted(of_batches.union(subjects)))
    while chunk := list(islice(left, CHUNK)):
        keys = {subject: subject.partition(":")[2] for subject in chunk}
        found = model._default_manager.filter(pk__in=keys.values()).values_list("pk", flat=True)
        present = set(map(str, found))
        yield from (Fault("missing", subject) for subject, key in keys.items() if key not in present)
