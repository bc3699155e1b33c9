"""What the pages are made from, and the words they say it in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol, get_args

from luoshi.errors import Language
from luoshi.knowledge import toml_table
from luoshi.ledger.reasons import in_words
from luoshi.ledger.records import Account, Finding, Reason, Verdict
from luoshi.output.web import Texts
from luoshi.plurals import fill
from luoshi.reading.records import Report

LANGUAGES: tuple[Language, ...] = get_args(Language)
# The order in which verdicts are told: what was answered well, what badly, what not at all.
VERDICTS: tuple[Verdict, ...] = (
    "kept", "exceeded", "partly", "missed", "unreported", "not_comparable", "not_yet_due"
)  # fmt: skip
_PACKAGE = "luoshi.ledger.pages"


class LedgerView(Protocol):
    """Whatever holds accounts, findings and the reports they were made from."""

    @property
    def accounts(self) -> Sequence[Account]:
        """Every promise with what became of it."""

    @property
    def findings(self) -> Sequence[Finding]:
        """What moved, is repeated or does not add up."""

    @property
    def reports(self) -> Sequence[Report]:
        """The reports; ``Evidence.file`` is the name of a report's source."""


@cache
def _words() -> dict[str, Texts]:
    return toml_table(_PACKAGE, "words.toml")


@cache
def _labels() -> dict[str, dict[str, Texts]]:
    return toml_table(_PACKAGE, "labels.toml")


def word(key: str, language: Language, **values: object) -> str:
    """The words of the page for ``key``, with ``values`` set in."""
    return fill(_words()[key][language], **values)


def texts(key: str, **values: object) -> Texts:
    """``word`` in every language; a value that is a dict is set in by language."""
    return {
        language: word(key, language, **{name: _of(value, language) for name, value in values.items()})
        for language in LANGUAGES
    }


def label(group: str, name: str) -> Texts:
    """The words for a value or a column; one without words is given as it is."""
    return _labels()[group].get(name) or dict.fromkeys(LANGUAGES, name)


def reason_words(reason: Reason) -> Texts:
    """Why, in words."""
    return {language: in_words(reason, language) for language in LANGUAGES}


def _of(value: object, language: Language) -> object:
    return value[language] if isinstance(value, dict) else value
