"""What the documentation says can be done can be done, and what can be done is documented."""

from __future__ import annotations

import json
import re

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


def test_every_make_command_that_is_documented_exists() -> None:
    faults = []
    for page in PAGES:
        code = "\n".join(re.findall(r"`+[^`]+`+", page.read_text(encoding="utf-8")))
        named = set(re.findall(r"\bmake ([a-z][a-z-]*)", code))
        faults += [f"{page.name}: make {name}" for name in sorted(named - targets())]
    assert faults == []


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


def test_every_option_in_an_example_exists() -> None:
    faults = []
    for page in PAGES:
        examples = re.findall(r"^(?:\$ )?luoshi .*$", page.read_text(encoding="utf-8"), re.MULTILINE)
        used = {option for line in examples for option in re.findall(r"(?<!\S)(--[a-z-]+)", line)}
        missing = used - options(luoshi_command("en")) - {"--help", "--version"}
        faults += [f"{page.name}: {option}" for option in sorted(missing)]
    assert faults == []


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


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = [
        (page, link)
        for page in PAGES
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    ]
    assert links
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_published_schema_is_current() -> None:
    text = TARGET.read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(json.loads(text))
    assert text == schema_text(), "run `make docs-schema`"
