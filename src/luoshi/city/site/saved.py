"""Whether a request that failed had saved something before: then it does not say that nothing was."""

from __future__ import annotations

import threading

from luoshi.city.chain.writing import writes_kept

_here = threading.local()


def watch() -> None:
    """A request begins: see what it saves from now on."""
    _here.before = writes_kept()


def saved() -> bool:
    """Whether an act of the request that is being answered was committed."""
    return writes_kept() > getattr(_here, "before", writes_kept())
