"""Recipes for the reader over doubling lengths, through the form for uploads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from attacks.files import is_read, report_of
from attacks.target import Row, Target
from hostile.texts import RECIPES, recipe
from recipes_texts import Recipe, recipes

_MOST_GROWTH = 3.0
_TELLS_FROM = 3.0
_PATIENCE = 150
Made = Callable[[int], tuple[str, bytes]]


def doubled(target: Target) -> Iterator[Row]:
    """Each recipe at doubling lengths: the time until it is read must not grow with the square."""
    office = target.browser(target.who("supervision_office"))
    lengths = (50_000, 100_000) if target.short else (100_000, 200_000, 400_000)
    for number, (name, made) in enumerate(_recipes(target)):
        if number > 1 and not target.left:
            return
        seconds: list[float] = []
        for length in lengths:
            file_name, data = made(length)
            mark = f"\n{int(time.time() * 1000)}\n".encode()
            begun = time.monotonic()
            key = report_of(office.upload("/reports/upload/", "file", file_name, data + mark))
            while key and time.monotonic() < begun + _PATIENCE and not is_read(office, key)[0]:
                time.sleep(0.3)
            seconds.append(time.monotonic() - begun)
            if not key or seconds[-1] >= _PATIENCE:
                break
        growth = seconds[-1] / seconds[-2] if len(seconds) > 1 else 0
        whole = len(seconds) == len(lengths) and seconds[-1] < _PATIENCE
        held = whole and (growth <= _MOST_GROWTH or seconds[-1] < _TELLS_FROM)
        said = ", ".join(
            f"{length:,}: {taken:.1f} s" for length, taken in zip(lengths, seconds, strict=False)
        )
        yield Row(f"reader, {name}", said, held)


def _recipes(target: Target) -> Iterator[tuple[str, Made]]:
    """Those of the hostile files, those named after what was slow once, then the reader's own as drawn."""
    for name, unit in RECIPES.items():
        yield name, partial(_text, unit)
    every = list(recipes())
    named = [one for one in every if one.name.startswith("named:")]
    others = [one for one in every if one not in named]
    target.draw.shuffle(named)
    target.draw.shuffle(others)
    for one in (*named, *others):
        yield one.name, partial(_named, one)


def _named(one: Recipe, length: int) -> tuple[str, bytes]:
    return one.named_bytes(length) if one.file else ("文本.txt", one.text(length).encode())


def _text(unit: str, length: int) -> tuple[str, bytes]:
    return "文本.txt", recipe(unit, length)
