"""What counts as a fault of the site under hostile uploads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from load_uploads import Sent


def verdict(
    phases: Mapping[str, Mapping[str, Any]], sent: Sequence[Sent], most_ratio: float = 2.0
) -> list[str]:
    """What is wrong: answers above 499 or none, deaths, pages more than twice as slow as without uploads."""
    wrong: list[str] = []
    quiet = (phases["quiet"]["times"] or [0, 0])[1]
    for name, phase in phases.items():
        for status, count in phase["statuses"].items():
            if status > 499 or not status:
                wrong.append(f"{name}: {count} answers {status or 'missing'}")
        wrong += [f"{name}: {death}" for death in phase["deaths"]]
        p95 = (phase["times"] or [0, 0])[1]
        if not phase["times"] or p95 > most_ratio * quiet:
            wrong.append(f"{name}: p95 {p95:.0f} ms is more than {most_ratio} × {quiet:.0f} ms")
    unsent = {one.hostile.name for one in sent if not one.was_taken_in}
    wrong += [f"upload of {name}: who sent it may not" for name in sorted(unsent)]
    unanswered = (one for one in sent if one.status > 499 or not (one.status or one.cut))
    counted = Counter(f"upload of {one.hostile.name}: {one.status or ''} {one.said}" for one in unanswered)
    return [*wrong, *(f"{many} × {fault}" for fault, many in counted.items())]
