"""Names of states that stand as literals outside their life cycle, and sets of them that modules keep."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from structure_source import Place, PythonFile, Source, TextFile, folder_of, without_comment

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_STATE_ASKED = re.compile(r"state\s*(?:==|!=|in\b|not in\b)|(?:==|!=)\s*[\w.]*state\b")
_WORDS = re.compile(r"\b(?:zh|en)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SET_NAME = re.compile(r"STATE|SETTLED|SIGNED")
_LIFECYCLE_FILE = re.compile(r"states|life_?cycle|phases")
_MAKERS = frozenset({"set", "frozenset", "tuple", "list"})
_CARRIERS = (ast.IfExp, ast.BoolOp, ast.Tuple, ast.Set, ast.List, ast.Starred)
_SEVERAL = 2


class Lifecycle(NamedTuple):
    """States of one kind of record.

    ``table``: the TOML file that names them; empty where Python does. ``choice``: a list that a page
    offers, which has a meaning in its own application only.
    """

    name: str
    states: frozenset[str]
    table: str = ""
    choice: bool = False


class Literals(NamedTuple):
    """Literals that are a state's name: ``strict`` where the context says so, ``loose`` where it does not."""

    strict: list[Place]
    loose: list[Place]


# ── Life cycles ──────────────────────────────────────────────────────────────────────────────────


@cache
def lifecycles(source: Source) -> tuple[Lifecycle, ...]:
    """Life cycles that a table names (moves with ``from`` and ``to``, states with a ``phase``), and others.

    The others are tuples and ``Literal`` types called ``…STATES`` or ``…State`` whose states no table names.
    """
    written: dict[tuple[str, str], set[str]] = {}
    for path, table in source.data.items():
        moves = list(_moves(table, ""))
        for name, states in (*moves, *_phases(table, path, bool(moves))):
            written.setdefault((path, name), set()).update(states)
    tabled = [
        Lifecycle(f"{folder_of(path)}:{name}", frozenset(states), path)
        for (path, name), states in written.items()
        if states
    ]
    return (*tabled, *_declared(source, tabled))


def _moves(value: Any, name: str) -> Iterator[tuple[str, set[str]]]:
    if isinstance(value, list):
        for item in value:
            yield from _moves(item, name)
    elif isinstance(value, dict):
        begins, ends = value.get("from"), value.get("to")
        if isinstance(begins, list) and isinstance(ends, str):
            yield name, {*begins, ends}
        for key, item in value.items():
            yield from _moves(item, name or key)


def _phases(table: Mapping[str, Any], path: str, has_moves: bool) -> Iterator[tuple[str, set[str]]]:
    """States written with their phase, in the tables that are about states."""
    if has_moves or _LIFECYCLE_FILE.search(path.rsplit("/", 1)[-1]):
        for name, value in table.items():
            yield re.sub(r"_?(?:states?|phases?)$", "", name) or name, set(_phased(value, name))


def _phased(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _phased(item, name)
    elif isinstance(value, dict):
        if isinstance(value.get("phase"), str):
            yield str(value.get("name", name))
        for key, item in value.items():
            if "phases" in (key, name) and isinstance(item, list):
                yield from (state for state in item if isinstance(state, str))
            yield from _phased(item, key)


def _declared(source: Source, tabled: list[Lifecycle]) -> Iterator[Lifecycle]:
    seen: set[frozenset[str]] = set()
    for module in source.city:
        for name, states in _declarations(module):
            known = any(states <= cycle.states for cycle in tabled) or states in seen
            if not known and len(states) >= _SEVERAL:
                seen.add(states)
                yield Lifecycle(f"{folder_of(module.path)}:{name}", states, choice="/views" in module.path)


def _declarations(module: PythonFile) -> Iterator[tuple[str, frozenset[str]]]:
    """Names called like states, with the strings given to them."""
    for node in module.tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and re.search(r"STATES?$|State$", target.id) and value is not None:
            inner = value.slice if isinstance(value, ast.Subscript) else value
            if isinstance(inner, ast.Tuple | ast.List | ast.Set):
                yield target.id, frozenset(_texts(inner))


def _texts(node: ast.Tuple | ast.List | ast.Set) -> list[str]:
    return [
        item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]


@cache
def typing_modules(source: Source) -> frozenset[str]:
    """The modules that type a table of life cycles: a ``Literal`` or a class has every state of one."""
    tabled = [cycle for cycle in lifecycles(source) if cycle.table]
    return frozenset(
        module.path
        for module in source.city
        for node in ast.walk(module.tree)
        if any(cycle.states <= _typed(node) for cycle in tabled)
    )


def _typed(node: ast.AST) -> set[str]:
    """The strings of a ``Literal[…]``, or those that the body of a class assigns."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        is_literal = isinstance(node.value, ast.Name) and node.value.id == "Literal"
        return set(_texts(node.slice)) if is_literal else set()
    if not isinstance(node, ast.ClassDef):
        return set()
    values = [item.value for item in node.body if isinstance(item, ast.Assign)]
    return {
        value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }


# ── Literals ─────────────────────────────────────────────────────────────────────────────────────


def literals(source: Source, *, tabled: bool = True) -> Literals:
    """Every literal in modules, templates and tables of the city that is the name of a state.

    ``tabled``: states of life cycles in tables; otherwise those that only Python names, which are
    counted where the context says that a state is meant.
    """
    cycles = [cycle for cycle in lifecycles(source) if bool(cycle.table) is tabled and not cycle.choice]
    names = frozenset().union(*(cycle.states for cycle in cycles)) if cycles else frozenset()
    own = _states_of_applications(source)
    elsewhere = frozenset(state for cycle in lifecycles(source) if cycle.table for state in cycle.states)
    strict: list[Place] = []
    loose: list[Place] = []
    for module in source.city:
        if module.path in typing_modules(source):
            continue
        here = own.get(folder_of(module.path), frozenset())
        wanted = names - here if tabled else (names & here) or (names - elsewhere)
        _sort(strict, loose, _in_module(module, wanted, cycles))
    for template in source.templates:
        _sort(strict, loose, _in_template(template, names))
    if tabled:
        tables = {cycle.table for cycle in cycles}
        loose += [
            place for table in source.tables if table.path not in tables for place in _in_table(table, names)
        ]
    return Literals(strict, loose)


def _sort(strict: list[Place], loose: list[Place], places: Iterator[Place]) -> None:
    for place in places:
        (strict if place.kind else loose).append(place)


@cache
def _states_of_applications(source: Source) -> dict[str, frozenset[str]]:
    """By application the states that only its Python names: ``closed`` of an account is no task's."""
    result: dict[str, frozenset[str]] = {}
    for cycle in lifecycles(source):
        if not cycle.table:
            folder = cycle.name.partition(":")[0]
            result[folder] = result.get(folder, frozenset()) | cycle.states
    return result


def _in_module(module: PythonFile, names: frozenset[str], cycles: list[Lifecycle]) -> Iterator[Place]:
    for node in module.strings():
        if node.value in names and not _in_declaration(module, node, cycles):
            yield module.place(node, _context(module, node, cycles))


def _in_declaration(module: PythonFile, node: ast.Constant, cycles: list[Lifecycle]) -> bool:
    """Whether the literal stands in the tuple or type that is the only definition of its states."""
    top = [ancestor for ancestor in module.ancestors(node) if isinstance(ancestor, ast.stmt)]
    declared = {cycle.states for cycle in cycles if not cycle.table}
    names = {name for name, states in _declarations(module) if states in declared}
    target = getattr(top[-1], "targets", [getattr(top[-1], "target", None)])[0] if top else None
    return isinstance(target, ast.Name) and target.id in names


def _context(module: PythonFile, node: ast.Constant, cycles: list[Lifecycle]) -> str:
    """What says that the literal is a state; empty where nothing does."""
    inner: ast.AST = node
    for outer in module.ancestors(node):
        if _is_set(outer, cycles):
            return "set"
        if isinstance(outer, ast.Compare):
            sides = [side for side in (outer.left, *outer.comparators) if side is not inner]
            return "compared" if any(_is_state(side) for side in sides) else ""
        if isinstance(outer, ast.keyword):
            return "keyword" if outer.arg and _is_state_word(outer.arg) else _default(module, outer)
        if isinstance(outer, ast.match_case):
            subject = module.parents[outer]
            return "compared" if isinstance(subject, ast.Match) and _is_state(subject.subject) else ""
        if isinstance(outer, ast.Assign | ast.AnnAssign):
            targets = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
            return "assigned" if any(_is_target(target) for target in targets) else ""
        if isinstance(outer, ast.Return):
            return "returned" if _returns_state(module, outer) else ""
        if isinstance(outer, ast.IfExp) and inner is outer.test:
            return ""
        carried = isinstance(outer, (*_CARRIERS, ast.MatchValue, ast.MatchOr))
        made = isinstance(outer, ast.Call) and isinstance(outer.func, ast.Name) and outer.func.id in _MAKERS
        if not carried and not made:
            return ""
        inner = outer
    return ""


def _is_set(node: ast.AST, cycles: list[Lifecycle]) -> bool:
    """Whether a literal collection holds states of one life cycle and nothing else."""
    if isinstance(node, ast.Dict):
        keys = [
            key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
        ]
        whole = len(keys) == len(node.keys)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        keys = _texts(node)
        whole = len(keys) == len(node.elts)
    else:
        return False
    return whole and len(keys) >= _SEVERAL and any(set(keys) <= cycle.states for cycle in cycles)


def _is_state_word(word: str) -> bool:
    return re.search(r"(?:^|_)state(?:__(?:in|exact|ne))?$", word) is not None


def _is_state(node: ast.AST) -> bool:
    """``task.state``, ``state``, ``row["state"]``, ``row.get("state")``."""
    if isinstance(node, ast.Attribute):
        return _is_state_word(node.attr)
    if isinstance(node, ast.Name):
        return _is_state_word(node.id)
    key = node.slice if isinstance(node, ast.Subscript) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        key = node.args[0] if node.args else None
    return isinstance(key, ast.Constant) and isinstance(key.value, str) and _is_state_word(key.value)


def _is_target(node: ast.AST) -> bool:
    if isinstance(node, ast.Tuple):
        return any(_is_target(item) for item in node.elts)
    named = isinstance(node, ast.Name) and node.id.isupper() and _SET_NAME.search(node.id) is not None
    return named or _is_state(node)


def _default(module: PythonFile, node: ast.keyword) -> str:
    """``state = CharField(default="drafted")``."""
    if node.arg != "default":
        return ""
    around = next((item for item in module.ancestors(node) if isinstance(item, ast.stmt)), None)
    if not isinstance(around, ast.Assign | ast.AnnAssign):
        return ""
    targets = around.targets if isinstance(around, ast.Assign) else [around.target]
    return "default" if any(_is_state(target) for target in targets) else ""


def _returns_state(module: PythonFile, node: ast.Return) -> bool:
    for outer in module.ancestors(node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            told = ast.unparse(outer.returns) if outer.returns else ""
            return _is_state_word(outer.name) or "State" in told
    return False


def _in_template(template: TextFile, names: frozenset[str]) -> Iterator[Place]:
    for tag in _TAG.finditer(template.text):
        for quoted in _QUOTED.finditer(tag.group()):
            if (quoted.group(1) or quoted.group(2)) in names:
                line = template.text.count("\n", 0, tag.start() + quoted.start()) + 1
                kind = "template" if _STATE_ASKED.search(tag.group()) else ""
                yield Place(template.path, line, tag.group()[:120], kind)


def _in_table(table: TextFile, names: frozenset[str]) -> Iterator[Place]:
    for number, line in enumerate(table.lines, 1):
        text = _WORDS.sub("", without_comment(line))
        for quoted in _QUOTED.finditer(text):
            if (quoted.group(1) or quoted.group(2)) in names:
                yield Place(table.path, number, line.strip()[:120])


# ── Sets ─────────────────────────────────────────────────────────────────────────────────────────


def written_in_python(source: Source) -> list[Place]:
    """Every string of the city's modules that is a tabled state's name, whatever it means."""
    names = frozenset(state for cycle in lifecycles(source) if cycle.table for state in cycle.states)
    return [
        module.place(node)
        for module in source.city
        if module.path not in typing_modules(source)
        for node in module.strings()
        if node.value in names
    ]


def private_sets(source: Source) -> list[Place]:
    """Collections of states of one tabled life cycle; ``named`` where a module or class keeps one."""
    cycles = [cycle for cycle in lifecycles(source) if cycle.table]
    result = []
    for module in source.city:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Tuple | ast.List | ast.Set) and _is_set(node, cycles):
                around = list(module.ancestors(node))
                if any(isinstance(outer, ast.Subscript) for outer in around):
                    continue
                inside = any(isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef) for outer in around)
                result.append(module.place(node, "inline" if inside else "named"))
    return result
