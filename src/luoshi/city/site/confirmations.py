"""What a person is asked before a write, since it may be a slip: said in one line, written once confirmed.

A write collects its questions and takes the keys of those that the person confirmed. A key says what exactly
is asked, so that a confirmation is of what was seen: another day, or one more task, is another question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from luoshi.city.site.errors import ConflictError
from luoshi.errors import Language, LuoshiError


@dataclass(frozen=True)
class Question:
    """Something to be confirmed: ``code`` has its words in ``messages.toml``."""

    key: str
    code: str
    details: Mapping[str, object] = field(compare=False)

    def message(self, language: Language) -> str:
        """The question in one line."""
        return LuoshiError(self.code, **self.details).message(language)


class UnconfirmedError(ConflictError):
    """Something is to be confirmed first, and nothing was written; pages and API answer 409.

    Its words are the first question's; ``details["asked"]`` holds the keys to be confirmed.
    """

    status = 409

    def __init__(self, questions: Sequence[Question]) -> None:
        first = questions[0]
        asked = [one.key for one in questions]
        super().__init__(first.code, **first.details, asked=asked)
        self.questions = tuple(questions)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.questions,)


def ask(questions: Iterable[Question], confirmed: Collection[str]) -> None:
    """Raise ``UnconfirmedError`` with all questions where one of them was not confirmed."""
    every = list({one.key: one for one in questions}.values())
    if any(one.key not in confirmed for one in every):
        raise UnconfirmedError(every)
