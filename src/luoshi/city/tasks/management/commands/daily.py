"""``luoshi city daily``: lights, reminders, escalation, e-mail; for cron, once a day or oftener."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from luoshi.city.site.words import say
from luoshi.city.tasks.daily import run_daily


class Command(BaseCommand):
    """Runs ``tasks.daily.run_daily``."""

    help = "Lights, reminders, escalation and e-mail of the day; run again, it does nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--date``: the day to work for."""
        parser.add_argument("--date", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, and say what was done."""
        done = run_daily(options["date"] or timezone.localdate())
        self.stdout.write(say("tasks.delivery.daily_done", **vars(done)))
