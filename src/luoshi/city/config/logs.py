"""What the site logs: lines on standard error, as text or as JSON; never a form, a cookie or a password."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any


class JsonLines(logging.Formatter):
    """A JSON object a line: ``at``, ``level``, ``logger``, ``message`` and, for an error, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


_LONGEST = 300


class OneLine(logging.Filter):
    """What Django refuses by itself, such as a strange host, is a line of bounded length without a trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always; the record is cut."""
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
            line = " ".join(record.getMessage().split())
            record.msg, record.args = line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …", ()
        return True


def logging_settings(level: str, form: str) -> dict[str, Any]:
    """Django's ``LOGGING`` for ``level`` and ``form`` (``text`` or ``json``)."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": "luoshi.city.config.logs.JsonLines"},
        },
        "filters": {"one_line": {"()": "luoshi.city.config.logs.OneLine"}},
        "handlers": {
            "standard_error": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["one_line"],
            },
        },
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            # Django's own handler would write every line a second time.
            "django": {"handlers": [], "propagate": True, "level": level},
            # Every refused or missing page is a line here; what matters is an error.
            "django.request": {"level": "ERROR"},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
            "waitress.queue": {"level": "ERROR"},
            # Who failed to sign in stands in the site's own log.
            "axes": {"level": "ERROR"},
        },
    }
