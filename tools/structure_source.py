"""A checkout as the counts of its structure see it: its files read once, its Python parsed once."""

from __future__ import annotations

import ast
import subprocess
import tarfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

PACKAGE = "src/luoshi"
CITY = "src/luoshi/city"
_SUFFIXES = (".py", ".html", ".txt", ".svg", ".j2", ".js", ".toml")


class Place(NamedTuple):
    """A line of a file, in lines from 1; ``kind`` says what stands there."""

    file: str
    line: int
    text: str
    kind: str = ""


@dataclass(frozen=True, eq=False)
class PythonFile:
    """A module: ``path`` from the root with slashes, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return self.text.splitlines()

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """Of every node the node that holds it."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around ``node``, from the nearest."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def strings(self) -> Iterator[ast.Constant]:
        """Its string literals, in the order of its lines; not its docstrings."""
        constants = (node for node in ast.walk(self.tree) if isinstance(node, ast.Constant))
        texts = (node for node in constants if isinstance(node.value, str))
        written = (node for node in texts if not isinstance(self.parents[node], ast.Expr))
        return iter(sorted(written, key=lambda node: (node.lineno, node.col_offset)))

    def place(self, node: ast.expr | ast.stmt, kind: str = "") -> Place:
        """Where ``node`` begins."""
        return Place(self.path, node.lineno, self.lines[node.lineno - 1].strip(), kind)


@dataclass(frozen=True, eq=False)
class TextFile:
    """A template, table or script: ``path`` from the root with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return self.text.splitlines()


@dataclass(frozen=True, eq=False)
class Source:
    """The program of one checkout: every text under src/luoshi by its path, without migrations."""

    name: str
    texts: Mapping[str, str]

    def _files(self, *suffixes: str) -> Iterator[tuple[str, str]]:
        return ((path, text) for path, text in self.texts.items() if path.endswith(suffixes))

    @cached_property
    def modules(self) -> list[PythonFile]:
        """Every module."""
        return [PythonFile(path, text, ast.parse(text, path)) for path, text in self._files(".py")]

    @cached_property
    def templates(self) -> list[TextFile]:
        """Every template of pages and mails: the city's, and those of the program's files."""
        files = (TextFile(*pair) for pair in self._files(".html", ".txt", ".svg", ".j2"))
        return [file for file in files if "templates" in file.path.split("/") or file.path.endswith(".j2")]

    @cached_property
    def scripts(self) -> list[TextFile]:
        """Every script of the city's pages that is ours."""
        files = (TextFile(*pair) for pair in self._files(".js"))
        return [file for file in files if in_city(file) and not file.path.endswith(".min.js")]

    @cached_property
    def tables(self) -> list[TextFile]:
        """Every TOML table of the city."""
        return [file for file in (TextFile(*pair) for pair in self._files(".toml")) if in_city(file)]

    @cached_property
    def data(self) -> dict[str, dict[str, Any]]:
        """The same tables read, by path."""
        return {file.path: tomllib.loads(file.text) for file in self.tables}

    @property
    def city(self) -> list[PythonFile]:
        """The modules of the city."""
        return [module for module in self.modules if in_city(module)]


def in_city(file: PythonFile | TextFile) -> bool:
    """Whether the file belongs to the city's site."""
    return file.path.startswith(f"{CITY}/")


def folder_of(path: str) -> str:
    """The package that a file lies in: ``city/tasks``, ``reading``; its first two names below luoshi."""
    below = path.removeprefix(f"{PACKAGE}/").split("/")[:-1]
    return "/".join(below[:2] if below[:1] == ["city"] else below[:1]) or "."


def without_comment(line: str) -> str:
    """A line of TOML up to its comment; a ``#`` inside quotes is text."""
    quoted = ""
    for at, sign in enumerate(line):
        if quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "\"'":
            quoted = sign
        elif sign == "#":
            return line[:at]
    return line


def folder_source(root: Path, name: str = "now") -> Source:
    """The files below ``root`` as they are."""
    files = sorted(path for path in (root / PACKAGE).rglob("*") if path.is_file())
    return Source(
        name,
        {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for path in files
            if _is_counted(path.relative_to(root).as_posix())
        },
    )


def commit_source(root: Path, revision: str) -> Source:
    """The state ``revision`` of the repository at ``root``."""
    archive = subprocess.run(
        ["git", "-C", str(root), "archive", "--format=tar", revision, PACKAGE],  # noqa: S607
        capture_output=True,
        check=True,
    ).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        texts = {
            member.name: stream.read().decode("utf-8")
            for member in files
            if _is_counted(member.name) and (stream := files.extractfile(member))
        }
    return Source(revision, dict(sorted(texts.items())))


def _is_counted(path: str) -> bool:
    return path.endswith(_SUFFIXES) and "migrations" not in path.split("/")
