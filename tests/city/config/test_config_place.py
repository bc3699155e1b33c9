"""The place of the site: given by name or code, checked, and known to the demonstration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from luoshi.city.config.administration import place_faults
from luoshi.city.reports.places import site_place
from luoshi.city.rules.doubts import Place


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("220300", Place("四平市", "220300")),
        ("四平市", Place("四平市", "220300")),
        ("吉林省四平市", Place("四平市", "220300")),
        ("青岚市", Place("青岚市")),
        ("朝阳区", Place("朝阳区")),
        ("", Place("")),
    ],
)
def test_the_place_is_a_name_or_a_code(settings: Settings, value: str, place: Place) -> None:
    settings.PLACE = value
    assert site_place() == place


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", ""),
        ("220300", ""),
        ("吉林省长春市朝阳区", ""),
        ("999999", "不是六位行政区划代码"),
        ("2203", "不是六位行政区划代码"),
        ("四坪市", "不在行政区划表里"),
        ("朝阳区", "有几个同名的"),
    ],
)
def test_a_place_that_cannot_be_told_is_named_by_check_settings(
    settings: Settings, value: str, says: str
) -> None:
    settings.PLACE, settings.DEMO = value, False
    found = place_faults("zh")
    assert len(found) == bool(says)
    assert says in "".join(found)


@pytest.mark.parametrize(("demo", "place"), [("1", "青岚市"), ("0", "")])
def test_the_demonstration_is_of_its_city(tmp_path: Path, demo: str, place: str) -> None:
    asked = "from luoshi.city.config import settings; print(repr(settings.PLACE))"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LUOSHI_")}
    environment |= {"LUOSHI_DEMO": demo, "LUOSHI_DATA": str(tmp_path)}
    shown = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", asked], env=environment, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert shown.stdout.strip() == repr(place)
