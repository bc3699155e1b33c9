"""Pages that carry their own style and script, and a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.plurals import fill

Texts = dict[Language, str]
_ROOM = "luoshi.output.web"


class Shell:
    """The pages of one package: its templates and its ``words.toml`` above those of this one.

    ``package`` is the package's name; its templates extend ``base.html.j2`` and may call ``say(key, …)``
    for words in both languages, ``word(key, language)`` for one, and ``both(texts)``.
    """

    def __init__(self, package: str, **helpers: Any) -> None:
        self._package = package
        self._words: dict[str, Texts] = toml_table(package, "words.toml")
        loaders = [jinja2.PackageLoader(package, "."), jinja2.PackageLoader(_ROOM, ".")]
        self._environment = jinja2.Environment(
            loader=jinja2.ChoiceLoader(loaders),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.globals.update(say=self.say, both=both, word=self.word, **helpers)

    def render(
        self,
        name: str,
        language: Language,
        values: dict[str, Any],
        *,
        styles: Sequence[str],
        scripts: Sequence[str],
    ) -> bytes:
        """The template ``name`` as a page, UTF-8, that opens in ``language``.

        ``styles`` and ``scripts`` are files of the package, or of this one where it has none of the
        name; they follow ``base.css`` and ``language.js``.
        """
        style = self._joined("base.css", styles)
        script = self._joined("language.js", scripts)
        page = self._environment.get_template(f"{name}.html.j2").render(
            language=language,
            style=Markup(style),  # noqa: S704  our own file; its hash is that of its very characters
            script=Markup(script),  # noqa: S704  likewise
            style_hash=_hash(style),
            script_hash=_hash(script),
            **values,
        )
        return page.replace("\0", "�").encode("utf-8", "replace")

    def word(self, key: str, language: Language) -> str:
        """The words of ``key`` in one language, as they stand in the file."""
        return self._words[key][language]

    def texts(self, key: str, **values: object) -> Texts:
        """The words of ``key``; ``values`` are set in, per language where they are dicts."""
        return {
            language: fill(text, **{name: _of(value, language) for name, value in values.items()})
            for language, text in self._words[key].items()
        }

    def say(self, key: str, **values: object) -> Markup:
        """``texts`` as markup that shows the language of the page."""
        return both(self.texts(key, **values))

    def _joined(self, first: str, own: Sequence[str]) -> str:
        return package_file(_ROOM, first) + "".join(self._own(name) for name in own)

    def _own(self, name: str) -> str:
        there = files(self._package).joinpath(name).is_file()
        return package_file(self._package if there else _ROOM, name)


def both(texts: Texts) -> Markup:
    """Words in both languages, of which the page shows one."""
    zh, en = texts["zh"], texts["en"]
    if zh == en:
        return Markup("{}").format(zh)
    pair = Markup('<span class="zh" lang="zh-CN">{}</span><span class="en" lang="en">{}</span>')
    return pair.format(zh, en)


@cache
def package_file(package: str, name: str) -> str:
    """The text of a file that ships with ``package``."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def _of(value: object, language: Language) -> object:
    return value[language] if isinstance(value, dict) else value


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
