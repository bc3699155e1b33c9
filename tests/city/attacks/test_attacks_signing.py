"""Whoever floods the sign-in page neither gets in nor keeps anybody out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from luoshi.city.chain.models import Entry
from luoshi.city.chain.verifying import faults
from luoshi.city.config.administration import daily
from luoshi.city.people.actions.accounts import reset_password
from luoshi.city.people.actions.recovering import unlock_at_console
from luoshi.city.people.models import FailedTries, KnownPlace, Person
from luoshi.city.people.signing.passwords import CountedPasswords

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"  # noqa: S105 - the one of the fixture
NEW = "Qing-Lan-2026-xie"
SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - for tests only
LIMITS = {"LOCKOUT_NEW_PLACES_FAILURES": 10, "LOCKOUT_EVERYWHERE_FAILURES": 60}
HOME, DESK = "10.0.0.1", "10.0.0.2"


@pytest.fixture(autouse=True)
def _small_limits(settings: Settings) -> None:
    """Limits that are reached with a tenth of the requests."""
    for name, limit in LIMITS.items():
        setattr(settings, name, limit)


def sign_in(name: str, password: str, address: str, client: Client | None = None) -> Any:
    form = {"login": name, "password": password}
    return (client or Client()).post("/account/login/", form, REMOTE_ADDR=address)


def gets_in(name: str, address: str, client: Client | None = None) -> bool:
    return bool(sign_in(name, PASSWORD, address, client).status_code == 302)


def fail(name: str, addresses: Iterable[str]) -> None:
    for address in addresses:
        sign_in(name, "wrong", address)


def far(count: int) -> list[str]:
    """So many addresses of somebody else."""
    return [f"172.16.{number // 200}.{number % 200 + 1}" for number in range(count)]


def code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


def send_code(client: Client, given: str, address: str) -> Any:
    return client.post("/account/2fa/authenticate/", {"code": given}, REMOTE_ADDR=address)


@pytest.fixture
def with_factor(office: Any) -> Person:
    person: Person = office.people["mayor"]
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


@pytest.mark.parametrize("count", [10, 40])
def test_nobody_at_another_address_locks_the_mayor_out(office: Any, count: int) -> None:
    fail("mayor", [HOME] * count)
    assert not gets_in("mayor", HOME)
    assert gets_in("mayor", DESK)


@pytest.mark.parametrize(("addresses", "each"), [(10, 5), (80, 1)])
def test_many_addresses_do_not_lock_the_mayor_out_of_the_usual_place(
    office: Any, addresses: int, each: int
) -> None:
    assert gets_in("mayor", DESK)
    fail("mayor", far(addresses) * each)
    assert gets_in("mayor", DESK)


def test_many_addresses_leave_one_try_at_a_new_place(office: Any) -> None:
    fail("mayor", far(12) * 3)
    assert gets_in("mayor", DESK)


def test_guessing_from_many_addresses_is_slowed(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = count_checks(monkeypatch)
    fail("mayor", far(20) * 3)
    assert len(checked) == 20
    fail("mayor", far(80))
    assert len(checked) == 60


def count_checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names whose password was checked with an outcome that counts."""
    checked: list[str] = []
    asked = CountedPasswords.is_allowed

    def counted(self: CountedPasswords, request: Any, credentials: Any = None) -> bool:
        allowed = asked(self, request, credentials)
        if allowed:
            checked.append(credentials["username"])
        return allowed

    monkeypatch.setattr(CountedPasswords, "is_allowed", counted)
    return checked


def test_who_fails_in_the_same_building_does_not_lock_the_usual_browser(office: Any) -> None:
    browser = Client()
    assert gets_in("mayor", DESK, browser)
    browser.post("/account/logout/")
    fail("mayor", [DESK] * 20)
    assert not gets_in("mayor", DESK)
    assert gets_in("mayor", DESK, browser)


def test_the_usual_browser_is_limited_as_well(office: Any) -> None:
    browser = Client()
    assert gets_in("mayor", DESK, browser)
    browser.post("/account/logout/")
    for _ in range(5):
        sign_in("mayor", "wrong", DESK, browser)
    assert not gets_in("mayor", DESK, browser)


def test_a_cookie_of_ones_own_makes_no_other_name_known(office: Any, settings: Settings) -> None:
    settings.LOCKOUT_ADDRESS_FAILURES = 3
    browser = Client()
    assert gets_in("water-head", HOME, browser)
    browser.post("/account/logout/", REMOTE_ADDR=HOME)
    fail("nobody", [HOME] * 3)
    assert sign_in("mayor", PASSWORD, HOME, browser).status_code == 429
    assert gets_in("water-head", HOME, browser)


def test_spraying_one_password_over_many_names_is_slowed(
    office: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LOCKOUT_ADDRESS_FAILURES = 20
    checked = count_checks(monkeypatch)
    answers = [sign_in(f"made-up-{number}", "Spring-2026", HOME) for number in range(40)]
    assert len(checked) == 20
    refused = answers[-1]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 1800
    assert "系统管理员" in refused.content.decode()
    assert gets_in("mayor", DESK), "other addresses are not slowed"
    english = Client()
    english.cookies["language"] = "en"
    assert "administrator" in sign_in("made-up", "x", HOME, english).content.decode()


def test_spraying_does_not_keep_out_who_signed_in_there_before(office: Any, settings: Settings) -> None:
    settings.LOCKOUT_ADDRESS_FAILURES = 20
    assert gets_in("mayor", DESK)
    for number in range(30):
        sign_in(f"made-up-{number}", "x", DESK)
    assert not gets_in("office", DESK)
    assert gets_in("mayor", DESK)


def said_on(page: Any) -> str:
    """The page without the token of its form."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def test_where_there_is_spraying_known_and_made_up_names_read_the_same(
    office: Any, settings: Settings
) -> None:
    """No answer tells who signed in at this address before."""
    settings.LOCKOUT_ADDRESS_FAILURES = 20
    assert gets_in("mayor", DESK)
    for number in range(20):
        sign_in(f"made-up-{number}", "x", DESK)
    pages = [[sign_in(name, "x", DESK) for _ in range(7)] for name in ("mayor", "made-up")]
    said = [[(page.status_code, said_on(page)) for page in of_name] for of_name in pages]
    assert said[0] == said[1]


@pytest.mark.parametrize("strained", [False, True])
def test_a_made_up_name_costs_as_many_hashes_and_queries_as_a_known_one(
    office: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch, strained: bool
) -> None:
    hashes: list[int] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    if strained:
        assert gets_in("mayor", DESK)
        settings.LOCKOUT_ADDRESS_FAILURES = 3
        fail("somebody", [DESK] * 4)
    costs = []
    for name in ("mayor", "made-up"):
        cost = []
        for _ in range(7):
            hashes.clear()
            with CaptureQueriesContext(connection) as queries:
                sign_in(name, "wrong", DESK)
            cost.append((len(hashes), len(queries)))
        costs.append(cost)
    assert costs[0] == costs[1]


def test_three_hundred_people_behind_one_address_sign_in_at_nine(office: Any, settings: Settings) -> None:
    """Each with the right password, every third with one slip before; first all slips, then all sign-ins.

    A fifth of the people at a fifth of the limit.
    """
    settings.LOCKOUT_ADDRESS_FAILURES //= 5
    settings.LOCKOUT_FLOOD_FAILURES //= 5
    count = 300 // 5
    people = [Person(key=f"p{number}", username=f"p{number}", name="某") for number in range(count)]
    for person in people:
        person.password = office.people["mayor"].password
    Person.objects.bulk_create(people)
    for number in range(0, count, 3):
        assert sign_in(f"p{number}", "slip", DESK).status_code == 200
    assert all(gets_in(f"p{number}", DESK) for number in range(count))
    assert sign_in("mayor", "wrong", DESK).status_code == 200, "who got in left nothing behind"


def test_made_up_names_throw_no_counter_out(with_factor: Person) -> None:
    thief = Client()
    assert sign_in("mayor", PASSWORD, HOME, thief).headers["Location"].startswith("/account/2fa/")
    for _ in range(10):
        send_code(thief, "000000", HOME)
    for number in range(330):
        sign_in(f"made-up-{number}", "x", far(8)[number % 8])
    assert send_code(thief, code(), HOME).status_code == 429
    assert thief.get("/people/").status_code == 302
    assert caches["default"]._max_entries >= 100_000


def test_who_knows_the_password_does_not_lock_the_second_factor(with_factor: Person) -> None:
    owner = Client()
    sign_in("mayor", PASSWORD, DESK, owner)
    assert send_code(owner, code(), DESK).status_code == 302
    owner.post("/account/logout/", REMOTE_ADDR=DESK)
    for address in far(12):
        thief = Client()
        sign_in("mayor", PASSWORD, address, thief)
        for _ in range(10):
            send_code(thief, "000000", address)
    caches["default"].clear()  # the code was used a moment ago
    sign_in("mayor", PASSWORD, DESK, owner)
    assert send_code(owner, code(), DESK).status_code == 302


def test_codes_guessed_from_many_addresses_have_an_end(
    with_factor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    validate = TOTP.validate_code

    def counted(self: TOTP, given: str) -> bool:
        checked.append(given)
        return bool(validate(self, given))

    monkeypatch.setattr(TOTP, "validate_code", counted)
    for address in far(12):
        thief = Client()
        sign_in("mayor", PASSWORD, address, thief)
        for _ in range(10):
            send_code(thief, "000000", address)
    assert len(checked) == 20
    thief = Client()
    sign_in("mayor", PASSWORD, HOME, thief)
    last = send_code(thief, "000000", HOME)
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 3600


@pytest.mark.parametrize("by", ["page", "reset", "command"])
def test_unlocking_clears_every_counter(
    with_factor: Person, office: Any, settings: Settings, by: str
) -> None:
    settings.LOCKOUT_ADDRESS_FAILURES = 30
    thief = Client()
    sign_in("mayor", PASSWORD, DESK, thief)
    for _ in range(12):
        send_code(thief, "000000", DESK)
    fail("mayor", [DESK] * 6)
    fail("mayor", far(60))
    for number in range(30):
        sign_in(f"made-up-{number}", "x", DESK)
    assert not gets_in("mayor", DESK)
    password = unlocked(office, by)
    browser = Client()
    assert sign_in("mayor", password, DESK, browser).status_code == 302
    assert send_code(browser, code(), DESK).status_code == 302
    said = Entry.objects.filter(action__in=("account.unlock", "account.reset_password"))
    assert said.filter(subject=f"person:{with_factor.pk}").count() == 1
    assert list(faults()) == []


def unlocked(office: Any, by: str) -> str:
    if by == "reset":
        return reset_password(actor=office.actor("admin"), person="mayor")
    if by == "command":
        unlock_at_console(username="mayor")
    else:
        office.client("admin").post("/people/persons/mayor/account/unlock/")
    return PASSWORD


def entries(action: str) -> list[Any]:
    return list(Entry.objects.filter(action=action).order_by("number"))


def test_failures_are_in_the_log_with_address_and_lock(office: Any) -> None:
    fail("mayor", [HOME] * 9)
    mayor = f"person:{office.people['mayor'].pk}"
    failed = entries("account.sign_in_failed")
    assert [entry.subject for entry in failed] == [mayor] * 5
    assert [entry.detail["failures"] for entry in failed] == [1, 2, 3, 4, 5]
    assert {entry.detail["address"] for entry in failed} == {HOME}
    (lock,) = entries("account.lock")
    assert (lock.subject, lock.detail["address"], lock.detail["limiter"]) == (mayor, HOME, "name_and_address")
    gets_in("mayor", DESK)
    assert entries("account.sign_in")[-1].detail["address"] == DESK


def test_made_up_names_leave_nothing_in_the_log_but_the_lock_of_their_address(
    office: Any, settings: Settings
) -> None:
    settings.LOCKOUT_ADDRESS_FAILURES = 20
    before = Entry.objects.count()
    for number in range(60):
        sign_in(f"made-up-{number % 30}", "x", HOME)
    (lock,) = Entry.objects.filter(number__gt=before)
    assert (lock.action, lock.detail["limiter"], lock.detail["address"]) == ("account.lock", "address", HOME)


def test_a_flood_at_one_name_makes_few_entries(office: Any) -> None:
    before = Entry.objects.count()
    fail("mayor", far(20) * 6)
    found = list(Entry.objects.filter(number__gt=before))
    assert len(found) <= 20 + 1
    assert "name" in [entry.detail.get("limiter") for entry in found]
    assert list(faults()) == []


def test_failed_codes_are_in_the_log(with_factor: Person) -> None:
    thief = Client()
    sign_in("mayor", PASSWORD, HOME, thief)
    for _ in range(12):
        send_code(thief, "000000", HOME)
    assert len(entries("account.second_factor_failed")) == 10
    (lock,) = entries("account.lock")
    assert (lock.subject, lock.detail["limiter"]) == (f"person:{with_factor.pk}", "second_factor")


def test_counters_that_are_over_are_cleared_daily(office: Any) -> None:
    fail("mayor", [HOME])
    gets_in("water-head", DESK)
    caches["default"].set("over", 1, 0.001)
    time.sleep(0.01)
    daily()
    assert FailedTries.objects.exists()
    assert KnownPlace.objects.exists()
    FailedTries.objects.update(until=timezone.now() - timedelta(days=1))
    KnownPlace.objects.update(until=timezone.now() - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_tries SET expires = %s", [timezone.now() - timedelta(days=1)])
    daily()
    assert not FailedTries.objects.exists()
    assert not KnownPlace.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_tries")
        assert cursor.fetchone() == (0,)


def test_a_refused_try_writes_nothing(office: Any, settings: Settings) -> None:
    """A flood that is refused neither grows a table nor lengthens a lock."""
    settings.LOCKOUT_ADDRESS_FAILURES, settings.LOCKOUT_FLOOD_FAILURES = 5, 10
    for number in range(10):
        sign_in(f"made-up-{number}", "x", HOME)
    with CaptureQueriesContext(connection) as queries:
        assert sign_in("made-up", "x", HOME).status_code == 429
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
     ("::ffff:10.0.0.1", "10.0.0.1", True), ("10.0.0.1:5000", "10.0.0.1:6000", True), ("[2001:db8::1]:80", "2001:db8::2", True)],
)  # fmt: skip
def test_addresses_of_one_network_count_together(office: Any, one: str, other: str, together: bool) -> None:
    fail("mayor", [one] * 5)
    assert gets_in("mayor", other) is not together


@pytest.mark.parametrize("address", ["", "unknown", "1.2.3.4.5", "x" * 300])
def test_an_address_that_is_none_does_no_harm(office: Any, address: str) -> None:
    assert sign_in("mayor", "wrong", address).status_code == 200
    assert gets_in("mayor", address)


@pytest.mark.parametrize("path", ["password/reset/", "password/change/", "reauthenticate/"])
def test_every_other_limit_has_a_page_of_this_site(office: Any, settings: Settings, path: str) -> None:
    settings.PASSWORD_RESET_BY_MAIL = True
    client: Client = office.client("mayor") if "reset" not in path else Client()
    answers = [client.post(f"/account/{path}", {"email": "nobody@example.test"}) for _ in range(11)]
    answer = answers[-1]
    assert answer.status_code == 429
    assert "以后再试" in answer.content.decode()
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert [entry.detail["limiter"] for entry in entries("account.lock")] != []


def test_a_password_reset_by_mail_clears_every_counter(office: Any, settings: Settings) -> None:
    settings.PASSWORD_RESET_BY_MAIL = True
    Person.objects.filter(key="mayor").update(email="mayor@example.test")
    fail("mayor", [DESK] * 6)
    client = Client()
    client.post("/account/password/reset/", {"email": "mayor@example.test"})
    link = next(part for part in str(mail.outbox[0].body).split() if "/key/" in part)
    form = client.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert sign_in("mayor", NEW, DESK).status_code == 302


def test_guessing_the_password_of_an_open_session_is_counted(office: Any) -> None:
    client: Client = office.client("mayor")
    form = {"oldpassword": "wrong", "password1": "x", "password2": "x"}
    answers = [client.post("/account/password/change/", form, REMOTE_ADDR=HOME) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert not gets_in("mayor", HOME)
    assert gets_in("mayor", DESK)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["password", "code"])
def test_tries_side_by_side_are_counted_one_by_one(
    office: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    person: Person = office.people["mayor"]
    TOTP.activate(person, SECRET)
    checked = count_checks(monkeypatch)
    codes: list[str] = []
    monkeypatch.setattr(TOTP, "validate_code", lambda _self, given: codes.append(given))
    client = Client()
    sign_in("mayor", PASSWORD, HOME, client)
    checked.clear()

    def one(_number: int) -> None:
        try:
            if what == "password":
                sign_in("mayor", "wrong", HOME)
            else:
                browser = Client()
                browser.cookies["sessionid"] = client.cookies["sessionid"].value
                send_code(browser, "000000", HOME)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert len(checked if what == "password" else codes) == (5 if what == "password" else 10)
