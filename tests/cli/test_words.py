"""The language of the command line, and its words."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from luoshi.cli.words import chosen_language, word


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "EN"}, "en"),
        ([], {"LANG": "POSIX"}, "zh"),
        ([], {"LANG": "zh_TW.UTF-8@radical"}, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "zh"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}, "en"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LUOSHI_LANG": "en"}, "en"),
        ([], {"LANG": "en_GB", "LUOSHI_LANG": "zh"}, "zh"),
        ([], {"LANG": "zh_CN", "LUOSHI_LANG": "en"}, "en"),
        ([], {"LANG": "en_GB", "LUOSHI_LANG": "fr"}, "en"),
        (["read", "--lang", "en", "a"], {"LUOSHI_LANG": "zh"}, "en"),
        (["--lang=zh", "read"], {"LANG": "en_US"}, "zh"),
        (["read", "--lang"], {}, "zh"),
    ],
)
def test_language_is_chosen(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert chosen_language(arguments, environment) == language


def test_every_word_is_in_both_languages_and_used() -> None:
    package = files("luoshi.cli")
    table = tomllib.loads(package.joinpath("words.toml").read_text(encoding="utf-8"))
    code = "".join(
        path.read_text(encoding="utf-8") for path in package.iterdir() if path.name.endswith(".py")
    )
    for group, words in table.items():
        for name, texts in words.items():
            assert set(texts) == {"zh", "en"}
            assert any(
                use in code for use in (f'"{group}.{name}"', f"'{group}.{name}'", f'help_text("{name}")')
            ), name


def test_words_take_values() -> None:
    assert word("demo.pages", "en", path="out/index.html") == "Annotated pages: out/index.html"
