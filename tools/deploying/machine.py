"""A bare Debian of its own: made by debootstrap, booted by systemd-nspawn with its own systemd, no network.

It takes Debian's packages from where this machine takes them, Python's from where this machine's pip does.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus import ROOT

WAY = "a bare Debian of its own, with its systemd"
INSTEAD = (
    "the source is copied in rather than fetched",
    "packages come from where this machine's apt and pip take them",
    "while the network is there no service starts (policy-rc.d); then the machine is booted without one",
    "apt-get asks nothing (DEBIAN_FRONTEND=noninteractive)",
)
_PROGRAMS = ("debootstrap", "systemd-nspawn", "nsenter", "setpriv")
_BARE = ("systemd-sysv", "dbus", "adduser", "ca-certificates")
_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
}
_CLONE_NEWNET = 0x40000000
_PATIENCE = 60


class CannotWalkError(Exception):
    """This machine cannot make another; the reason."""


class Machine:
    """The machine: commands are run in it, files written into it."""

    way, instead, whole = WAY, INSTEAD, True
    ports: Mapping[int, int] = {port: port for port in (443, 80, 8443)}

    def __init__(self, folder: Path) -> None:
        self.root = folder / "debian"
        self._folder, self._leader = folder, 0
        self._nspawn: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """A Debian with nothing in it, and the source of this checkout."""
        _require()
        codename, sources = _sources()
        mirror = sources[0].split()[1]
        # Nothing of it outlives the walk: no waiting for the disk, no manuals.
        self.write(
            "/etc/dpkg/dpkg.cfg.d/walk",
            "force-unsafe-io\npath-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\n",
        )
        packages = ",".join(_BARE)
        made = _quiet(
            "debootstrap", "--variant=minbase", f"--include={packages}", codename, self.root, mirror
        )
        if made.returncode:
            raise CannotWalkError(f"debootstrap: {_last(made)}")
        self.write("/etc/apt/sources.list", "".join(f"{line}\n" for line in sources))
        self.write("/etc/apt/apt.conf.d/00walk", _apt_proxy())
        shutil.copy("/etc/hosts", self.root / "etc/hosts")
        copy_source(self.root / "usr/local/src/luoshi")

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """A file as somebody with an editor makes it, with the folders that it needs."""
        place = self.root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        place.chmod(mode)

    def read(self, path: str) -> str:
        """A file's text."""
        return (self.root / path.lstrip("/")).read_text(encoding="utf-8")

    def ask_network(self, commands: str) -> tuple[int, str]:
        """Run commands before the machine is booted, in the network of the one that it is made on."""
        policy = self.root / "usr/sbin/policy-rc.d"
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
        configuration, seen = _pip(self.root / "etc/walk-certificates")
        self.write("/etc/pip.conf", configuration, 0o600)
        passed = {name: os.environ[name] for name in os.environ if name.lower().endswith("_proxy")}
        done = _quiet(
            *(
                "systemd-nspawn",
                "--quiet",
                "--register=no",
                "--keep-unit",
                "--pipe",
                "--resolv-conf=copy-host",
            ),
            *(f"--directory={self.root}", "--as-pid2", *(f"--bind-ro={path}" for path in seen)),
            *(f"--setenv={name}={value}" for name, value in {**_ENVIRONMENT, **passed}.items()),
            *("sh", "-exc", commands),
        )
        policy.unlink()
        (self.root / "etc/pip.conf").unlink()
        return done.returncode, done.stdout + done.stderr

    def boot(self) -> None:
        """Start its systemd; from now on this process sees its network and no other."""
        log = (self._folder / "boot.log").open("wb")
        self._nspawn = subprocess.Popen(
            [
                *(
                    "setpriv",
                    "--pdeathsig",
                    "KILL",
                    "systemd-nspawn",
                    "--quiet",
                    "--register=no",
                    "--keep-unit",
                ),
                *("--console=pipe", "--boot", "--private-network", "--link-journal=no"),
                f"--directory={self.root}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            self._leader = self._leader or _first_process(self._nspawn.pid)
            if self._leader and self._state() in ("running", "degraded"):
                _enter_network(self._leader)
                return
            time.sleep(0.5)
        raise CannotWalkError(
            f"systemd did not start in systemd-nspawn: {(self._folder / 'boot.log').read_text()[-500:]}"
        )

    def _state(self) -> str:
        return self.command("systemctl is-system-running || true")[1].strip()

    def command(self, commands: str, *, told: str = "") -> tuple[int, str]:
        """Run commands as root, with ``told`` on standard input; they end at the first that fails."""
        given = [f"{name}={value}" for name, value in _ENVIRONMENT.items()]
        entered = ("nsenter", "--target", str(self._leader), "--all", "--root", "--wd", "env", "-i", *given)
        done = _quiet(*entered, "sh", "-ec", commands, told=told)
        return done.returncode, done.stdout + (done.stderr if done.returncode else "")

    def stop(self) -> None:
        """Shut it down."""
        if self._nspawn is None:
            return
        self._nspawn.send_signal(signal.SIGTERM)
        try:
            self._nspawn.wait(30)
        except subprocess.TimeoutExpired:
            if self._leader:
                os.kill(self._leader, signal.SIGKILL)
            self._nspawn.wait(30)


@contextlib.contextmanager
def machine(*, keep: bool = False) -> Iterator[Machine]:
    """A machine that is there and not booted yet; gone afterwards. Raises ``CannotWalkError``."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-deploy-"))
    made = Machine(folder)
    try:
        made.make()
        yield made
    finally:
        made.stop()
        if keep:
            print(f"kept: {made.root}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _require() -> None:
    if os.geteuid() != 0:
        raise CannotWalkError("not root")
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing:
        raise CannotWalkError(f"without {', '.join(missing)} (Debian: debootstrap, systemd-container)")
    if shutil.which("apt-get") is None:
        raise CannotWalkError("no Debian")


def _quiet(*command: object, told: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(one) for one in command],
        input=told,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _last(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip() or done.stdout.strip())[-600:]


def _sources() -> tuple[str, list[str]]:
    """The codename of this Debian, and lines of a sources.list: for itself, then for its updates."""
    release = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line
    )
    codename = release.get("VERSION_CODENAME", "").strip('"')
    # Python's wheels are chosen by processor, packages by apt: both are this machine's.
    form = "$(SITE) $(RELEASE) $(COMPONENT)"
    listed = _quiet("apt-get", "indextargets", "--format", form, "Created-By: Packages").stdout.splitlines()
    wanted = {
        tuple(line.split())
        for line in listed
        if line.split()[1:]
        in ([codename, "main"], [f"{codename}-updates", "main"], [f"{codename}-security", "main"])
    }
    lines = [
        f"deb {site} {name} {component}"
        for site, name, component in sorted(wanted, key=lambda one: len(one[1]))
    ]
    if not codename or not lines or lines[0].split()[2] != codename:
        raise CannotWalkError("apt has no source of this Debian's main packages")
    return codename, lines


def _apt_proxy() -> str:
    said = _quiet("apt-config", "dump", "--format", "%f %v%n").stdout.splitlines()
    kept = (line.partition(" ") for line in said if "::Proxy" in line and line.startswith("Acquire::http"))
    return "".join(f'{name} "{value}";\n' for name, _, value in kept)


def _pip(certificates: Path) -> tuple[str, list[str]]:
    """The configuration of this machine's pip for another, and the folders here that it names."""
    listed = _quiet(sys.executable, "-m", "pip", "config", "list").stdout.splitlines()
    settings: dict[str, str] = {}
    for line in listed:
        name, _, value = line.partition("=")
        settings[name.rpartition(".")[2].strip(":").removeprefix("env:.")] = str(ast.literal_eval(value))
    kept = {
        name: value
        for name, value in settings.items()
        if name in ("index-url", "extra-index-url", "find-links", "trusted-host", "proxy", "timeout")
    }
    words = [
        word for name in ("index-url", "extra-index-url", "find-links") for word in kept.get(name, "").split()
    ]
    # A folder of releases may have links to the one beside it: its own folder is shown.
    folders = {_folder(word) for word in words if word.startswith(("file:", "/"))}
    if "cert" in settings:
        shutil.copy(settings["cert"], certificates)
        kept["cert"] = f"/etc/{certificates.name}"
    text = "".join(f"{name} = {value.replace(chr(10), chr(10) + ' ')}\n" for name, value in kept.items())
    return f"[global]\n{text}", sorted(folder for folder in folders if Path(folder).exists())


def _folder(word: str) -> str:
    path = Path(word.removeprefix("file://"))
    return str(path.parent if path.name == "simple" else path)


def copy_source(target: Path) -> None:
    """The files of this checkout that are or could be committed."""
    listed = _quiet("git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names: Sequence[str] = listed.stdout.split("\0")[:-1] if listed.returncode == 0 else ()
    if not names:
        unwanted = shutil.ignore_patterns(".venv", ".git", "__pycache__", "out", "dist")
        shutil.copytree(ROOT, target, ignore=unwanted)
        return
    for name in names:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def _first_process(nspawn: int) -> int:
    """The process that is the first of the machine, below that of systemd-nspawn; 0 while there is none."""
    for one in _below(nspawn):
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{one}/status").read_text()
            numbers = next(line for line in status.splitlines() if line.startswith("NSpid:")).split()[1:]
            if len(numbers) > 1 and numbers[-1] == "1":
                return one
    return 0


def _below(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield int(child)
            yield from _below(int(child))


def _enter_network(process: int) -> None:
    with Path(f"/proc/{process}/ns/net").open("rb") as network:
        if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), _CLONE_NEWNET):
            raise CannotWalkError(f"the network of the machine: {os.strerror(ctypes.get_errno())}")
