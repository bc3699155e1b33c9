"""``luoshi serve``: the site in one process, until Ctrl-C."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from luoshi.cli.bilingual import BilingualCommand
from luoshi.cli.plainly import plainly
from luoshi.cli.words import word
from luoshi.errors import Language, LuoshiError, UsageError

DEMO_DATA = Path("out") / "site"
PORT = 8000


def serve_command(
    language: Language, help_text: Callable[[str], str], shared: Sequence[click.Option]
) -> BilingualCommand:
    """The command; ``shared`` are options that other commands have, too."""

    def callback(demo: bool, host: str, port: int | None, data: Path | None, fill_database_url: bool) -> int:
        if demo:
            return serve_demo((), data, port, language, host=host, fill_named=fill_database_url)
        with plainly():
            prepare_city(data=data, host=host)
            return _serve(host, PORT if port is None else port, language, next_free=False)

    parameters: list[click.Parameter] = [
        click.Option(["--demo"], is_flag=True, help=help_text("serve_demo")),
        click.Option(
            ["--host"], default="127.0.0.1", metavar="HOST", show_default=True, help=help_text("host")
        ),
        port_option(help_text),
        data_option(help_text),
        click.Option(["--fill-database-url"], is_flag=True, help=help_text("fill_database_url")),
        *shared,
    ]
    return BilingualCommand("serve", callback=callback, params=parameters, help=help_text("serve"))


def port_option(help_text: Callable[[str], str]) -> click.Option:
    """``--port``; 0 takes any free one."""
    return click.Option(["--port"], type=click.IntRange(0, 65535), metavar="PORT", help=help_text("port"))


def data_option(help_text: Callable[[str], str]) -> click.Option:
    """``--data``, for every command that works on a site."""
    return click.Option(["--data"], type=click.Path(path_type=Path), metavar="FOLDER", help=help_text("data"))


def prepare_city(*, data: Path | None = None, demo: bool = False, host: str | None = None) -> None:
    """Load the city, which needs the extra ``city``; one clear line where it lacks."""
    try:
        from luoshi.city.config.setup import prepare

        prepare(data=data, demo=demo, host=host)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("luoshi"):
            raise
        raise UsageError("city_extra_missing", missing=error.name) from None


def serve_demo(
    paths: Sequence[str],
    data: Path | None,
    port: int | None,
    language: Language,
    *,
    host: str = "127.0.0.1",
    fill_named: bool = False,
) -> int:
    """Fill the fictional city where its place is new, upload ``paths``, and open the site.

    ``data``        its folder; without it that of ``LUOSHI_DATA``, else ``DEMO_DATA``.
    ``fill_named``  fill also an empty database that ``LUOSHI_DATABASE_URL`` names.
    """
    folder = data or Path(os.environ.get("LUOSHI_DATA") or DEMO_DATA)
    with plainly():
        return _serve_demo(paths, folder, port, language, host=host, fill_named=fill_named)


def _serve_demo(
    paths: Sequence[str], folder: Path, port: int | None, language: Language, *, host: str, fill_named: bool
) -> int:
    named = bool(os.environ.get("LUOSHI_DATABASE_URL"))
    _require_free(folder, named=named)
    prepare_city(data=folder, demo=True, host=host)
    from luoshi.city.config.ownership import check_owner
    from luoshi.city.config.tables import make_tables_ready
    from luoshi.city.demo.filling import demo_accounts, fill_once

    if not check_owner() and named and not fill_named:
        raise UsageError("demo_database_named")
    make_tables_ready()
    click.echo(word("serve.filling", language))
    fill_once()
    _upload(paths, language)

    def accounts() -> None:
        click.echo(word("serve.accounts", language))
        for account in demo_accounts():
            click.echo(f"  {account.username:<18}{account.password:<18}{account.words(language)}")

    return _serve(host, PORT if port is None else port, language, next_free=True, opened=accounts)


def _require_free(folder: Path, *, named: bool) -> None:
    """Nothing of another site lies in the folder: its files and its key are not for the demonstration."""
    if named or (folder / "luoshi.sqlite3").exists():
        return  # whose it is, the database says
    if (folder / "files").exists() or (folder / "secret-key").exists():
        raise UsageError("demo_folder_taken", path=folder)


def _upload(paths: Sequence[str], language: Language) -> None:
    from luoshi.city.demo.filling import upload

    tops = [Path(path) for path in paths]
    for path in (inside for top in tops for inside in (sorted(top.rglob("*")) if top.is_dir() else [top])):
        if not path.is_file():
            continue
        try:
            upload(path)
        except LuoshiError as error:
            click.echo(f"luoshi: {error.message(language)}", err=True)
        else:
            click.echo(word("serve.uploaded", language, name=path.name))


def _serve(
    host: str, port: int, language: Language, *, next_free: bool, opened: Callable[[], None] | None = None
) -> int:
    from django.conf import settings

    from luoshi.city.config.ownership import check_owner
    from luoshi.city.config.server import Site
    from luoshi.city.config.tables import make_tables_ready

    check_owner()
    make_tables_ready()
    site = Site(host, port, next_free=next_free)
    click.echo(word("serve.open", language, address=site.address))
    if opened is not None:
        opened()
    if settings.HTTPS and not settings.BEHIND_PROXY:
        click.echo(word("serve.https", language), err=True)
    click.echo(word("serve.until", language))
    sys.stdout.flush()
    if opened is not None and _somebody_looks():
        webbrowser.open(site.address)
    site.run()
    click.echo(word("serve.ended", language))
    return 0


def _somebody_looks() -> bool:
    display = sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    return sys.stdout.isatty() and bool(display)
