"""A text as it was decoded, with where it came from."""

from __future__ import annotations

import hashlib

import msgspec


class Hints(msgspec.Struct, frozen=True):
    """What the user or the container of a text (a JSON line, a CSV row) says about it.

    A hint wins over what the text itself says; an absent hint is ``None``. Two of them only help:
    ``within`` names what ``place`` lies in (``吉林省长春市``), and ``published`` is the day on which the
    text was put where it was found, which may be years after it was given.
    """

    title: str | None = None
    place: str | None = None
    year: int | None = None
    date: str | None = None
    within: str | None = None
    published: str | None = None


class Source(msgspec.Struct, frozen=True):
    """One text to read.

    ``name``      how messages and records call it: a path as given, ``-`` for standard
                  input, ``path#12`` for the twelfth row of a collection.
    ``text``      the decoded characters; every offset in every record counts in them.
    ``format``    ``text``, ``markdown``, ``html``, ``docx``, ``pdf``, ``image``, ``jsonl``, ``csv``,
                  ``xlsx``, ``dta``.
    ``encoding``  the character encoding that was found, ``None`` where there was none to find.
    ``sha256``    of the file's bytes (of the text's UTF-8 for a row of a collection).
    ``hints``     what is known beside the text.
    ``notices``   what was left out or replaced while the text was taken out, in Chinese.
    """

    name: str
    text: str
    format: str = "text"
    encoding: str | None = None
    sha256: str = ""
    hints: Hints = Hints()
    notices: tuple[str, ...] = ()

    def with_notices(self, *notices: str) -> Source:
        """The same text with more notices."""
        return msgspec.structs.replace(self, notices=(*self.notices, *notices))

    @classmethod
    def from_text(cls, text: str, name: str = "<text>", hints: Hints | None = None) -> Source:
        """A source made of a string in memory."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(name=name, text=text, encoding=None, sha256=digest, hints=hints or Hints())
