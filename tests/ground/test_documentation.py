"""What the documentation says can be done can be done, and what can be done is documented."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import jsonschema
import pytest

from corpus import ROOT
from luoshi.cli.commands import luoshi_command
from schema import TARGET, schema_text

PAGES = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_command_that_is_documented_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"`+[^`]+`+", text))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) <= targets()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_opens_with_the_two_commands(name: str) -> None:
    opening = (ROOT / name).read_text(encoding="utf-8").split("\n## ", 1)[0]
    assert re.findall(r"^make (\w+)", opening, re.MULTILINE) == ["demo", "test"]


def options(command: click.Command) -> set[str]:
    """The long options of ``command`` and of those below it."""
    own = {
        name for one in command.params for name in (*one.opts, *one.secondary_opts) if name.startswith("--")
    }
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return own.union(*(options(one) for one in below))


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    command = luoshi_command("en")
    assert isinstance(command, click.Group)
    names = {f"luoshi {name}" for name in command.commands}
    assert names
    assert [name for name in sorted(names | options(command)) if f"`{name}" not in page] == []


def test_every_option_that_an_error_names_exists() -> None:
    text = (ROOT / "src" / "luoshi" / "messages.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"--[a-z-]+", text)) <= options(luoshi_command("en")) | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_option_in_an_example_exists(page: Path) -> None:
    examples = re.findall(r"^(?:\$ )?luoshi .*$", page.read_text(encoding="utf-8"), re.MULTILINE)
    used = {option for line in examples for option in re.findall(r"(?<!\S)(--[a-z-]+)", line)}
    assert used <= options(luoshi_command("en")) | {"--help", "--version"}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_python_examples_of_the_readme_run(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, name, "exec"), {})  # noqa: S102  the README is our own code
        shown = re.findall(r"# → (.*)", block)
        printed = capsys.readouterr().out.splitlines()
        assert printed[: len(shown)] == shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_published_schema_is_current() -> None:
    text = TARGET.read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    assert text == schema_text(), "run `make docs-schema`"
