"""Taking records over into a new version's lists of fields, so that an upgrade accuses nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from luoshi.city.chain.entries import Signature, record_rows
from luoshi.city.chain.locking import locked_rows
from luoshi.city.chain.models import Entry, Recorded
from luoshi.city.chain.verifying import Logged, compared, in_chunks, logged_in_batches, recorded_models
from luoshi.city.chain.writing import writes

_SIGNATURE = Signature.program("upgrade")
_ACTION = "chain.take_over"


def take_over() -> int:
    """Log by the newest list of fields the records that fit what the log says by an older one; how many.

    A record that does not fit is left as it is: ``verify-log`` goes on naming it. Of a model that the log
    never spoke of, because an earlier version did not record it, every row is taken over.
    """
    batched = logged_in_batches()
    return sum(
        _taken_over(model, keys, batched, new=_is_new(model, batched))
        for model in recorded_models()
        for keys in in_chunks(model)
    )


def _is_new(model: type[Recorded], batched: Mapping[str, Logged]) -> bool:
    start = f"{model._meta.model_name}:"
    if any(subject.startswith(start) for subject in batched):
        return False
    return not Entry.objects.filter(subject__startswith=start).exclude(state="").exists()


@writes
def _taken_over(
    model: type[Recorded], keys: Sequence[int], batched: Mapping[str, Logged], *, new: bool
) -> int:
    rows = locked_rows(model._default_manager.filter(pk__in=keys))
    waiting = [
        row
        for row, logged, fits in compared(rows, batched)
        if (new if logged is None else fits and row.fingerprint() != logged.state)
    ]
    record_rows(_SIGNATURE, _ACTION, f"{model._meta.model_name}", waiting, form=len(model.forms()))
    return len(waiting)
