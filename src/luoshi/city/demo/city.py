"""The fictional city's units, posts and people, from ``city.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from luoshi.city.chain.entries import Signature, record
from luoshi.city.people.models import Holding, Person, Post, Unit
from luoshi.city.rules.permissions import Role, role_words
from luoshi.errors import Language
from luoshi.knowledge import toml_table

SINCE = date(2022, 1, 1)
PROGRAM = Signature.program("demo")


@dataclass(frozen=True)
class Account:
    """An account of the demonstration."""

    username: str
    password: str
    role: Role
    post: str

    def words(self, language: Language) -> str:
        """Whose account it is: role, unit and post."""
        return f"{role_words(self.role, language)} · {self.post}"


@cache
def table() -> dict[str, Any]:
    """The whole file."""
    return toml_table("luoshi.city.demo", "city.toml")


def demo_accounts() -> list[Account]:
    """The accounts that are shown to whoever opens the demonstration, one of each role."""
    posts = {
        post["key"]: (unit.get("short", unit["name"]), post)
        for unit in table()["unit"]
        for post in unit["posts"]
    }
    return [
        Account(key, table()["password"], posts[key][1]["role"], f"{posts[key][0]} {posts[key][1]['name']}")
        for key in table()["accounts"]
    ]


def add_city() -> None:
    """Add units, posts and people, each person holding one post."""
    # One hash for all: the password is the same, and hashing is slow on purpose.
    password, now = make_password(table()["password"]), timezone.now()
    for number, row in enumerate(table()["unit"]):
        unit = Unit.objects.create(
            key=row["key"],
            name=row["name"],
            short_name=row.get("short", ""),
            kind=row["kind"],
            position=number,
            since=SINCE,
        )
        record(PROGRAM, "unit.add", unit)
        for place, one in enumerate(row["posts"]):
            post = Post.objects.create(
                key=one["key"], unit=unit, name=one["name"], role=one["role"], position=place, since=SINCE
            )
            record(PROGRAM, "post.add", post)
            person = Person.objects.create(
                key=one["key"],
                username=one["key"],
                name=one["person"],
                password=password,
                password_changed_at=now,
            )
            record(PROGRAM, "person.add", person)
            record(PROGRAM, "holding.add", Holding.objects.create(person=person, post=post, since=SINCE))


def sponsor_of(unit: str) -> str:
    """The key of the leader's post that answers for the tasks of ``unit``."""
    row = next(one for one in table()["unit"] if one["key"] == unit)
    return str(row.get("sponsor", "mayor"))
