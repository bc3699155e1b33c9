"""Places of one thing: a field of a task, an event, what outsiders may know, an address."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from structure_source import Place, PythonFile, Source, TextFile, folder_of, in_city, without_comment
from structure_states import lifecycles

FIELDS = ("progress_interval_days", "target_unit", "sponsor", "verdict_words")
EVENTS = ("issue_supervision_order", "return_for_more", "ask_extension")

_OUTSIDERS = {
    "released": re.compile(r"\breleased_at\b|\bis_released\b|\breleased_by\b"),
    "scope": re.compile(r"[\"']released[\"']|\breleased\("),
    "fields": re.compile(r"\b(?:is_public|public_fields|PUBLIC_FIELDS|publicity)\b(?!\.)"),
    "state": re.compile(r"\bpublic_state\b|\bpublic_\w*(?:steps|events|progress)\b|\b_?PUBLIC\b"),
    "inside": re.compile(r"\bsees_inside\b|\boutsider\w*\b|\bis_outsider\b|\banonymous\b"),
}
_CALLS = (ast.Call, ast.keyword)
_GATHERED = (ast.Compare, ast.Subscript, ast.MatchValue, ast.Tuple, ast.List, ast.Set, ast.Dict)
_LISTED = 3
_DEMO = "src/luoshi/city/demo/"
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_HAND_WRITTEN = re.compile(
    r"(?:=\s*[\"']?|[\"'`(]|\}\}|\$\{\w+\})(/(?:[a-z][\w-]*(?=[/\"'?#{`])[^\"'\s>`]*)?)(?=[\"'\s>?`#]|$)"
)
_PATH_PREFIX = re.compile(r"\.path_info\b|PATH_INFO")
_REQUEST_PATH = re.compile(r"\.path\b|get_full_path")


# ── A field of a task ────────────────────────────────────────────────────────────────────────────


def files_naming(source: Source, field: str) -> Counter[str]:
    """How many files name the field as a word, by package; ``src/luoshi`` without migrations and tests."""
    word = re.compile(rf"\b{re.escape(field)}\b")
    files: Sequence[PythonFile | TextFile] = [
        *source.modules,
        *source.templates,
        *source.tables,
        *source.scripts,
    ]
    return Counter(folder_of(file.path) for file in files if word.search(file.text))


# ── An event ─────────────────────────────────────────────────────────────────────────────────────


@cache
def event_names(source: Source) -> frozenset[str]:
    """Every event: the moves of life cycles, and what tables of events name."""
    tabled = {cycle.table for cycle in lifecycles(source)}
    names: set[str] = set()
    for path, table in source.data.items():
        for name, value in table.items():
            rows = value if isinstance(value, list) else [value]
            if path in tabled:
                names |= {
                    row["name"] for row in rows if isinstance(row, dict) and {"to", "name"} <= row.keys()
                }
            if name in ("event", "events"):
                names |= _keys(value)
            if path.endswith("/events.toml") and isinstance(value, dict):
                names.add(name)
    return frozenset(names - {"zh", "en"})


def _keys(value: object) -> set[str]:
    """The names of a table, or of a list of tables with a ``name``."""
    if isinstance(value, dict):
        return {str(key) for key in value}
    rows = value if isinstance(value, list) else []
    return {str(row["name"]) for row in rows if isinstance(row, dict) and "name" in row}


def event_lists(source: Source) -> list[Place]:
    """Where something is said of events: tables of three of them and more, sets and comparisons of Python.

    In Python a statement or function counts that asks for a compound name, which means nothing else.
    ``kind``: ``life cycle``, ``table``, ``python``. The demonstration and ``Literal`` types are left out.
    """
    events = event_names(source)
    tabled = {cycle.table for cycle in lifecycles(source)}
    result = []
    for path, table in source.data.items():
        parts = {name: _keys(value) for name, value in table.items()} | {"": set(table)}
        for name, keys in parts.items():
            if len(keys & events) >= _LISTED:
                kind = "life cycle" if path in tabled else "table"
                result.append(Place(path, 0, f"[{name}] {len(keys & events)} events", kind))
    for module in source.city:
        units: dict[ast.stmt, set[str]] = {}
        for node in module.strings():
            if node.value in events and _part(module, node) == "asked":
                units.setdefault(_unit(module, node), set()).add(str(node.value))
        result += [
            module.place(unit, "python")
            for unit, names in units.items()
            if any("_" in name for name in names)
        ]
    return [place for place in result if not place.file.startswith(_DEMO)]


def _unit(module: PythonFile, node: ast.AST) -> ast.stmt:
    """The function around a node, else the statement of the module or class."""
    around = [outer for outer in module.ancestors(node) if isinstance(outer, ast.stmt)]
    functions = [outer for outer in around if isinstance(outer, ast.FunctionDef)]
    return functions[0] if functions else around[0]


def event_places(source: Source, event: str) -> list[Place]:
    """Where the name of an event stands as a literal.

    ``kind``: ``made`` as an argument (the event happens), ``asked`` in a set, dict or comparison of
    Python, ``table`` in TOML, ``template``, ``other``.
    """
    places = [
        module.place(node, _part(module, node))
        for module in source.city
        for node in module.strings()
        if node.value == event
    ]
    for template in source.templates:
        for number, line in enumerate(template.lines, 1):
            if any(event in pair for pair in _QUOTED.findall(line)):
                places.append(Place(template.path, number, line.strip()[:120], "template"))
    word = re.compile(rf"(?<![\w.-]){re.escape(event)}(?![\w-])")
    for table in source.tables:
        for number, line in enumerate(table.lines, 1):
            if word.search(without_comment(line)):
                places.append(Place(table.path, number, line.strip()[:120], "table"))
    return places


def knowing(places: Sequence[Place]) -> list[Place]:
    """Places that know something of an event: not where it is made, and not the demonstration."""
    return [place for place in places if place.kind != "made" and not place.file.startswith(_DEMO)]


def _part(module: PythonFile, node: ast.Constant) -> str:
    for outer in module.ancestors(node):
        if isinstance(outer, _GATHERED):
            return "asked"
        if isinstance(outer, _CALLS):
            return "made"
        if isinstance(outer, ast.stmt):
            break
    return "other"


# ── What outsiders may know ──────────────────────────────────────────────────────────────────────


def outsider_places(source: Source) -> list[Place]:
    """Lines of the city that touch what outsiders may know; ``kind`` says by which word."""
    result = []
    files: Sequence[PythonFile | TextFile] = (*source.city, *source.templates, *source.tables)
    for file in (file for file in files if in_city(file)):
        for number, line in enumerate(file.lines, 1):
            text = without_comment(line) if file.path.endswith((".py", ".toml")) else line
            kinds = [] if text.lstrip().startswith(("from ", "import ")) else _touched(text)
            if kinds:
                result.append(Place(file.path, number, line.strip()[:120], " ".join(kinds)))
    return result


def _touched(text: str) -> list[str]:
    return [kind for kind, pattern in _OUTSIDERS.items() if pattern.search(text)]


def deciding(places: Sequence[Place]) -> list[Place]:
    """Of those lines of Python the ones that look as if they decided: a person judges."""
    test = re.compile(
        r"released_at__isnull|released_at is (?:not )?None|if .*\breleased_at\b|_?PUBLIC\w*\s*[:=]"
        r"|public_fields\(|is_public\(|publicity\(|[\"']released[\"']"
        r"|def public_|def sees_inside|def released"
    )
    return [place for place in places if place.file.endswith(".py") and test.search(place.text)]


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────


def roots(source: Source) -> frozenset[str]:
    """The first parts of the site's addresses: ``tasks``, ``desk`` …, and ``static``."""
    modules = {module.path: module for module in source.city}
    result = {"static"}
    for path, module in modules.items():
        if "/config/" in path:
            for route, included in _routes(module):
                inner = modules.get(f"src/{included.replace('.', '/')}.py")
                below = [first for first, _ in _routes(inner)] if inner and not route else []
                result |= {part.split("/")[0] for part in (route, *below)}
    return frozenset(part for part in result if re.fullmatch(r"[a-z][\w-]*", part))


def _routes(module: PythonFile) -> Iterator[tuple[str, str]]:
    """The routes of a list of addresses, with the module that each includes."""
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("path", "re_path")
        ):
            texts = [item.value for item in ast.walk(node) if isinstance(item, ast.Constant)]
            route = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if isinstance(route, str):
                included = [text for text in texts if isinstance(text, str) and text.startswith("luoshi.")]
                yield route.lstrip("^"), included[0] if included else ""


def addresses(source: Source) -> list[Place]:
    """Addresses of pages written by hand.

    ``kind``: ``page`` in Python, ``prefix`` where ``path_info`` is compared (which knows nothing of a
    site below a path), ``path`` where ``request.path`` is, ``template``, ``script``.
    Routes of the API are none.
    """
    first = "|".join(sorted(roots(source)))
    page = re.compile(rf"/(?:{first})(?:[/?#].*)?", re.DOTALL)
    result = []
    for module in source.city:
        for node in module.strings():
            if page.fullmatch(str(node.value)) and _begins(module, node):
                kind = _use(module, node)
                if kind:
                    result.append(module.place(node, kind))
            elif node.value == "/" and _is_redirect(module, node):
                result.append(module.place(node, "page"))
    for files, kind in ((source.templates, "template"), (source.scripts, "script")):
        for file in files:
            for written in _HAND_WRITTEN.finditer(file.text):
                address = written.group(1)
                if page.fullmatch(address) or (
                    address == "/" and kind == "template" and written.group().startswith("=")
                ):
                    line = file.text.count("\n", 0, written.start()) + 1
                    result.append(Place(file.path, line, written.group()[:100], kind))
    return result


def _begins(module: PythonFile, node: ast.Constant) -> bool:
    """Whether the literal is whole or begins its f-string."""
    outer = module.parents[node]
    return not isinstance(outer, ast.JoinedStr) or outer.values[0] is node


def _use(module: PythonFile, node: ast.Constant) -> str:
    for outer in module.ancestors(node):
        if isinstance(outer, ast.Call):
            text = ast.unparse(outer.func)
            if text.startswith("router."):
                return ""
            if text.endswith(".startswith"):
                return _compared(text)
        if isinstance(outer, ast.Compare):
            return _compared(ast.unparse(outer))
        if isinstance(outer, ast.stmt):
            return "page"
    return "page"


def _compared(text: str) -> str:
    if _PATH_PREFIX.search(text):
        return "prefix"
    return "path" if _REQUEST_PATH.search(text) else "page"


def _is_redirect(module: PythonFile, node: ast.Constant) -> bool:
    outer: ast.AST = node
    while isinstance(outer := module.parents[outer], ast.BoolOp | ast.IfExp):
        pass
    return isinstance(outer, ast.Call) and "edirect" in ast.unparse(outer.func)


def reverses(source: Source) -> int:
    """Calls of ``reverse``."""
    return sum(
        isinstance(node, ast.Call) and ast.unparse(node.func) in ("reverse", "reverse_lazy")
        for module in source.city
        for node in ast.walk(module.tree)
    )


def url_tags(source: Source) -> int:
    """Tags ``{% url %}`` of templates."""
    return sum(len(re.findall(r"\{%\s*url\b", template.text)) for template in source.templates)
