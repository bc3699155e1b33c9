"""How large the program is, how long its templates' lines are, and what stands in it twice."""

from __future__ import annotations

import ast
import copy
import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import mean, median
from typing import NamedTuple

from structure_source import Place, PythonFile, TextFile

LONGEST_LINE = 120
VAGUE = ("one", "found", "known", "given", "said", "told")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SHORTEST = 6


class Size(NamedTuple):
    """Python of a part of the program; lengths of files in lines that are not blank."""

    files: int
    lines: int
    functions: int
    mean_function: float
    longest_function: int
    above_40: int
    classes: int
    median_file: float
    longest_file: Place


class Lines(NamedTuple):
    """Lines of the templates; lengths in characters."""

    files: int
    lines: int
    mean: float
    above: list[Place]
    above_200: int
    longest: Place


def size(modules: Sequence[PythonFile]) -> Size:
    """Non-blank lines, functions and files of ``modules``."""
    written = [sum(bool(line.strip()) for line in module.lines) for module in modules]
    functions = [node for module in modules for node in ast.walk(module.tree) if isinstance(node, _FUNCTIONS)]
    lengths = [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]
    most = max(range(len(modules)), key=written.__getitem__)
    return Size(
        files=len(modules),
        lines=sum(written),
        functions=len(functions),
        mean_function=mean(lengths),
        longest_function=max(lengths),
        above_40=sum(length > 40 for length in lengths),
        classes=sum(isinstance(node, ast.ClassDef) for module in modules for node in ast.walk(module.tree)),
        median_file=median(written),
        longest_file=Place(modules[most].path, written[most], ""),
    )


def template_lines(templates: Sequence[TextFile]) -> Lines:
    """How long the lines of the templates are."""
    lines = [
        (file, number, line)
        for file in templates
        for number, line in enumerate(file.lines, 1)
        if line.strip()
    ]
    above = [
        Place(file.path, number, f"{len(line)} characters")
        for file, number, line in lines
        if len(line) > LONGEST_LINE
    ]
    file, number, longest = max(lines, key=lambda item: len(item[2]))
    return Lines(
        files=len(templates),
        lines=len(lines),
        mean=mean(len(line) for _, _, line in lines),
        above=above,
        above_200=sum(len(line) > 200 for _, _, line in lines),
        longest=Place(file.path, number, f"{len(longest)} characters"),
    )


# ── Written twice ────────────────────────────────────────────────────────────────────────────────


class _Anonymous(ast.NodeTransformer):
    """Names of a function's own and its constants become one word; with ``own`` empty every name does."""

    def __init__(self, own: set[str]) -> None:
        self.own = own

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.Attribute(node.value, node.attr if self.own else "_", node.ctx), node)

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.keyword(node.arg if self.own else "_", node.value), node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(
            ast.Name("_" if node.id in self.own or not self.own else node.id, node.ctx), node
        )

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.copy_location(ast.arg("_"), node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.copy_location(ast.Constant(type(node.value).__name__), node)


def alike_functions(modules: Sequence[PythonFile], *, shape: bool = False) -> list[list[Place]]:
    """Functions of six lines or more that differ in their own names and constants alone, group by group.

    ``shape``: also those that differ in every name, of what they call as well.
    """
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, _FUNCTIONS):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 >= _SHORTEST:
                    groups[_shape(node, body, shape)].append(module.place(node))
    return [places for places in groups.values() if len(places) > 1]


def _shape(node: ast.FunctionDef | ast.AsyncFunctionDef, body: list[ast.stmt], shape: bool) -> str:
    own = {item.arg for item in ast.walk(node) if isinstance(item, ast.arg)}
    own |= {
        item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)
    }
    own = set() if shape else own | {"_"}
    whole = ast.Module([_Anonymous(own).visit(copy.deepcopy(statement)) for statement in body], [])
    return ast.dump(whole)


def alike_blocks(files: Sequence[PythonFile | TextFile]) -> list[list[Place]]:
    """Six or more lines that stand in two places word for word, without blank lines, comments and imports."""
    windows: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    written = [_written(file) for file in files]
    for index, lines in enumerate(written):
        for at in range(len(lines) - _SHORTEST + 1):
            windows[tuple(text for _, text in lines[at : at + _SHORTEST])].append((index, at))
    places: list[list[Place]] = []
    ended: set[frozenset[tuple[int, int]]] = set()
    for spots in windows.values():
        if len(spots) > 1:
            # A longer block is many windows, each a line further: only the first is told.
            if frozenset((index, at - 1) for index, at in spots) not in ended:
                places.append([_spot(files[index], written[index][at]) for index, at in spots])
            ended.add(frozenset(spots))
    return places


def _written(file: PythonFile | TextFile) -> list[tuple[int, str]]:
    stripped = ((number, line.strip()) for number, line in enumerate(file.lines, 1))
    return [
        (number, line)
        for number, line in stripped
        if re.search(r"\w", line) and not line.startswith(("#", "import ", "from "))
    ]


def _spot(file: PythonFile | TextFile, line: tuple[int, str]) -> Place:
    return Place(file.path, line[0], line[1][:120])


# ── Habits ───────────────────────────────────────────────────────────────────────────────────────


def vague_names(modules: Sequence[PythonFile]) -> int:
    """How often a variable or parameter has a name that says nothing of what it holds."""
    return sum(
        (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VAGUE)
        or (isinstance(node, ast.arg) and node.arg in VAGUE)
        for module in modules
        for node in ast.walk(module.tree)
    )


def calls(modules: Sequence[PythonFile], pattern: str) -> int:
    """How often ``pattern`` stands in the text of the modules."""
    return sum(len(re.findall(pattern, module.text)) for module in modules)
