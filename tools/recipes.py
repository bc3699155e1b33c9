"""Read hostile texts at doubling lengths, and see that time grows with the length, not with its square.

usage: recipes.py [--only PATTERN] [--lengths N N …] [--further N] [--short] [--jobs N] [--rows N]

Each recipe (recipes_texts.py) is read in a child process of its own, which counts its processor time and is
ended after a deadline. The worst are read again at longer texts. Printed, worst first: how time grew at the
last doubling (best of three), and seconds per 100 000 characters. It fails where time more than doubles
(over 2.5 times) or a child is ended. ``--short`` draws some of the recipes, for a minute.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import NamedTuple

try:
    import resource
except ImportError:  # Windows: the clock alone ends a child
    resource = None  # type: ignore[assignment]

from luoshi.errors import LuoshiError
from luoshi.reading.intake import from_bytes
from luoshi.reading.reader import read_source
from luoshi.reading.text import Source
from recipes_texts import Recipe, recipes

LENGTHS = (10_000, 20_000, 40_000, 80_000)
FURTHER = 400_000
SHORT_LENGTHS = (20_000, 40_000)
SHORT_EVERY = 5
MOST_GROWTH = 2.5
SMALLEST = 0.2  # seconds; less says nothing of growth
MOST_SECONDS = 20  # of the processor, after which a recipe has failed
PATIENCE = 15  # times as long by the clock, where other processes have the processor
TIMES = 3
WORST = 24
PER = 100_000


class Growth(NamedTuple):
    """Processor seconds by length; fewer of them than lengths where the child was ended."""

    recipe: Recipe
    seconds: dict[int, float]
    ended: bool

    @property
    def ratio(self) -> float:
        """How many times as long the last doubling took; 0 where too little was measured."""
        if self.ended:
            return float("inf")
        *_, before, last = (0.0, *self.seconds.values())
        return last / before if before and last >= SMALLEST else 0.0

    @property
    def rate(self) -> float:
        """Seconds for 100 000 characters, at the longest text that was read."""
        length = max(self.seconds, default=0)
        return self.seconds[length] * PER / length if length else float("inf")


def read(recipe: Recipe, length: int) -> float:
    """Processor seconds to read the text of ``recipe``."""
    if recipe.file:
        name, data = recipe.named_bytes(length)
        begun = time.process_time()
        texts: Iterator[object] = iter(from_bytes(data, name))
    else:
        source = Source.from_text(recipe.text(length), "甲.txt")
        begun = time.process_time()
        texts = iter((source,))
    for found in texts:
        if isinstance(found, Source):
            try:
                read_source(found, any_text=True)
            except LuoshiError:
                continue
    return time.process_time() - begun


def _measured(recipe: Recipe, lengths: Sequence[int], answer: Connection) -> None:
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    for length in lengths:
        answer.send((length, read(recipe, length)))
    answer.send(None)


def growth_of(recipe: Recipe, lengths: Sequence[int]) -> Growth:
    """Read ``recipe`` at ``lengths`` in a child process; again where it seems to grow too fast."""
    growth = _once(recipe, lengths)
    for _ in range(TIMES - 1):
        if growth.ended or growth.ratio <= MOST_GROWTH:
            break
        again = _once(recipe, lengths[-2:])
        best = {
            length: min(seconds, again.seconds.get(length, seconds))
            for length, seconds in growth.seconds.items()
        }
        growth = Growth(recipe, best, again.ended)
    return growth


def _once(recipe: Recipe, lengths: Sequence[int]) -> Growth:
    receive, send = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.Process(target=_measured, args=(recipe, lengths, send), daemon=True)
    child.start()
    send.close()
    seconds: dict[int, float] = {}
    ended = True
    until = time.monotonic() + MOST_SECONDS * PATIENCE
    try:
        while receive.poll(max(0.0, until - time.monotonic())):
            measured = receive.recv()
            if measured is None:
                ended = False
                break
            seconds[measured[0]] = measured[1]
    except EOFError:
        pass
    child.kill()
    child.join()
    receive.close()
    return Growth(recipe, seconds, ended)


def all_growths(chosen: Sequence[Recipe], lengths: Sequence[int], jobs: int) -> list[Growth]:
    """The growth of every recipe, worst first."""
    with ThreadPoolExecutor(jobs) as pool:
        growths = list(pool.map(lambda recipe: growth_of(recipe, lengths), chosen))
    return sorted(growths, key=lambda growth: (-growth.ratio, -growth.rate))


def main() -> int:
    """Print the worst recipes; 1 where one grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="a pattern that the recipe's name contains")
    parser.add_argument("--lengths", type=int, nargs="+")
    parser.add_argument("--further", type=int, default=FURTHER, help="read the worst up to this length")
    parser.add_argument("--short", action="store_true", help="some recipes, about a minute")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rows", type=int, default=30)
    arguments = parser.parse_args()
    lengths = arguments.lengths or (SHORT_LENGTHS if arguments.short else LENGTHS)
    chosen = [recipe for recipe in recipes() if re.search(arguments.only, recipe.name)]
    if arguments.short:
        named = [recipe for recipe in chosen if recipe.name.startswith("named:")]
        chosen = [*named, *[recipe for recipe in chosen if recipe not in named][::SHORT_EVERY]]
    growths = all_growths(chosen, lengths, arguments.jobs)
    faults = [growth for growth in growths if growth.ratio > MOST_GROWTH]
    if not arguments.short and arguments.further > max(lengths):
        by_rate = sorted(growths, key=lambda growth: -growth.rate)[:WORST]
        suspects = {growth.recipe for growth in (*growths[:WORST], *by_rate)} - {one.recipe for one in faults}
        far = all_growths(list(suspects), (arguments.further // 2, arguments.further), arguments.jobs)
        faults += [growth for growth in far if growth.ratio > MOST_GROWTH]
        growths = [*far, *(growth for growth in growths if growth.recipe not in suspects)]
        growths.sort(key=lambda growth: (-growth.ratio, -growth.rate))
    print(f"{len(chosen)} recipes, {len(faults)} grow more than {MOST_GROWTH} times at double the length")
    print("growth  s/1e5  seconds by length, recipe")
    for growth in growths[: max(arguments.rows, len(faults))]:
        seconds = " ".join(f"{length // 1000}k {took:.2f}" for length, took in growth.seconds.items())
        print(f"{growth.ratio:6.2f} {growth.rate:6.2f}  {seconds}  {growth.recipe.name}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
