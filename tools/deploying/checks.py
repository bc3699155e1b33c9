"""What must hold of an installed site: from outside, worked in by its first people, its parts failing."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from attacks.target import code_of
from corpus import ROOT
from deploying.outside import Answer, Browser, Door, secrets_on

MB = 1024 * 1024
_REPORTS = ROOT / "src" / "luoshi" / "demo" / "reports"
REPORTS = [path.name for path in sorted(_REPORTS.iterdir())]
_PATIENCE = 60
_SET_UP, _CHANGE = "/account/2fa/totp/activate/", "/account/password/change/"
_SERVICES = ("luoshi-web", "luoshi-worker")
_SOCKET = "/run/luoshi/web.sock"


class Row(NamedTuple):
    """What was looked at, what was seen, and whether it held."""

    what: str
    result: str
    held: bool


class Ground(Protocol):
    """Where the site is installed; ``whole`` where that is a machine with its systemd and its users."""

    whole: bool

    def command(self, commands: str, *, told: str = "") -> tuple[int, str]:
        """Run commands there as root does; their status and what they said."""


@dataclass
class Office:
    """The site, and who works in it so far."""

    ground: Ground
    door: Door
    administrator: str
    password: str
    noted: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)

    def visitor(self) -> Browser:
        """Somebody who is not signed in."""
        return Browser(self.door)

    def ready(self, seconds: float = _PATIENCE) -> bool:
        """Whether the site is ready, soon."""
        return until(lambda: self.visitor().get("/health/ready").status == 200, seconds)

    def sql(self, query: str) -> str:
        """What the database says."""
        return self.ground.command(f'runuser -u postgres -- psql luoshi -Atc "{query}"')[1].strip()


def until(holds: Callable[[], bool], seconds: float = _PATIENCE) -> bool:
    """Whether something holds within so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.3)
    return True


def _both(page: str, chinese: str, english: str) -> bool:
    return chinese in page and english in page


def reached(office: Office) -> Iterator[Row]:
    """The site from outside: its certificate, its headers, its cookies, its proxy."""
    visitor = office.visitor()
    ready = office.ready()
    answer = visitor.get("/health/ready")
    yield Row("https: /health/ready, certificate verified", f"{answer.status} {answer.page[:80]}", ready)
    plain = visitor.ask("GET", "/reports/?a=1", secure=False)
    wanted = f"{office.door.origin}/reports/?a=1"
    yield Row(
        "http leads to https",
        f"{plain.status} {plain.location}",
        (plain.status, plain.location) == (301, wanted),
    )
    page = visitor.get("/account/login/")
    hsts = page.headers.get("Strict-Transport-Security", "none")
    yield Row("HSTS for a year", hsts, page.status == 200 and "max-age=31536000" in hsts)
    yield _cookies("cookies of a visitor", page)
    forged = visitor.get(
        "/", {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "1"}
    )
    held = forged.status == 200 and "evil.example" not in forged.page + str(forged.headers)
    yield Row("forged X-Forwarded-Proto, -Host, -Port", str(forged.status), held)
    yield from _names(office)
    yield _forged_address(office)


def _cookies(what: str, answer: Answer) -> Row:
    given = answer.headers.get_all("Set-Cookie", [])
    bare = [
        one.partition("=")[0]
        for one in given
        if not {"Secure", "HttpOnly", "SameSite=Lax"} <= set(one.split("; "))
    ]
    names = ", ".join(one.partition("=")[0] for one in given)
    return Row(
        what,
        f"{names}: Secure, HttpOnly, SameSite=Lax" if not bare else f"not so: {bare}",
        bool(given) and not bare,
    )


def _names(office: Office) -> Iterator[Row]:
    visitor, statuses = office.visitor(), {}
    statuses["Host"] = visitor.get("/", {"Host": "evil.example"}).status
    statuses["Host with port"] = visitor.get("/", {"Host": "evil.example:443"}).status
    statuses["whole address"] = visitor.get("https://evil.example/").status
    statuses["handshake"] = visitor.ask("GET", "/", name="evil.example").status
    statuses["http"] = visitor.ask("GET", "/", headers={"Host": "evil.example"}, secure=False).status
    held = not any(200 <= status < 400 or status > 499 for status in statuses.values())
    yield Row(
        "another name", ", ".join(f"{one} {status or 'no answer'}" for one, status in statuses.items()), held
    )


def _forged_address(office: Office) -> Row:
    """Who names another address with every wrong password is locked out all the same."""
    visitor, statuses = office.visitor(), list[int]()
    for number in range(8):
        fields = {"login": "nobody-of-this-name", "password": "wrong"}
        forged = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"}
        statuses.append(visitor.form("/account/login/", fields, forged).status)
    return Row(
        "forged X-Forwarded-For at sign-in",
        " ".join(map(str, statuses)),
        statuses[0] == 200 and statuses[-1] == 429,
    )


def kept_apart(office: Office) -> Iterator[Row]:
    """Secrets and the socket are nobody's but the site's."""
    for who in ("nobody", "www-data") if office.ground.whole else ():
        tries = {
            "/etc/luoshi.env": f"runuser -u {who} -- cat /etc/luoshi.env",
            "the data folder": f"runuser -u {who} -- ls /var/lib/luoshi",
            "the certificate's key": f"runuser -u {who} -- cat /etc/ssl/private/luoshi.key",
            "the database": f"runuser -u {who} -- psql -U luoshi luoshi -c 'select 1'",
        }
        if who == "nobody":
            tries["the socket"] = f"runuser -u {who} -- ls {_SOCKET}"
        open_ = [what for what, command in tries.items() if office.ground.command(command)[0] == 0]
        yield Row(f"closed to {who}", ", ".join(tries) if not open_ else f"open: {open_}", not open_)


def worked_in(office: Office) -> Iterator[Row]:
    """The administrator makes the office; its people sign in with what they were given; a report is read."""
    administrator = office.visitor()
    answer = administrator.form(
        "/account/login/", {"login": office.administrator, "password": office.password}
    )
    yield Row("the administrator signs in", f"{answer.status} {answer.location}", answer.status == 302)
    yield _cookies("cookies of a person", answer)
    waits = administrator.get("/people/units/add/")
    yield Row("… and must set up a second factor", waits.location, _leads(waits, _SET_UP))
    answer = _factor(administrator, office.password)
    yield Row("… which opens the site", str(answer.status), answer.status == 200)
    office.browsers["administrator"] = administrator

    unit = administrator.form("/people/units/add/", {"name": "市政府督查室", "kind": "supervision_office"})
    post = administrator.form(
        f"{unit.location}posts/add/", {"name": "督查科科长", "role": "supervision_office"}
    )
    person = administrator.form("/people/persons/add/", {"person_name": "罗实"})
    today = datetime.now(UTC).date().isoformat()
    key = person.location.rstrip("/").rpartition("/")[2]
    held = administrator.form(f"{post.location}appoint/", {"person": key, "since": today})
    made = [unit, post, person, held]
    yield Row(
        "unit, post, person and holding by form",
        " ".join(str(one.status) for one in made),
        all(one.status == 302 for one in made),
    )

    given = secrets_on(administrator.form(f"{person.location}account/open/", {"username": "luoshi"}).page)
    yield Row("an account with a one-time password", f"{len(given)} shown", len(given) == 2)
    if len(given) != 2:
        return
    clerk = office.visitor()
    clerk.form("/account/login/", {"login": given[0], "password": given[1]})
    first = clerk.get("/dashboards/")
    yield Row("… that must be changed", first.location, _leads(first, _CHANGE))
    new = secrets.token_urlsafe(18) + "aA1-"
    fields = {"oldpassword": given[1], "password1": new, "password2": new}
    changed = clerk.form(_CHANGE, fields)
    then = clerk.get("/dashboards/")
    yield Row("… then a second factor", f"{changed.status} {then.location}", _leads(then, _SET_UP))
    answer = _factor(clerk, new)
    yield Row("… which opens the desk", str(answer.status), answer.status == 200)
    office.browsers["clerk"] = clerk
    yield brought(office, (_REPORTS / REPORTS[0]).read_bytes(), REPORTS[0])


def _leads(answer: Answer, path: str) -> bool:
    return answer.location.partition("?")[0] == path


def _factor(browser: Browser, password: str) -> Answer:
    page = browser.get(_SET_UP)
    if page.status == 302:
        browser.form(page.location, {"password": password})
        page = browser.get(_SET_UP)
    shown = re.search(r'class="secret">\s*([A-Z2-7]+)', page.page)
    if not shown:
        return page
    browser.form(_SET_UP, {"code": code_of(shown[1])})
    return browser.get("/people/")


def brought(office: Office, data: bytes, name: str, what: str = "a report is uploaded and read") -> Row:
    """A report, brought by the clerk and read by the worker."""
    answer = office.browsers["clerk"].upload("/reports/upload/", name, data)
    key = answer.location.strip("/").rpartition("/")[2]
    read = answer.status == 302 and until(lambda: _state(office, key) == "read", 120)
    office.reports.append(key)
    return Row(what, f"{answer.status}, {_state(office, key)}", read)


def _state(office: Office, key: str) -> str:
    return office.sql(f"select state from reports_report where key = '{key}'")  # noqa: S608 - our own key


def sizes(office: Office) -> Iterator[Row]:
    """Bodies that are too large get a page in words, whoever refuses them."""
    clerk, visitor = office.browsers["clerk"], office.visitor()
    answer = clerk.upload("/reports/upload/", "large.txt", b"a" * (61 * MB))
    yield _refused("61 MB of files, refused by the proxy", answer, "60 MB")
    answer = clerk.upload("/reports/upload/", "large.txt", b"a" * (52 * MB))
    yield Row(
        "52 MB in one file, refused by the site",
        str(answer.status),
        answer.status == 400 and "50 MB" in answer.page,
    )
    answer = visitor.upload("/account/login/", "large.txt", b"a" * (30 * MB))
    yield _refused("30 MB from nobody, to a page without files", answer, "1 MB")
    answer = clerk.upload("/people/me/language/", "large.txt", b"a" * (30 * MB))
    yield _refused("30 MB from a person, to a page without files", answer, "10 MB")
    answer = visitor.upload("/reports/upload/", "large.txt", b"a" * (30 * MB))
    yield Row(
        "30 MB from nobody, to a page with files", f"{answer.status} {answer.location}", answer.status == 302
    )


def _refused(what: str, answer: Answer, limit: str) -> Row:
    return Row(
        what,
        f"{answer.status}, {limit} in words",
        answer.status == 413 and limit in answer.page and "分几次" in answer.page,
    )


def confined(office: Office) -> Iterator[Row]:
    """The units as systemd judges them: nothing wrong with them, and little that they may do."""
    if not office.ground.whole:
        return
    units = " ".join(
        f"/etc/systemd/system/{name}"
        for name in (
            "luoshi-web.service",
            "luoshi-worker.service",
            "luoshi-daily.service",
            "luoshi-daily.timer",
        )
    )
    status, said = office.ground.command(f"systemd-analyze verify {units} 2>&1")
    yield Row("systemd-analyze verify", said.strip()[-200:] or "nothing", status == 0 and not said.strip())
    for name in (*_SERVICES, "luoshi-daily"):
        said = office.ground.command(f"systemd-analyze security --no-pager {name}.service | tail -1")[1]
        score = re.search(r"(\d+\.\d) (\w+)", said)
        yield Row(
            f"systemd-analyze security {name}",
            score[0] if score else said[-100:],
            score is not None and float(score[1]) <= 3,
        )


def daily(office: Office) -> Iterator[Row]:
    """The daily run, twice, as its timer starts it."""
    said = [office.ground.command("systemctl start luoshi-daily.service")[0] for _ in range(2)]
    listed = office.ground.command("systemctl list-timers --no-pager luoshi-daily.timer")[1]
    due = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", listed)
    due_or_not = bool(due) or not office.ground.whole
    next_ = due[0] if due else "not asked"
    yield Row("the daily run, twice, and its timer", f"{said}, next {next_}", said == [0, 0] and due_or_not)


def services(office: Office) -> Iterator[Row]:
    """Web and worker stop and start in every order; one is not the other's."""
    run, web, worker = office.ground.command, *(f"{one}.service" for one in _SERVICES)
    run(f"systemctl stop {worker}")
    answer = office.visitor().get("/health/ready")
    yield Row("the worker stopped: the site answers", str(answer.status), answer.status == 200)
    run(f"systemctl stop {web}")
    answer = office.visitor().get("/")
    yield Row(
        "both stopped: the proxy says so in words",
        f"{answer.status}",
        answer.status == 503 and _both(answer.page, "站点暂时停机", "down for the moment"),
    )
    orders = ((worker, web), (web, worker))
    for order in orders:
        for end in orders:
            run("; ".join(f"systemctl start {one}" for one in order))
            up = office.ready()
            run("; ".join(f"systemctl stop {one}" for one in end))
            yield Row(f"started {_named(order)}, stopped {_named(end)}", "ready" if up else "NOT READY", up)
    run(f"systemctl start {web} {worker}")
    office.ready()
    run(f"systemctl kill --kill-who=main --signal=KILL {worker}")
    held = office.visitor().get("/health/ready").status == 200
    again = until(lambda: _main(office, worker) > 0)
    yield Row("the worker killed: the site answers, it comes again", f"{held}, {again}", held and again)
    status, said = run(f"systemctl reload {web}")
    yield Row("the site reloaded", said.strip()[-100:], status == 0 and office.ready())


def _named(units: tuple[str, ...]) -> str:
    return " then ".join(one.partition(".")[0].removeprefix("luoshi-") for one in units)


def _main(office: Office, unit: str) -> int:
    said = office.ground.command(f"systemctl show --property=MainPID --value {unit}")[1].strip()
    return int(said) if said.isdecimal() else 0


def stopped_while_reading(office: Office) -> Row:
    """A worker that is told to stop finishes the report that it reads, child and all."""
    lines = "".join(f"{number}．新建社区菜店{number}个。\n" for number in range(1, 9001))
    lines += f"{secrets.randbelow(10**9)}。"
    text = (
        f"政府工作报告\n——2026年1月14日在青岚市第九届人民代表大会第一次会议上\n\n二、2026年工作安排\n{lines}"
    )
    answer = office.browsers["clerk"].upload("/reports/upload/", "long.txt", text.encode())
    key = answer.location.strip("/").rpartition("/")[2]
    begun = until(lambda: _state(office, key) != "queued")
    at_once = _state(office, key)
    office.ground.command("systemctl stop luoshi-worker.service")
    state = _state(office, key)
    office.ground.command("systemctl start luoshi-worker.service")
    office.reports.append(key)
    held = begun and at_once == "reading" and state == "read"
    return Row("the worker stopped while it reads", f"{at_once}, then {state}", held)


def database(office: Office) -> Iterator[Row]:
    """PostgreSQL is restarted, and away for a while, under both; the worker stays the process that it was."""
    before = _main(office, "luoshi-worker.service")
    office.ground.command("systemctl restart postgresql.service")
    yield Row("the database restarted: the site is ready again", "", office.ready())
    office.ground.command("systemctl stop postgresql.service 'postgresql@*.service'")
    answer, page = office.visitor().get("/health/ready"), office.browsers["clerk"].get("/dashboards/")
    time.sleep(8)
    office.ground.command("systemctl start postgresql.service")
    yield Row(
        "… away: ready, a page", f"{answer.status}, {page.status}", (answer.status, page.status) == (503, 503)
    )
    up = office.ready()
    time.sleep(6)
    after = _main(office, "luoshi-worker.service")
    yield Row("… back: the worker is the same process", f"{before}, {after}", up and before == after > 0)
    office.ready()
    yield brought(office, (_REPORTS / REPORTS[1]).read_bytes(), REPORTS[1], "… and reads the next report")


def logged(office: Office) -> Iterator[Row]:
    """How much a page costs of the journal and of nginx's log, and that neither has a secret."""
    run = office.ground.command
    if not office.ground.whole:
        return
    run("journalctl --sync")
    said = run("journalctl --no-pager --output=cat -u 'luoshi-*'")[1]
    yield Row("no password in the journal", f"{len(said.splitlines())} lines", office.password not in said)
    usage = run("journalctl --disk-usage")[1].strip()
    size, lines = run("stat -c %s /var/log/nginx/access.log; wc -l < /var/log/nginx/access.log")[1].split()
    yield Row(
        "logs so far",
        f"{usage[:70]}; nginx {int(size) // max(1, int(lines))} bytes a request",
        int(lines) > 10,
    )
    kept = run("systemd-analyze cat-config systemd/journald.conf | grep -v '^#'")[1]
    yield Row("journald's limits", "", "SystemMaxUse=" in kept and "MaxRetentionSec=" in kept)


def as_before(office: Office, what: str, report: str) -> Iterator[Row]:
    """A site that took another's place, restored or upgraded: the same sessions, people, reports and log."""
    ready = office.ready()
    answers = {who: browser.get("/people/").status for who, browser in office.browsers.items()}
    yield Row(f"the {what} site", f"{answers}", ready and set(answers.values()) == {200})
    here = office.browsers["clerk"].get(f"/reports/{office.reports[0]}/").status
    yield Row("… has its reports", str(here), here == 200)
    yield brought(office, (_REPORTS / report).read_bytes(), report, "… and reads the next")
    status, said = office.ground.command(f"luoshi city verify-log --since {office.noted}")
    yield Row("… and its log goes on from what was noted", said.strip().splitlines()[-1][:20], status == 0)


def on_port(door: Door) -> Iterator[Row]:
    """The site on another port: its forms are its own, and http leads there."""
    visitor = Browser(door)
    until(lambda: visitor.get("/health/ready").status == 200)
    answer = visitor.form("/account/login/", {"login": "somebody", "password": "wrong"})
    yield Row(
        f"a form on port {door.https}",
        str(answer.status),
        answer.status == 200 and "csrftoken" in visitor.cookies,
    )
    plain = visitor.ask("GET", "/a/", headers={"Host": door.name}, secure=False)
    yield Row("… and http leads there", plain.location, plain.location == f"{door.origin}/a/")
