"""Adding and changing persons; their accounts have a file of their own."""

from __future__ import annotations

from typing import Literal

from luoshi.city.chain.entries import record
from luoshi.city.chain.writing import writes
from luoshi.city.people.actors import Actor
from luoshi.city.people.locking import free_key, locked
from luoshi.city.people.models import Person
from luoshi.city.people.permissions import require


@writes
def add_person(*, actor: Actor, name: str, email: str = "", key: str = "") -> Person:
    """A person without an account. Raises ``ForbiddenError``, ``ConflictError``."""
    signature = actor.signature(require(actor, "unit.manage"))
    person = Person(key=free_key(Person, key, "person"), name=name, email=email)
    person.set_unusable_password()
    person.save(force_insert=True)
    record(signature, "person.add", person, name=name)
    return person


@writes
def change_person(*, actor: Actor, key: str, name: str, email: str) -> Person:
    """Give the person another name or address. Raises ``ForbiddenError``, ``NotFoundError``.

    The address of somebody with an account is the administrator's to change: a password may be reset by it.
    """
    person = locked(Person, key)
    signature = actor.signature(require(actor, needed_for(person, email)))
    changed = {
        field: [old, new]
        for field, old, new in (("name", person.name, name), ("email", person.email, email))
        if old != new
    }
    person.name, person.email = name, email
    person.save(update_fields=["name", "email"])
    record(signature, "person.change", person, changed=changed)
    return person


def needed_for(person: Person, email: str) -> Literal["account.manage", "unit.manage"]:
    """The permission to give the person the address ``email``."""
    return "account.manage" if person.username and email != person.email else "unit.manage"
