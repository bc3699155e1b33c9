"""Walk docs/deploy.md: install the site as the page says, and look at it from outside; a row for each look.

usage: walk_deploy.py [--keep] [--folders]

As root, with debootstrap and systemd-nspawn, in a bare Debian of its own; else in folders of its own.

The commands, units, settings and the proxy's configuration are taken out of the page in their order (see
``deploying/page.py``), so that the page cannot say what does not work. What cannot be done as it stands is
printed first. The last line says where it was walked; 1 where something did not hold.
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from deploying import checks
from deploying.checks import Office, Row
from deploying.folders import Folders, folders
from deploying.machine import CannotWalkError, Machine, machine
from deploying.outside import Door, certificates
from deploying.page import Block, blocks
from load_supervised import end_when_told

Place = Machine | Folders
INSTEAD = (
    "the first administrator's password comes from standard input, not from a terminal",
    "the certificate of the site's name is signed by an authority of this walk",
    "the number and hash that a person noted are those that the backup printed",
)
_NOTED = re.compile(r"\d+:[0-9a-f]{64}")
_PLACEHOLDER = "1234:9f…"


class BrokenPageError(Exception):
    """A block of the page that did not work as it stands."""


class Walk:
    """The page, walked in one place."""

    def __init__(self, ground: Place) -> None:
        self._ground, self._booted, self._said = ground, False, ""
        page = list(blocks())
        settings = next(block.text for block in page if block.file == "/etc/luoshi.env")
        name = re.search(r"^LUOSHI_HOSTS=(\S+)$", settings, re.MULTILINE)
        administrator = re.search(r"first-administrator (\S+)", "".join(block.text for block in page))
        if name is None or administrator is None:
            raise BrokenPageError("deploy.md names no host or no first administrator")
        self._page, self._name = page, name[1]
        self._office: Office | None = None
        self._password = secrets.token_urlsafe(18) + "aA1-"
        self._administrator = administrator[1]

    @property
    def office(self) -> Office:
        """The site; there once it was installed."""
        if self._office is None:
            file, chain, key = certificates(self._name, self._ground.root.parent)
            self._ground.write("/etc/ssl/luoshi.pem", chain)
            self._ground.write("/etc/ssl/private/luoshi.key", key)
            door = Door(self._name, file, self._ground.ports)
            self._office = Office(self._ground, door, self._administrator, self._password)
        return self._office

    def rows(self) -> Iterator[Row]:
        """A row for each heading of the page that is walked, and after it for what is seen then."""
        for heading in dict.fromkeys(block.heading for block in self._page):
            begun = time.monotonic()
            for block in (one for one in self._page if one.heading == heading):
                self._do(block)
            yield Row(f"deploy.md, {heading}", f"as it stands, {time.monotonic() - begun:.0f} s", held=True)
            for look in _LOOKS.get(heading, ()):
                yield from look(self)

    def _do(self, block: Block) -> None:
        if {"port", "path"} & block.tags.keys():
            return
        if block.file:
            self._ground.write(block.file, block.text)
            return
        if "network" in block.tags:
            status, said = self._ground.ask_network(block.text)
        else:
            self._boot()
            if "/etc/ssl/" in block.text:
                _ = self.office  # its certificate is there by now
            commands = block.text
            if _PLACEHOLDER in commands:
                commands = commands.replace(_PLACEHOLDER, self.office.noted)
            told = f"{self._password}\n" if "first-administrator" in commands else ""
            status, said = self._ground.command(commands, told=told)
        if status:
            raise BrokenPageError(f"deploy.md, line {block.line}: status {status}\n{said[-3000:]}")
        self._said = said

    def _boot(self) -> None:
        if not self._booted:
            self._ground.boot()
            self._booted = True

    def installed(self) -> Iterator[Row]:
        """The site as it was installed, with everything that can happen to it."""
        office = self.office
        yield from checks.reached(office)
        yield from checks.kept_apart(office)
        yield from checks.worked_in(office)
        yield from checks.sizes(office)
        yield from checks.confined(office)
        yield from checks.daily(office)
        yield from checks.services(office)
        yield checks.stopped_while_reading(office)
        yield from checks.database(office)
        yield from self._on_another_port()

    def _on_another_port(self) -> Iterator[Row]:
        block = next(one for one in self._page if "port" in one.tags)
        port = int(block.tags["port"])
        path = next(one.file for one in self._page if one.file.startswith("/etc/nginx/"))
        before, settings = self._ground.read(path), self._ground.read("/etc/luoshi.env")
        changed = before
        for line in block.text.splitlines():
            # The line that it stands for begins alike, up to the port or the name.
            start = next(
                one
                for one in ("listen [::]:", "listen ", "proxy_set_header Host ", "return 301 ")
                if line.startswith(one)
            )
            old = rf"^(\s*){re.escape(start)}(?:443 ssl;|\$host;|https://\$host\$request_uri;)$"
            changed = re.sub(old, rf"\g<1>{line}", changed, count=1, flags=re.MULTILINE)
        self._ground.write(path, changed)
        address = f"https://{self._name}"
        self._ground.write(
            "/etc/luoshi.env", settings.replace(f"={address}\n", f"={address}:{port}\n"), 0o600
        )
        restart = "systemctl restart luoshi-web.service nginx.service"
        self._ground.command(restart)
        yield from checks.on_port(replace(self.office.door, https=port))
        self._ground.write(path, before)
        self._ground.write("/etc/luoshi.env", settings, 0o600)
        self._ground.command(restart)
        self.office.ready()

    def backed_up(self) -> Iterator[Row]:
        """What the backup printed is what a person notes."""
        noted = _NOTED.findall(self._said)
        self.office.noted = noted[-1] if noted else ""
        yield Row("the backup's number and hash", self.office.noted[:20], bool(noted))

    def restored(self) -> Iterator[Row]:
        """The restored site in place of the other."""
        yield from checks.as_before(self.office, "restored", checks.REPORTS[2])

    def upgraded(self) -> Iterator[Row]:
        """The site with the new program."""
        yield from checks.as_before(self.office, "upgraded", checks.REPORTS[3])

    def logged(self) -> Iterator[Row]:
        """What the logs cost and keep."""
        yield from checks.logged(self.office)


_LOOKS = {
    "HTTPS in front": (Walk.installed,),
    "Health and logs": (Walk.logged,),
    "Backup": (Walk.backed_up,),
    "Restore": (Walk.restored,),
    "Upgrade": (Walk.upgraded,),
}


def main() -> int:
    """Walk and print; 1 where something did not hold."""
    parser = argparse.ArgumentParser(description="Install the site as docs/deploy.md says, and look at it.")
    parser.add_argument("--keep", action="store_true", help="keep the folder of the walk")
    parser.add_argument("--folders", action="store_true", help="on this machine, in folders of its own")
    options = parser.parse_args()
    end_when_told()
    for place in (folders,) if options.folders else (machine, folders):
        try:
            return _walked(place, keep=options.keep)
        except CannotWalkError as error:
            print(f"Not in {place.__name__.removesuffix('s')} of its own: {error}", flush=True)
        except BrokenPageError as error:
            print(f"\n{error}", file=sys.stderr)
            break
    return 1


def _walked(place: Callable[..., AbstractContextManager[Place]], *, keep: bool) -> int:
    begun, broken, seen = time.monotonic(), 0, 0
    with place(keep=keep) as ground:
        walk, made = Walk(ground), time.monotonic() - begun
        print(f"Walked in {ground.way}; {made:.0f} s to make it. What is not as on the page:")
        print("".join(f"- {line}\n" for line in (*ground.instead, *INSTEAD)))
        print("| what | seen | verdict |\n|---|---|---|", flush=True)
        for row in walk.rows():
            seen += 1
            broken += not row.held
            print(f"| {row.what} | {row.result} | {'held' if row.held else '**FAULT**'} |", flush=True)
    took = time.monotonic() - begun
    print(f"\n{seen} rows in {took:.0f} s, {broken} did not hold; walked in {ground.way}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
