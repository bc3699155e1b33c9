"""``luoshi serve``: the port, the address, and what it says where the libraries are missing."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from luoshi.cli import main


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def command(data: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "luoshi.cli", "serve", "--data", str(data), "--lang", "en", *options]


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI_", "DJANGO_"))}
    return kept | variables


def test_a_taken_port_is_one_clear_line(tmp_path: Path, taken: int) -> None:
    done = subprocess.run(
        command(tmp_path, "--port", str(taken)),
        env=environment(LUOSHI_HTTPS="0"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"luoshi: port {taken} is taken; choose another with --port.\n"


def refused(address: str, size: int) -> tuple[int, bool]:
    """The status of an answer to a body of ``size`` bytes, and whether it says in two languages what was too much."""
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=30)
    connection.putrequest("POST", "/account/login/")
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(size))
    connection.endheaders()
    if size < 10 * 1024 * 1024:
        connection.send(b"a" * size)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, "60 MB" in page and "分几次" in page and "in parts" in page


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_an_office_serves_until_it_is_stopped(tmp_path: Path, way: signal.Signals) -> None:
    with subprocess.Popen(
        command(tmp_path, "--port", "0"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        timer = threading.Timer(60, process.kill)
        timer.start()
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().split()[-1]
        process.stdout.readline()
        with urllib.request.urlopen(f"{address}health/ready", timeout=30) as answer:  # noqa: S310 - our own site
            assert answer.status == 200
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=30)
        connection.request("GET", "/")
        led = connection.getresponse()
        assert (led.status, led.headers["Location"].partition(":")[0]) == (301, "https")
        connection.close()
        assert refused(address, 61 * 1024 * 1024) == (413, True)
        assert refused(address, 2 * 1024 * 1024) == (301, False)
        process.send_signal(way)
        assert process.stdout.read().strip() == "The site has ended."
        assert process.wait(30) == 0
        assert "LUOSHI_BEHIND_PROXY" in process.stderr.read()
        timer.cancel()
    assert {path.name for path in tmp_path.iterdir()} >= {"luoshi.sqlite3", "secret-key"}


def test_missing_libraries_are_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "django", None)
    assert main(["city", "migrate", "--lang", "en"]) == 2
    assert "pip install '.[city]'" in capsys.readouterr().err
