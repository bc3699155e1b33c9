"""Two verdicts on an outcome: the unit's own, and the reviewer's after evidence."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["exceeded", "kept", "partly", "missed", "not_comparable"]
