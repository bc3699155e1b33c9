"""One function over what came from outside, in a child process that can use up nothing and harm nobody.

A file may make the library that opens it take all memory, run for ever or abort: only the child dies of that.
"""

from luoshi.confinement.limits import DroppedError, Limits, OutOfBoundsError
from luoshi.confinement.running import confined, prepare
from luoshi.confinement.slots import BusyError, Slots

__all__ = ["BusyError", "DroppedError", "Limits", "OutOfBoundsError", "Slots", "confined", "prepare"]
