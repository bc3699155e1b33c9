"""How much a child process may use, and what is said where that did not do."""

from __future__ import annotations

from typing import Literal

import msgspec

from luoshi.errors import LuoshiError

Bound = Literal["memory", "processor", "deadline", "died", "answer"]


_CODES: dict[Bound, str] = {
    "memory": "confined_memory",
    "processor": "confined_processor",
    "deadline": "confined_deadline",
    "died": "confined_died",
    "answer": "confined_answer",
}


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a child may use.

    ``memory_bytes``       of addresses beside the program's own; where the system has such limits.
    ``processor_seconds``  of all its threads together; where the system has such limits.
    ``deadline_seconds``   from its start, on every system.
    ``answer_bytes``       that it may give back.
    ``niceness``           how far it stands behind others at the processor.
    """

    memory_bytes: int
    processor_seconds: int
    deadline_seconds: float
    answer_bytes: int = 256 * 1024 * 1024
    niceness: int = 15


class OutOfBoundsError(LuoshiError):
    """The child needed more than it may use, or died."""

    @classmethod
    def of(cls, bound: Bound) -> OutOfBoundsError:
        """The refusal for one bound."""
        return cls(_CODES[bound])


class DroppedError(LuoshiError):
    """Nobody wants the answer any more."""
