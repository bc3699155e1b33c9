"""Write docs/security-gb22239.md and docs/security-asvs5.md from the tables in docs/security."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import ROOT

FOLDER = ROOT / "docs" / "security"
COVERED = ("yes", "part", "no", "operator", "not applicable")
_ZH = {"yes": "符合", "part": "部分", "no": "不符合", "operator": "运营单位", "not applicable": "不适用"}

GB_HEAD = """\
# GB/T 22239-2019 第三级对照表

由 `make docs-security` 从 `docs/security/gb22239.toml` 生成，请改那里。
对照的是 8.1 安全通用要求；云计算、移动互联等扩展要求（8.2 起）不在此列。
条款号和列项字母按标准，要求一栏是我们自己的简述，以标准原文为准。
**这是开发者自评，不是等级测评的结论**；总的说明见 [security.md](security.md)。

“符合”“部分”“不符合”说的是软件本身；“运营单位”是机房、网络、操作系统或管理制度的事，
说明一栏写软件为此提供什么。For engineers, in English: [security-asvs5.md](security-asvs5.md).
"""
ASVS_HEAD = """\
# OWASP ASVS 5.0.0, point by point

Made by `make docs-security` from `docs/security/asvs5.toml`; change it there. All requirements of levels 1
and 2 by number, and those of level 3 that are fulfilled at least in part. What is asked is said in words of
our own; the standard has the binding ones (https://github.com/OWASP/ASVS). **The developers' own judgement,
not an audit**; what it rests on is told in [security.md](security.md), and for 等级保护 in
[security-gb22239.md](security-gb22239.md).

*yes*: fulfilled. *part*: what is missing stands beside it. *no*: not fulfilled. *operator*: whoever runs the
site must do it.
"""


@dataclass(frozen=True)
class Control:
    """A requirement of a standard, and what becomes of it here."""

    id: str
    asks: str
    covered: str
    how: str
    shown: tuple[str, ...]
    title: str = ""
    level: int = 0


@dataclass(frozen=True)
class Part:
    """A chapter or section of a standard with its requirements."""

    number: str
    title: str
    controls: tuple[Control, ...]


def parts_of(name: str) -> list[Part]:
    """The chapters of the table ``name``."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    (rows,) = table.values()
    return [Part(row["number"], row["title"], tuple(map(_control, row["controls"]))) for row in rows]


def _control(given: dict[str, Any]) -> Control:
    return Control(**given | {"shown": tuple(given["shown"])})


def tests() -> dict[str, tuple[str, tuple[str, ...]]]:
    """What each name for tests shows, and the tests and steps of ``make`` behind it."""
    table = tomllib.loads((FOLDER / "tests.toml").read_text(encoding="utf-8"))["tests"]
    return {name: (one["shows"], tuple(one["by"])) for name, one in table.items()}


def gb22239_text() -> str:
    """The page of GB/T 22239 as the published file holds it."""
    parts = parts_of("gb22239")
    lines = [GB_HEAD, *_counted("章节", [(f"{one.number} {one.title}", one.controls) for one in parts], _ZH)]
    lines += _sections(
        parts,
        ("条款", "控制点：要求", "结论", "说明", "测试"),
        lambda one: (one.id, f"{one.title}：{one.asks}", _ZH[one.covered], one.how),
    )
    return "\n".join([*lines, *_tests_named(parts, "## 测试名称", "名称", "说明什么", "在哪里")]) + "\n"


def asvs5_text() -> str:
    """The page of ASVS as the published file holds it."""
    parts = parts_of("asvs5")
    named = {one: one for one in COVERED}
    lines = [
        ASVS_HEAD,
        *_counted("chapter", [(f"{one.number} {one.title}", one.controls) for one in parts], named),
    ]
    lines += _sections(
        parts,
        ("number", "level", "asks", "covered", "how", "tests"),
        lambda one: (one.id, f"{one.level}", one.asks, one.covered, one.how),
    )
    return "\n".join([*lines, *_tests_named(parts, "## Names of tests", "name", "shows", "where")]) + "\n"


PAGES = {"security-gb22239.md": gb22239_text, "security-asvs5.md": asvs5_text}


def _sections(
    parts: Sequence[Part], head: Sequence[str], cells: Callable[[Control], Sequence[str]]
) -> Iterator[str]:
    """A table of each part; the tests stand in the last column."""
    for part in parts:
        yield f"\n## {part.number} {part.title}\n"
        yield f"| {' | '.join(head)} |"
        yield "|" + "---|" * len(head)
        for one in part.controls:
            yield f"| {' | '.join((*cells(one), ', '.join(f'`{name}`' for name in one.shown)))} |"


def _counted(
    first: str, parts: Sequence[tuple[str, tuple[Control, ...]]], named: dict[str, str]
) -> Iterator[str]:
    yield f"| {first} | " + " | ".join(named[one] for one in COVERED) + " |"
    yield "|---|" + "---|" * len(COVERED)
    total = Counter[str]()
    for name, controls in parts:
        counted = Counter(one.covered for one in controls)
        total += counted
        yield f"| {name} | " + " | ".join(str(counted[one] or "") for one in COVERED) + " |"
    yield "| | " + " | ".join(f"**{total[one]}**" for one in COVERED) + " |"


def _tests_named(parts: Sequence[Part], *words: str) -> Iterator[str]:
    used = {name for part in parts for control in part.controls for name in control.shown}
    yield f"\n{words[0]}\n"
    yield f"| {words[1]} | {words[2]} | {words[3]} |\n|---|---|---|"
    for name, (shows, by) in tests().items():
        if name in used:
            yield f"| `{name}` | {shows} | {', '.join(f'`{one}`' for one in by)} |"


if __name__ == "__main__":
    for name, text in PAGES.items():
        (ROOT / "docs" / name).write_text(text(), encoding="utf-8")
        print(f"docs/{name} written")
