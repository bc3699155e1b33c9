"""Attack a demonstration over HTTP, and print what held: ten minutes, or two with ``--short``.

usage: attack.py [--address http://127.0.0.1:8000] [--database sqlite|postgresql] [--only access …] [--short]

Without an address the demonstration is the program's own, on a free port and in a folder that is gone
afterwards; with one it must be a demonstration too, since the attacks write to it and its people's password
must be known.

Tried: access walked by every role over what the others are shown; floods of sign-ins; many rows written
beside single ones; the files of ``tools/hostile`` at every form that takes a file; texts that a reader might
read in the square of their length. A row for each attack; 1 where something did not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from luoshi.city.config.setup import prepare

# The table of permissions and the addresses are the program's own; its database is not touched.
_SETTINGS = tempfile.TemporaryDirectory(prefix="luoshi-attack-settings-")
prepare(data=Path(_SETTINGS.name), demo=True)

from attacks.access import walked  # noqa: E402 - Django is ready only now
from attacks.deadlocks import loaded  # noqa: E402
from attacks.files import brought  # noqa: E402
from attacks.reading import doubled  # noqa: E402
from attacks.signing_in import flooded  # noqa: E402
from attacks.target import Row, Target, own, there  # noqa: E402
from load_supervised import end_when_told  # noqa: E402

ATTACKS: dict[str, Callable[[Target], Iterator[Row]]] = {
    "access": walked,
    "locks": loaded,
    "files": brought,
    "reader": doubled,
    "signing-in": flooded,  # the last: who is locked out by it could not help the others
}


def _target(options: argparse.Namespace) -> AbstractContextManager[Target]:
    if options.address:
        return nullcontext(there(options.address, short=options.short))
    return own(database=options.database, short=options.short, most_memory=options.most_memory)


def main() -> int:
    """Attack and print; 1 where something did not hold."""
    parser = argparse.ArgumentParser(description="Attack a demonstration of the site.")
    parser.add_argument("--address", help="of a demonstration that runs; without it one is started")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--only", nargs="+", choices=tuple(ATTACKS), default=tuple(ATTACKS))
    parser.add_argument("--short", action="store_true", help="fewer of everything, in two minutes")
    parser.add_argument("--most-memory", type=int, default=4000, help="megabytes that the site may hold")
    options = parser.parse_args()
    end_when_told()
    begun, broken, tried = time.monotonic(), 0, 0
    print("| attack | result | verdict |\n|---|---|---|", flush=True)
    with _target(options) as target:
        for name in (one for one in ATTACKS if one in options.only):
            target.wait()
            for row in ATTACKS[name](target):
                tried += 1
                broken += not row.held
                print(f"| {row.what} | {row.result} | {'held' if row.held else '**FAULT**'} |", flush=True)
    print(f"\n{tried} attacks in {time.monotonic() - begun:.0f} s, {broken} did not hold")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
