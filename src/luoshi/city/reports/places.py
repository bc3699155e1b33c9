"""The place that the site serves, and whether a report is of another one."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from luoshi.city.reports.models import Report
from luoshi.city.rules.doubts import Place, is_elsewhere
from luoshi.errors import UsageError
from luoshi.reading.metadata.gazetteer import divisions, find_place, narrower_places
from luoshi.reading.records import Place as Read

_CODE = 6


def site_place() -> Place:
    """The place of the setting ``LUOSHI_PLACE``; with an empty name where none is set."""
    return _resolved(settings.PLACE)


def is_of_another_place(report: Report) -> bool:
    """Whether a report that was read is of another place than the site's."""
    site = site_place()
    return is_elsewhere(site, Place(report.place, report.place_code), _names_below(site))


def check_place(value: str) -> None:
    """Raise ``UsageError`` where the setting is no division's code, or a name that none or several have."""
    if not value:
        return
    if value.isdecimal():
        if not any(one.code == value for one in divisions()):
            raise UsageError("setting_place_code", value=value)
        return
    found = find_place(value)
    if found is None:
        raise UsageError("setting_place_unknown", value=value)
    if found.code is None:
        raise UsageError("setting_place_several", value=value)


@cache
def _resolved(value: str) -> Place:
    """A code or a name as a place; what the table of divisions lacks keeps its name alone."""
    if value.isdecimal() and len(value) == _CODE:
        named = [one.name for one in divisions() if one.code == value and not one.until]
        return Place(named[0] if named else value, value)
    found = find_place(value) if value else None
    return Place(found.name, found.code) if found is not None and found.code else Place(value)


@cache
def _names_below(site: Place) -> frozenset[str]:
    return frozenset(narrower_places(Read(name=site.name, code=site.code)).values() if site.code else ())
