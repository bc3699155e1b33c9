"""Adding to the log: what was done, by whom, to which record, and what the record was then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from luoshi.city.chain.models import Entry, Recorded, canonical
from luoshi.city.chain.writing import current

ROWS = "rows"


@dataclass(frozen=True)
class Signature:
    """Who writes, holding which post."""

    person: str
    person_name: str
    post: str = ""
    post_name: str = ""

    @classmethod
    def program(cls, job: str) -> Signature:
        """The program itself, at a daily ``job``."""
        return cls(person=f"program:{job}", person_name="落实")


def record(signature: Signature, action: str, subject: Recorded | str, **detail: Any) -> None:
    """Log one act, in the write that does it. ``subject`` is the record as it is after it."""
    if isinstance(subject, str):
        _add(signature, action, subject, detail)
    else:
        _add(signature, action, subject.subject(), detail, subject.fingerprint(), len(subject.forms()))


def record_rows(
    signature: Signature, action: str, subject: str, rows: Sequence[Recorded], **detail: Any
) -> None:
    """Log one act on many rows of a model, added or changed, in one entry that is about ``subject``."""
    if rows:
        detail[ROWS] = {row.subject(): row.fingerprint() for row in rows}
        _add(signature, action, subject, detail, form=len(rows[0].forms()))


def _add(
    signature: Signature,
    action: str,
    subject: str,
    detail: dict[str, Any],
    state: str = "",
    form: int | None = None,
) -> None:
    write = current()
    if write is None:
        raise RuntimeError("an act and its log entry belong in one write")
    write.entries.append(
        Entry(
            at=timezone.now(),
            person=signature.person,
            person_name=signature.person_name,
            post=signature.post,
            post_name=signature.post_name,
            action=action,
            subject=subject,
            detail=json.loads(canonical(detail)),
            state=state,
            form=form,
        )
    )
