"""Which settings are fit for an office: each that is not is named, and what is nearly so is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus import ROOT
from luoshi.city.config.bounds import bounds
from luoshi.city.config.environment import Environment
from luoshi.city.config.fitness import unfit_database, unfit_places, unfit_variables
from luoshi.city.config.security import validators_of
from luoshi.errors import UsageError

OFFICE = {
    "LUOSHI_DATA": "/var/lib/luoshi",
    "LUOSHI_DATABASE_URL": "postgres://luoshi@%2Fvar%2Frun%2Fpostgresql/luoshi",
    "LUOSHI_HOSTS": "duban.example.gov.cn",
    "LUOSHI_ADDRESS": "https://duban.example.gov.cn",
    "LUOSHI_BEHIND_PROXY": "1",
}
MAIL = {"EMAIL_URL": "smtp+tls://a:b@mail.example.cn", "EMAIL_FROM": "duban@example.gov.cn"}
OPENID = {"OIDC_SERVER": "https://id.example.cn", "OIDC_CLIENT": "luoshi", "OIDC_SECRET": "s"}


def office(given: Mapping[str, str]) -> dict[str, str]:
    """An office's settings with those given; an empty one is left out."""
    whole = OFFICE | {f"LUOSHI_{name}": value for name, value in given.items()}
    return {name: value for name, value in whole.items() if value}


def found(given: Mapping[str, str]) -> list[str]:
    """The codes of what is said, of starting first."""
    variables = office(given)
    env = Environment(variables)
    try:
        for name in bounds():
            env.number(name, 0)
        env.hosts("HOSTS", anybody=False)
        env.zone("TIME_ZONE", "Asia/Shanghai")
    except UsageError as error:
        return [error.code]
    return [error.code for error in unfit_variables(variables)]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"HOSTS": "*"}, ["setting_hosts"]),
        ({"HOSTS": "duban.example.gov.cn,*"}, ["setting_hosts"]),
        ({"LOCKOUT_FAILURES": "0"}, ["setting_bounds"]),
        ({"LOCKOUT_MINUTES": "0"}, ["setting_bounds"]),
        ({"LOCKOUT_ADDRESS_FAILURES": "0"}, ["setting_bounds"]),
        ({"LOCKOUT_NEW_PLACES_FAILURES": "0"}, ["setting_bounds"]),
        ({"IDLE_MINUTES": "0"}, ["setting_bounds"]),
        ({"SESSION_MINUTES": "0"}, ["setting_bounds"]),
        ({"PASSWORD_LENGTH": "0"}, ["setting_bounds"]),
        ({"PASSWORD_LENGTH": "7"}, ["setting_bounds"]),
        ({"OPENING_SECONDS": "0"}, ["setting_bounds"]),
        ({"OPENING_MEMORY_MB": "0"}, ["setting_bounds"]),
        ({"READING_MINUTES": "0"}, ["setting_bounds"]),
        ({"MAX_UPLOAD_MB": "0"}, ["setting_bounds"]),
        ({"THREADS": "0"}, ["setting_bounds"]),
        ({"TIME_ZONE": "Asia/Beijing"}, ["setting_zone"]),
        ({"HOSTS": ".gov.cn"}, ["unfit_hosts_wide"]),
        ({"HOSTS": "", "ADDRESS": ""}, ["unfit_hosts_missing"]),
        ({"LOCKOUT_FAILURES": "50"}, ["unfit_number"]),
        ({"IDLE_MINUTES": "600"}, ["unfit_number"]),
        ({"SESSION_MINUTES": "10080"}, ["unfit_number"]),
        ({"PASSWORD_DAYS": "0"}, ["unfit_number"]),
        ({"MAX_UPLOAD_MB": "60"}, ["unfit_number"]),
        ({"SECOND_FACTOR": "optional"}, ["unfit_second_factor"]),
        ({"TIME_ZONE": "UTC"}, ["unfit_zone"]),
        ({"DEMO": "1"}, ["unfit_demo"]),
        ({"ADDRESS": "http://duban.example.gov.cn"}, ["unfit_plain"]),
        ({"ADDRESS": "https://elsewhere.example.cn"}, ["unfit_address_host"]),
        ({"ADDRESS": "https://duban.example.gov.cn/duban"}, []),
        ({"ADDRESS": "https://duban.example.gov.cn/duban/?a=b"}, ["unfit_address_path"]),
        ({"ADDRESS": "https://duban.example.gov.cn//督办"}, ["unfit_address_path"]),
        ({"ADDRESS": "duban.example.gov.cn"}, ["unfit_plain", "unfit_address_host"]),
        ({"ORIGINS": "http://other.example.gov.cn"}, ["unfit_plain"]),
        (OPENID | {"OIDC_SERVER": "http://id.example.cn"}, ["unfit_plain"]),
        (OPENID | {"OIDC_SECRET": ""}, ["unfit_half"]),
        ({"OIDC_CLIENT": "luoshi"}, ["unfit_half", "unfit_half"]),
        (MAIL | {"EMAIL_FROM": ""}, ["unfit_half"]),
        (MAIL | {"ADDRESS": ""}, ["unfit_half"]),
        (MAIL | {"EMAIL_URL": "smtp://a:b@mail.example.cn"}, ["unfit_mail_plain"]),
        (MAIL | {"EMAIL_URL": "smtps://a@mail.example.cn"}, ["unfit_mail_password"]),
        ({"EMAIL_URL": "console:"}, ["unfit_mail_printed"]),
        ({"EMAIL_FROM": "duban@example.gov.cn"}, ["unfit_half"]),
        ({"PASSWORD_RESET_BY_MAIL": "1"}, ["unfit_half"]),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_what_is_not_fit_is_named(given: dict[str, str], codes: list[str]) -> None:
    assert found(given) == codes


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"HOSTS": "a.gov.cn, duban.example.gov.cn"},
        {"LOCKOUT_FAILURES": "3", "LOCKOUT_MINUTES": "10"},
        {"PASSWORD_LENGTH": "8", "IDLE_MINUTES": "60", "SESSION_MINUTES": "1440"},
        {"SECURITY": "asvs-5", "PASSWORD_DAYS": "0", "PASSWORD_LENGTH": "15", "SECOND_FACTOR": "everyone"},
        {"MAX_UPLOAD_MB": "55", "OPENING_NICENESS": "19"},
        {"ADDRESS": ""},
        {"ADDRESS": "https://duban.example.gov.cn:8443/"},
        {"ORIGINS": "https://other.example.gov.cn"},
        {"TIME_ZONE": "Asia/Chongqing"},
        {"DEMO": "0", "PASSWORD_RESET_BY_MAIL": "0"},
        MAIL | {"PASSWORD_RESET_BY_MAIL": "1"},
        MAIL | {"EMAIL_URL": "smtp://mail.example.cn"},
        OPENID | {"OIDC_NAME": "统一身份认证"},
    ],
    ids=lambda given: " ".join(f"{k}={v}" for k, v in given.items()) or "as documented",
)
def test_what_is_fit_is_not(given: dict[str, str]) -> None:
    assert found(given) == []


@pytest.mark.parametrize("alone", [{}, {"LUOSHI_DATA": "/srv", "LUOSHI_LANG": "zh"}])
def test_no_setting_at_all_is_named(alone: dict[str, str]) -> None:
    assert [error.code for error in unfit_variables({"PATH": "/bin", **alone})] == ["unfit_none"]


def test_a_demonstration_answers_under_any_name() -> None:
    assert Environment({"LUOSHI_HOSTS": "*"}).hosts("HOSTS", anybody=True) == ["*"]


def test_every_number_has_bounds_that_rest_on_something_and_hold_what_is_the_default() -> None:
    code = "".join(
        (ROOT / "src/luoshi/city/config" / name).read_text(encoding="utf-8")
        for name in ("settings.py", "security.py")
    )
    numbers = dict(re.findall(r'_env\.number\(\s*"([A-Z_]+)", ([^)]+)\)', code))
    assert set(bounds()) == set(numbers)
    for name, bound in bounds().items():
        assert bound.basis
        for profile in ("gb22239-3", "asvs-5"):
            least, most = bound.fit_for(profile)
            assert bound.starts[0] <= least <= most <= bound.starts[1]
            default = eval(numbers[name], {"_GB": profile == "gb22239-3"})  # noqa: S307 - our own code
            assert least <= default <= most, (name, profile)


def test_what_is_fit_keeps_to_the_standards() -> None:
    """GB/T 22239-2019 8.1.4.1; OWASP ASVS 5.0 6.2.1 and 6.2.9."""
    assert bounds()["PASSWORD_LENGTH"].starts[0] >= 8
    assert bounds()["PASSWORD_LENGTH"].fit[1] >= 64
    assert bounds()["PASSWORD_DAYS"].fit_for("gb22239-3")[0] >= 1
    assert validators_of("gb22239-3", 8)[0]["OPTIONS"] == {"min_length": 8}


def test_uploads_pass_the_proxy_as_it_is_documented() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    (most,) = set(re.findall(r"client_max_body_size\s+(\d+)m;", page))
    assert bounds()["MAX_UPLOAD_MB"].fit[1] < int(most)


@pytest.mark.parametrize(
    ("folder", "key", "codes"),
    [
        (0o700, 0o600, []),
        (0o750, 0o640, []),
        (0o755, 0o600, ["unfit_mode"]),
        (0o700, 0o644, ["unfit_mode"]),
        (0o707, 0o660, ["unfit_mode", "unfit_mode"]),
    ],
)
def test_what_others_of_the_machine_may_read_is_named(
    folder: int, key: int, codes: list[str], tmp_path: Path
) -> None:
    (tmp_path / "secret-key").touch()
    (tmp_path / "secret-key").chmod(key)
    tmp_path.chmod(folder)
    assert [error.code for error in unfit_places(tmp_path)] == codes


@pytest.mark.django_db
def test_a_database_that_answers_has_no_fault() -> None:
    assert list(unfit_database()) == []
