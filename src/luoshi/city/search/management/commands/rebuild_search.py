"""``rebuild_search``: the index of words made anew, after rows were loaded past the program."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from luoshi.city.search.index import rebuild


class Command(BaseCommand):
    """Makes the index anew and says how many records it holds."""

    help = __doc__ or ""

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Rebuild; one line a kind."""
        for kind, count in rebuild().items():
            self.stdout.write(f"{kind} {count}")
