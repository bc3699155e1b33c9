"""Attack a site over HTTP, and print what held: ten minutes, or two and a half with ``--short``.

usage: attack.py [https://address] [--as office:password …] [--database postgresql] [--only access …]

Without an address the site is a demonstration of the program's own, on a free port and in a folder that
is gone afterwards. With one it must be a demonstration too, since the attacks write to it; a copy that
may be thrown away is attacked with ``--throw-away``. ``--as`` names who signs in,
``[role=]user:password[:secret of the second factor]``; without it these are the demonstration's people.
What nobody given could do is not tried, and said.

Tried: access walked by every role over what the others are shown, over all tasks of others and through
the API; requests of other pages (forged forms, hosts, redirects, methods) and what answers forbid a
browser; bodies and addresses that no program of ours would send; texts that elsewhere would be markup,
formulas or templates, in every field of every form, and the longest names; the files of
``tools/hostile`` at every form that takes a file; texts that a reader might read in the square of their
length; processes killed while they write; floods of sign-ins; many rows written beside single ones.

Each attack has its share of the time, and what it leaves goes to the others; one that is cut short says
how many it tried. A row for each attack; 1 where something did not hold.
"""

from __future__ import annotations

import argparse
import itertools
import random
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
from attacks.api import sent_to_api  # noqa: E402
from attacks.deadlocks import loaded  # noqa: E402
from attacks.files import brought  # noqa: E402
from attacks.killed import killed  # noqa: E402
from attacks.other_pages import forged  # noqa: E402
from attacks.reading import doubled  # noqa: E402
from attacks.signing_in import flooded  # noqa: E402
from attacks.target import NoHolderError, Row, Target, own, there  # noqa: E402
from attacks.texts import typed  # noqa: E402
from load_supervised import end_when_told  # noqa: E402

Attack = Callable[[Target], Iterator[Row]]
# Each with its share of the time.
ATTACKS: dict[str, tuple[Attack, float]] = {
    "access": (walked, 2.0),
    "other-pages": (forged, 1.5),
    "api": (sent_to_api, 1.0),
    "texts": (typed, 1.5),
    "files": (brought, 3.0),
    "reader": (doubled, 2.0),
    "killed": (killed, 0.6),
    "locks": (loaded, 1.2),
    "signing-in": (flooded, 2.5),  # the last: who is locked out by it could not help the others
}
# What goes on with other draws until the time is over.
_AGAIN = ("locks", "api", "reader")
_LEAST_AGAIN = 15.0
_ACCOUNT = "[ROLE=]USER:PASSWORD[:SECRET]"
_SHORT_MINUTES, _MINUTES = 2.2, 10.0


def main() -> int:
    """Attack and print; 1 where something did not hold."""
    options = _options()
    end_when_told()
    print(f"attack: draws begin with --seed {options.seed}", file=sys.stderr)
    with _target(options) as target:
        begun = time.monotonic()
        print("| attack | tried | held |\n|---|---|---|", flush=True)
        rows = [_printed(row) for row in _rows(target, options.only, begun + options.minutes * 60)]
        seconds = time.monotonic() - begun
    broken = sum(row.held is False for row in rows)
    left_out = sum(row.held is None for row in rows)
    print(
        f"\n{len(rows) - left_out} attacks in {seconds:.0f} s, {broken} did not hold"
        + (f", {left_out} not tried" if left_out else "")
    )
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Attack a demonstration of the site, or a copy.")
    parser.add_argument("address", nargs="?", help="of a site that runs; without it one is started")
    parser.add_argument("--as", dest="people", action="append", default=[], metavar=_ACCOUNT)
    parser.add_argument(
        "--throw-away", action="store_true", help="the site is no demonstration, and may be spoilt"
    )
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="of its own site"
    )
    parser.add_argument("--only", nargs="+", choices=tuple(ATTACKS), default=tuple(ATTACKS))
    parser.add_argument("--short", action="store_true", help="fewer of everything")
    parser.add_argument("--minutes", type=float, help=f"{_MINUTES:g}, short {_SHORT_MINUTES:g}")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--most-memory", type=int, default=4000, help="megabytes that its own site may hold")
    options = parser.parse_args()
    options.minutes = options.minutes or (_SHORT_MINUTES if options.short else _MINUTES)
    return options


def _target(options: argparse.Namespace) -> AbstractContextManager[Target]:
    draw = random.Random(options.seed)  # noqa: S311 - which recipes come first is no secret
    if options.address:
        found = there(
            options.address, options.people, short=options.short, draw=draw, any_site=options.throw_away
        )
        return nullcontext(found)
    return own(database=options.database, short=options.short, draw=draw, most_memory=options.most_memory)


def _rows(target: Target, only: tuple[str, ...], end: float) -> Iterator[Row]:
    """Each attack once, within its share of what is left, then some again."""
    waiting = [name for name in ATTACKS if name in only]
    for place, name in enumerate(waiting):
        attack, share = ATTACKS[name]
        shares = sum(ATTACKS[one][1] for one in waiting[place:])
        target.until = time.monotonic() + max(5.0, (end - time.monotonic()) * share / shares)
        yield from _tried(target, name, attack)
    again = () if target.short else [name for name in _AGAIN if name in only]
    for number, name in enumerate(itertools.cycle(again), len(again)):
        left = end - time.monotonic()
        if left < _LEAST_AGAIN:
            return
        target.until = time.monotonic() + min(left, 60.0)
        for row in _tried(target, name, ATTACKS[name][0]):
            yield row._replace(what=f"{row.what} (again, {number // len(again)})")


def _tried(target: Target, name: str, attack: Attack) -> Iterator[Row]:
    target.wait()
    try:
        yield from attack(target)
    except NoHolderError as missing:
        yield Row(name, f"nobody with the role {missing} was given with --as", None)


def _printed(row: Row) -> Row:
    held = {True: "yes", False: "**NO**", None: "not tried"}[row.held]
    said = row.result.replace("|", "¦").replace("\n", " ")
    print(f"| {row.what} | {said} | {held} |", flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main())
