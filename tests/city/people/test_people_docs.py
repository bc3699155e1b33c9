"""The page of permissions is the table; every page's words are there."""

from __future__ import annotations

import re

from corpus import ROOT
from luoshi.city.site.words import say_in, words_of
from permissions import TARGET, permissions_text

PEOPLE = ROOT / "src" / "luoshi" / "city" / "people"
KEY = re.compile(r"""["'](people\.[a-z_]+\.[a-z_]+)["']""")


def test_the_page_of_permissions_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == permissions_text(), "run: make docs-permissions"


def test_every_key_has_words_in_both_languages() -> None:
    faults = []
    for path in (*PEOPLE.rglob("*.html"), *PEOPLE.rglob("*.py")):
        for key in KEY.findall(path.read_text(encoding="utf-8")):
            for language in ("zh", "en"):
                try:
                    words = say_in(language, key)
                except KeyError:
                    words = None
                if not isinstance(words, str):
                    faults.append(f"{path.name}: {key} has no words in {language}")
    assert not faults, "\n".join(faults)


def test_every_asked_page_has_its_words() -> None:
    words = words_of("people")
    assert set(words["do"]) == set(words["how"])
    shown_at_once = {"open_account", "reset_password", "make_token"}
    assert set(words["done"]) == set(words["do"]) - shown_at_once


def test_no_words_of_people_stand_in_templates() -> None:
    for path in PEOPLE.rglob("*.html"):
        bare = re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"[\u4e00-\u9fff]", bare.replace("、", "")), path
