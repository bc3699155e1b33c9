"""A person at a browser: cookies, forms, and an address to come from."""

from __future__ import annotations

import contextlib
import http.client
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from load_uploads import BOUNDARY, multipart

HOME = "127.0.0.1"
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the field's name
_URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    page: str
    location: str
    seconds: float
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in small letters; ``set-cookie`` has all of them, one a line."""

    @property
    def failed(self) -> bool:
        """Whether the site did not answer as a site does."""
        return not self.status or self.status > 499


class Browser:
    """A session of one person, or of nobody, from a loopback address of its own."""

    def __init__(self, address: str, source: str = HOME, patience: float = 120) -> None:
        self._address, self._source, self._patience = address.rstrip("/"), source, patience
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.ask("GET", path)

    def post(self, path: str, fields: Mapping[str, str] | Sequence[tuple[str, str]] = ()) -> Answer:
        """Send a form, with the token that a page of this site gave."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
        return self.post_body(path, urlencode(pairs).encode())

    def post_body(self, path: str, body: bytes) -> Answer:
        """Send a form that is encoded already; its token, if it has one, gives way to this browser's."""
        pairs = [one for one in parse_qsl(body.decode(), keep_blank_values=True) if one[0] != _TOKEN]
        return self.ask("POST", path, urlencode([*pairs, (_TOKEN, self._token())]).encode(), _URLENCODED)

    def upload(
        self, path: str, field: str, name: str, data: bytes, others: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a form with a file."""
        fields = {**(others or {}), "csrfmiddlewaretoken": self._token()}
        body = multipart(fields, field, name, data)
        return self.ask("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def forged(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """Send a form with the right token and headers that a browser at this site would not send."""
        body = urlencode({**fields, _TOKEN: self._token()}).encode()
        return self.ask("POST", path, body, _URLENCODED, headers)

    def without_token(self, path: str) -> Answer:
        """Send a form that has no token, as a page of another site would."""
        return self.ask("POST", path, b"", _URLENCODED)

    def sign_in(self, username: str, password: str) -> Answer:
        """Try a password; who gets in is sent on to another page than the one for signing in."""
        self.get("/account/login/")
        return self.post("/account/login/", {"login": username, "password": password})

    def is_in(self) -> bool:
        """Whether somebody is signed in here."""
        return self.get("/people/me/").status == 200

    def _token(self) -> str:
        if "csrftoken" not in self._cookies:
            self.get("/account/login/")
        return self._cookies.get("csrftoken", "")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask in any way at all; ``headers`` take the place of what a browser would send."""
        place = urlsplit(self._address)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            sent |= {"Content-Type": kind, "Origin": self._address, "Referer": self._address + path}
        sent |= headers or {}
        begun = time.monotonic()
        # From a loopback address only where the site is on one, too.
        source = (self._source, 0) if place.hostname in (HOME, "localhost") else None
        secure = place.scheme == "https"
        opened = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = opened(place.netloc, timeout=self._patience, source_address=source)
        try:
            # Who is refused for his length is told so before he has sent all of it.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, place.path + path, body, sent)
            answer = connection.getresponse()
            for header in answer.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(header).items():
                    self._cookies[name] = morsel.value
            data = answer.read()
            named = {name.lower(): value for name, value in answer.headers.items()}
            named["set-cookie"] = "\n".join(answer.headers.get_all("Set-Cookie", []))
            seconds = time.monotonic() - begun
            return Answer(
                answer.status, data.decode(errors="replace"), named.get("location", ""), seconds, data, named
            )
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(0, repr(error), "", time.monotonic() - begun)
        finally:
            connection.close()
