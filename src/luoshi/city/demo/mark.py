"""Whose a database is: the demonstration's, an office's, or nobody's yet.

The mark of the demonstration is its log: the filling writes the first entries, in its own transaction and
signed by itself, and entries can be neither changed nor removed. A backup keeps them.
"""

from __future__ import annotations

from typing import Literal

from django.db import connection

from luoshi.city.chain.models import Entry
from luoshi.city.demo.city import PROGRAM

Owner = Literal["nobody", "demo", "office"]
_FIRST = 20
"""Among so many entries the filling's are found, whatever the log itself begins with."""


def owner() -> Owner:
    """Whose the database is. Tables that this program does not know belong to somebody: an office."""
    tables = set(connection.introspection.table_names())
    if Entry._meta.db_table not in tables:
        known = {"django_migrations", *connection.introspection.django_table_names()}
        return "nobody" if tables <= known else "office"
    signed = set(Entry.objects.filter(number__lte=_FIRST).values_list("person", flat=True))
    if not signed:
        return "nobody"
    return "demo" if PROGRAM.person in signed else "office"
