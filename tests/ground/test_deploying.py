"""The page of the installation: what of it is walked, and what its units and its proxy must say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus import ROOT
from deploying.checks import Office, Row, reached
from deploying.outside import Browser, Door, certificates
from deploying.page import PAGE, Block, blocks
from deploying.units import Unit
from lock import locked
from luoshi.city.config.settings import MAX_REQUEST

BLOCKS = list(blocks())
FILES = {block.file: block.text for block in BLOCKS if block.file}
SERVICES = {Path(path).stem: text for path, text in FILES.items() if path.endswith(".service")}
WALKED = ("First start", "Services", "HTTPS in front")


def test_blocks_are_told_by_their_tags(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "## One\n```sh walk network\na\nb\n```\n```\nno\n```\n## Two\n```ini file=/etc/x\nc=1\n```\n"
    )
    assert list(blocks(page)) == [
        Block("One", 2, "a\nb\n", {"walk": "", "network": ""}),
        Block("Two", 10, "c=1\n", {"file": "/etc/x"}),
    ]


def test_everything_that_an_installation_needs_is_walked() -> None:
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for section in sections[1:]:
        fences = re.findall(r"^```(.*)$", section, re.MULTILINE)[::2]
        if section.partition("\n")[0] in WALKED:
            assert [fence for fence in fences if " " not in fence] == []
    assert {block.heading for block in BLOCKS} == {*WALKED, "Health and logs", "Backup", "Restore", "Upgrade"}


def test_a_folder_that_ends_with_its_unit_is_one_units_alone() -> None:
    assert [name for name, text in SERVICES.items() if "RuntimeDirectory=" in text] == ["luoshi-web"]


@pytest.mark.parametrize("name", ["luoshi-web", "luoshi-worker"])
def test_what_fails_comes_again_for_as_long_as_it_takes(name: str) -> None:
    lines = set(SERVICES[name].splitlines())
    assert {
        "Restart=always",
        "RestartSec=5",
        "StartLimitIntervalSec=0",
        "KillMode=mixed",
        "User=luoshi",
    } <= lines


def test_the_proxy_lets_through_what_the_site_takes() -> None:
    (proxy,) = (text for path, text in FILES.items() if path.startswith("/etc/nginx/"))
    assert f"client_max_body_size {MAX_REQUEST // 1024 // 1024}m;" in proxy
    for code in ("413", "503"):
        (words,) = re.findall(rf"return {code} '(.*)';", proxy)
        assert 'lang="zh"' in words
        assert 'lang="en"' in words


def test_a_unit_without_systemd_has_what_stands_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "etc" / "systemd" / "system"
    (folder / "luoshi-.service.d").mkdir(parents=True)
    (folder / "luoshi-web.service").write_text("[Service]\nUMask=0022\nExecStart=/bin/true\n")
    (folder / "luoshi-.service.d" / "confined.conf").write_text("[Service]\nUMask=0077\n")
    unit = Unit(tmp_path, "luoshi-web.service")
    assert (unit.get("ExecStart"), unit.get("UMask")) == ("/bin/true", "0077")


class Nothing:
    """A place where nothing runs."""

    whole = True

    def command(self, commands: str, *, told: str = "") -> tuple[int, str]:
        return 1, f"{commands}{told}: not found"


def test_a_site_that_does_not_answer_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, chain, _ = certificates("duban.example.gov.cn", tmp_path)
    assert chain.count("BEGIN CERTIFICATE") == 2
    monkeypatch.setattr("deploying.checks._PATIENCE", 0)
    monkeypatch.setattr(Office, "ready", lambda _self: False)
    door = Door("duban.example.gov.cn", authority, {443: 9, 80: 9})
    assert Browser(door).get("/").status == 0
    rows: list[Row] = list(reached(Office(Nothing(), door, "sinan", "")))
    assert [row.what for row in rows if row.held] == ["another name"]


def test_the_libraries_of_others_are_listed_as_they_are_locked() -> None:
    page = (ROOT / "docs" / "third-party.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| (\S+) \| (\d\S*) \|", page, re.MULTILINE))
    wanted = {
        (one.name, str(one.specifier).removeprefix("==")) for name in ("city", "ocr") for one in locked(name)
    }
    assert listed == wanted, "run `make docs-third-party`"
