"""``luoshi city …``: what an office does from the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from luoshi.cli.bilingual import BilingualCommand, BilingualGroup
from luoshi.cli.plainly import plainly
from luoshi.cli.serve import data_option, prepare_city
from luoshi.cli.words import word
from luoshi.errors import Language, UsageError

FAULTY = 1
_FAULTS = {
    "chain": "city.fault_chain",
    "number": "city.fault_number",
    "hash": "city.fault_hash",
    "head": "city.fault_head",
    "changed": "city.fault_changed",
    "missing": "city.fault_missing",
    "unlogged": "city.fault_unlogged",
    "file_missing": "city.fault_file_missing",
    "file_changed": "city.fault_file_changed",
}


def city_command(
    language: Language, help_text: Callable[[str], str], shared: Callable[[], Sequence[click.Option]]
) -> BilingualGroup:
    """The group with its commands; ``shared`` makes the options that all commands have."""

    def command(
        name: str, run: Callable[..., int], help_: str, *parameters: click.Parameter
    ) -> BilingualCommand:
        def callback(data: Path | None, **options_given: Any) -> int:
            with plainly():
                prepare_city(data=data)
                return run(language, **options_given)

        options = [*parameters, data_option(help_text), *shared()]
        subcommand = BilingualCommand(name, callback=callback, params=options, help=help_)
        subcommand.language = language
        return subcommand

    def file(writable: bool) -> click.Argument:
        kind = click.Path(path_type=Path, dir_okay=False, exists=not writable)
        return click.Argument(["file"], type=kind, metavar="FILE")

    group = BilingualGroup("city", params=[*shared()], help=help_text("city"))
    since = click.Option(["--since"], metavar="N:HASH", help=help_text("since"))
    for subcommand in (
        command("migrate", _migrate, help_text("city_migrate")),
        command("worker", _worker, help_text("city_worker")),
        command("daily", _daily, help_text("city_daily")),
        command("verify-log", _verify, help_text("city_verify"), since),
        command("first-administrator", _administrator, help_text("city_administrator"), *_who(help_text)),
        command("unlock", _unlock, help_text("city_unlock"), _username()),
        command("reset-password", _reset_password, help_text("city_reset_password"), _username()),
        command(
            "reset-second-factor", _reset_factor, help_text("city_reset_factor"), *_whose_factor(help_text)
        ),
        command("seal-anew", _seal_anew, help_text("city_seal_anew")),
        command("backup", _back_up, help_text("city_backup"), file(writable=True)),
        command("restore", _restore, help_text("city_restore"), file(writable=False)),
        command("rebuild-search", _rebuild, help_text("city_search")),
        command("read-again", _read_again, help_text("city_read_again")),
        command("check-settings", _check_settings, help_text("city_check")),
    ):
        group.add_command(subcommand)
    return group


def _username() -> click.Argument:
    return click.Argument(["username"], metavar="USERNAME")


def _whose_factor(help_text: Callable[[str], str]) -> list[click.Parameter]:
    return [
        click.Argument(["username"], metavar="[USERNAME]", required=False),
        click.Option(["--all-sealed-with-another-key", "sealed"], is_flag=True, help=help_text("all_sealed")),
        click.Option(["--yes", "sure"], is_flag=True, help=help_text("all_sealed_yes")),
    ]


def _who(help_text: Callable[[str], str]) -> list[click.Parameter]:
    return [
        _username(),
        click.Option(["--name"], metavar="NAME", help=help_text("administrator_name")),
    ]


def _migrate(language: Language) -> int:
    from luoshi.city.config.tables import migrate

    taken = migrate()
    click.echo(word("city.migrated", language))
    if taken:
        click.echo(word("city.taken_over", language, count=taken))
    return 0


def _worker(language: Language) -> int:
    from luoshi.city.config.worker import Told, run_worker

    click.echo(word("city.working", language))
    sys.stdout.flush()
    run_worker(
        Told(
            lambda reason: click.echo(word("city.database_gone", language, reason=reason), err=True),
            lambda: click.echo(word("city.database_back", language), err=True),
        )
    )
    return 0


def _read_again(language: Language) -> int:
    from luoshi.city.config.administration import read_again_with_newer_reader

    click.echo(word("city.read_again", language, count=read_again_with_newer_reader()))
    return 0


def _daily(language: Language) -> int:
    from luoshi.city.config.administration import daily, sweep_files

    click.echo(word("city.daily", language, **vars(daily())))
    swept = sweep_files()
    if swept:
        click.echo(word("city.swept", language, count=swept))
    return 0


def _verify(language: Language, since: str | None) -> int:
    from luoshi.city.config.administration import head, log_faults, noted

    faults = 0
    for fault in log_faults(noted(since) if since else None):
        faults += 1
        click.echo(word(_FAULTS[fault.code], language, subject=fault.subject))
    number, digest = head()
    click.echo(word("city.faults", language, count=faults) if faults else word("city.sound", language))
    click.echo(f"{number}:{digest}")
    return FAULTY if faults else 0


def _administrator(language: Language, username: str, name: str | None) -> int:
    from django.utils import translation

    from luoshi.city.config.administration import add_first_administrator

    password = _password(language)
    # What is wrong with a password is said by Django's own rules.
    with translation.override("en" if language == "en" else "zh-hans"):
        person = add_first_administrator(
            username=username,
            name=username if name is None else name,
            unit=word("city.administration", language),
            post=word("city.administrator", language),
            password=password,
        )
    click.echo(word("city.made", language, username=person.username))
    return 0


def _unlock(language: Language, username: str) -> int:
    from luoshi.city.people.actions.recovering import unlock_at_console

    unlock_at_console(username=username)
    click.echo(word("city.unlocked", language, username=username))
    return 0


def _reset_password(language: Language, username: str) -> int:
    return _reset(language, username, second_factor=False)


def _reset_factor(language: Language, username: str | None, sealed: bool, sure: bool) -> int:
    if bool(username) == sealed or (sure and not sealed):
        raise UsageError("factor_name_or_all")
    if username:
        return _reset(language, username, second_factor=True)
    from luoshi.city.people.actions.recovering import remove_sealed_factors
    from luoshi.city.people.models import Person
    from luoshi.city.people.second_factor import holders_of_sealed_factors

    found = Person.objects.filter(pk__in=holders_of_sealed_factors()).order_by("pk")
    persons = remove_sealed_factors() if sure else list(found)
    for person in persons:
        click.echo(f"{person.username or person.key} {person.name}")
    if not persons:
        click.echo(word("city.none_sealed", language))
        return 0
    click.echo(word("city.sealed_removed" if sure else "city.sealed_found", language, count=len(persons)))
    return 0 if sure else FAULTY


def _seal_anew(language: Language) -> int:
    from luoshi.city.people.actions.recovering import seal_factors_anew
    from luoshi.city.people.second_factor import holders_of_sealed_factors

    click.echo(word("city.sealed_anew", language, count=len(seal_factors_anew())))
    left = len(holders_of_sealed_factors())
    if left:
        click.echo(word("city.restored_sealed", language, count=left))
    return FAULTY if left else 0


def _reset(language: Language, username: str, *, second_factor: bool) -> int:
    from luoshi.city.people.actions.recovering import reset_at_console

    password = reset_at_console(username=username, second_factor=second_factor)
    click.echo(
        word("city.factor_reset" if second_factor else "city.password_reset", language, username=username)
    )
    click.echo(word("city.one_time", language, password=password))
    return 0


def _password(language: Language) -> str:
    """Asked twice on a terminal; elsewhere the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first: str = click.prompt(word("city.password", language), hide_input=True)
    if first != click.prompt(word("city.password_again", language), hide_input=True):
        raise UsageError("passwords_differ")
    return first


def _back_up(language: Language, file: Path) -> int:
    from luoshi.city.config.archive import back_up

    made = back_up(file)
    click.echo(word("city.backed_up", language, path=file, files=made.files))
    click.echo(f"{made.number}:{made.hash}")
    return 0


def _restore(language: Language, file: Path) -> int:
    from luoshi.city.config.archive import restore

    made = restore(file)
    click.echo(word("city.restored", language, path=file, files=made.files))
    if made.sealed:
        click.echo(word("city.restored_sealed", language, count=made.sealed))
    click.echo(f"{made.number}:{made.hash}")
    return 0


def _rebuild(language: Language) -> int:
    from luoshi.city.search.index import rebuild

    click.echo(word("city.searched", language, count=sum(rebuild().values())))
    return 0


def _check_settings(language: Language) -> int:
    from luoshi.city.config.administration import place_faults, setting_faults, unfit, unread_variables

    lines = [word("city.unread_variable", language, name=name) for name in unread_variables()]
    lines += unfit(language)
    lines += place_faults(language)
    lines += setting_faults()
    for line in lines:
        click.echo(line)
    click.echo(
        word("city.setting_faults", language, count=len(lines)) if lines else word("city.settings", language)
    )
    return FAULTY if lines else 0
