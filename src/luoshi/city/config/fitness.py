"""Whether the settings are fit for an office: each fault in words, of variables, folder and database."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import Error as DatabaseFailure
from django.db import connection
from django.http.request import validate_host

from luoshi.city.config.bounds import bounds, is_within
from luoshi.city.config.environment import KEY_FILE, Environment
from luoshi.city.config.ownership import check_owner
from luoshi.city.config.worker import reason_of
from luoshi.errors import UsageError

_OF_THE_COMMAND = frozenset(("DATA", "LANG", "DEBUG"))
_BEIJING = timedelta(hours=8)
_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+)*/?")


def unfit_variables(variables: Mapping[str, str]) -> Iterator[UsageError]:
    """What a site starts with and an office should not run with."""
    given = {
        name.removeprefix("LUOSHI_"): value.strip()
        for name, value in variables.items()
        if name.startswith("LUOSHI_") and value.strip()
    }
    if not set(given) - _OF_THE_COMMAND:
        yield UsageError("unfit_none")
        return
    env = Environment(variables)
    if env.flag("DEMO"):
        yield UsageError("unfit_demo")
    yield from _numbers(given)
    yield from _names(given)
    yield from _mail(given, env)
    yield from _openid(given)
    if given.get("SECOND_FACTOR") == "optional":
        yield UsageError("unfit_second_factor")
    zone = given.get("TIME_ZONE", "")
    if zone and datetime.now(ZoneInfo(zone)).utcoffset() != _BEIJING:
        yield UsageError("unfit_zone", value=zone)


def _numbers(given: Mapping[str, str]) -> Iterator[UsageError]:
    for name, bound in bounds().items():
        value = given.get(name, "")
        fit = bound.fit_for(given.get("SECURITY", "gb22239-3"))
        if value.isdecimal() and not is_within(value, fit):
            yield UsageError("unfit_number", **bound.told(name, value, fit))


def _names(given: Mapping[str, str]) -> Iterator[UsageError]:
    hosts = [one.strip() for one in given.get("HOSTS", "").split(",") if one.strip()]
    if not hosts:
        yield UsageError("unfit_hosts_missing")
    for host in hosts:
        if host.startswith("."):
            yield UsageError("unfit_hosts_wide", value=host)
    for origin in given.get("ORIGINS", "").split(","):
        if origin.strip() and not origin.strip().startswith("https://"):
            yield UsageError("unfit_plain", name="LUOSHI_ORIGINS", value=origin.strip())
    address = given.get("ADDRESS", "")
    if address:
        parts = urlsplit(address)
        if parts.scheme != "https":
            yield UsageError("unfit_plain", name="LUOSHI_ADDRESS", value=address)
        if hosts and not validate_host(parts.hostname or "", hosts):
            yield UsageError("unfit_address_host", value=parts.hostname or address)
        if parts.netloc and (parts.query or parts.fragment or not _PATH.fullmatch(parts.path)):
            yield UsageError("unfit_address_path", value=address)


def _mail(given: Mapping[str, str], env: Environment) -> Iterator[UsageError]:
    url = given.get("EMAIL_URL", "")
    if url == "console:":
        yield UsageError("unfit_mail_printed")
    elif url:
        for name in ("EMAIL_FROM", "ADDRESS"):
            if name not in given:
                yield UsageError("unfit_half", name="LUOSHI_EMAIL_URL", missing=f"LUOSHI_{name}")
        parts = urlsplit(url)
        if parts.username and parts.password is None:
            yield UsageError("unfit_mail_password")
        if parts.scheme == "smtp" and parts.username:
            yield UsageError("unfit_mail_plain")
    else:
        needs = [name for name in ("EMAIL_FROM",) if name in given]
        needs += ["PASSWORD_RESET_BY_MAIL"] if env.flag("PASSWORD_RESET_BY_MAIL") else []
        for name in needs:
            yield UsageError("unfit_half", name=f"LUOSHI_{name}", missing="LUOSHI_EMAIL_URL")


def _openid(given: Mapping[str, str]) -> Iterator[UsageError]:
    needed = ("OIDC_SERVER", "OIDC_CLIENT", "OIDC_SECRET")
    there = [name for name in needed if name in given]
    if there:
        for name in needed:
            if name not in given:
                yield UsageError("unfit_half", name=f"LUOSHI_{there[0]}", missing=f"LUOSHI_{name}")
    server = given.get("OIDC_SERVER", "")
    if server and not server.startswith("https://"):
        yield UsageError("unfit_plain", name="LUOSHI_OIDC_SERVER", value=server)


def unfit_places(data: Path) -> Iterator[UsageError]:
    """What other users of the machine may read of the data folder."""
    if sys.platform == "win32":
        return
    for path, open_to in ((data, 0o007), (data / "files", 0o007), (data / KEY_FILE, 0o027)):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except FileNotFoundError:
            continue
        if mode & open_to:
            yield UsageError("unfit_mode", path=path, mode=f"{mode:04o}", fit=f"{mode & ~0o077:04o}")


def unfit_database() -> Iterator[UsageError]:
    """That the database cannot be reached, or is not an office's."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not Path(name).exists():
        return  # made at the first start
    try:
        check_owner()
    except DatabaseFailure as error:
        yield UsageError("command_database_away", reason=reason_of(error))
    except UsageError as error:
        yield error
