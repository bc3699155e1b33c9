"""The way back at the console, for when no administrator gets in; the log shows that it was gone."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.locking import locked_row, locked_rows
from luoshi.city.chain.writing import writes
from luoshi.city.people.actions.accounts import begin_anew
from luoshi.city.people.lockout.clearing import forget_failures
from luoshi.city.people.models import Person
from luoshi.city.people.second_factor import remove_factors, seal_anew, sealed_with_another_key
from luoshi.city.people.sessions import end_sessions
from luoshi.errors import UsageError

CONSOLE = Signature.program("command-line")


@writes
def unlock_at_console(*, username: str) -> None:
    """Forget every failed try that stands against the account. Raises ``UsageError``."""
    person = _named(username)
    forget_failures(person)
    record(CONSOLE, "account.unlock", person)


@writes
def reset_at_console(*, username: str, second_factor: bool) -> str:
    """A one-time password, as an administrator gives it; with ``second_factor`` that factor goes.

    Raises ``UsageError`` where no open account has the name.
    """
    person = _named(username)
    if not person.is_active:
        raise UsageError("username_closed", username=username)
    password = begin_anew(CONSOLE, person)
    if second_factor:
        remove_factors(person)
    record(CONSOLE, "account.reset_second_factor" if second_factor else "account.reset_password", person)
    return password


@writes
def remove_sealed_factors() -> list[Person]:
    """Remove the factors that the present key does not open, and nothing else; whose they were."""
    by_person: dict[int, list[Authenticator]] = {}
    for factor in sealed_with_another_key():
        by_person.setdefault(factor.user_id, []).append(factor)
    persons = locked_rows(Person.objects.filter(pk__in=by_person))
    for person in persons:
        remove_factors(person, only=_keys(by_person[person.pk]))
        forget_failures(person)
        end_sessions(person)
        record(CONSOLE, "account.reset_second_factor", person, sealed_with_another_key=True)
    return persons


@writes
def seal_factors_anew() -> list[Person]:
    """Seal with the present key what former ones sealed, so that these can be forgotten; whose it was."""
    lost = {factor.pk for factor in sealed_with_another_key()}
    persons = locked_rows(Person.objects.filter(pk__in=Authenticator.objects.values("user_id")))
    done = []
    for person in persons:
        factors = Authenticator.objects.filter(user=person).exclude(pk__in=lost).order_by("pk")
        sealed = [factor for factor in factors if seal_anew(factor)]
        if sealed:
            record(CONSOLE, "account.seal_anew", person)
            done.append(person)
    return done


def _keys(factors: Iterable[Authenticator]) -> list[int]:
    return [factor.pk for factor in factors]


def _named(username: str) -> Person:
    person = locked_row(Person.objects.filter(username=username))
    if person is None:
        raise UsageError("username_unknown", username=username)
    return person
