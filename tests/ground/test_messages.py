"""Every error has words, in both languages."""

from __future__ import annotations

import ast
import string
import tomllib

from corpus import ROOT
from luoshi.errors import message_codes

SOURCE = ROOT / "src" / "luoshi"
MESSAGES = tomllib.loads((SOURCE / "messages.toml").read_text(encoding="utf-8"))


def raised_codes() -> set[str]:
    """Every code that the package or its table of formats names."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Constant)]
    calls = (node for node in nodes if isinstance(node, ast.Call))
    raised = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in {"InputError", "UsageError", "LuoshiError"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
    constants = {
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    tables = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "reading").rglob("formats.toml"))
    named = {code for code in message_codes() if f'"{code}"' in tables}
    return raised | named | (constants & message_codes())


def test_every_error_has_words_and_all_words_are_used() -> None:
    assert raised_codes() == message_codes()


def named(line: str, language: str) -> set[str]:
    """The fields of ``line``; one that is given in each language has its name at the end: ``{first_en}``."""
    return {name.removesuffix(f"_{language}") for _, name, _, _ in string.Formatter().parse(line) if name}


def wrong(words: dict[str, str]) -> str:
    """What is wrong with the words of a message; empty where nothing is."""
    if set(words) != {"zh", "en"}:
        return f"in {sorted(words)}"
    if named(words["zh"], "zh") != named(words["en"], "en"):
        return "names other fields in each language"
    return "" if all(line and "\n" not in line for line in words.values()) else "not one line"


def test_messages_say_the_same_on_one_line_in_both_languages() -> None:
    assert MESSAGES
    assert [f"{code}: {fault}" for code, words in MESSAGES.items() if (fault := wrong(words))] == []
