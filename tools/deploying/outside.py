"""A browser outside the machine: it trusts one authority, keeps cookies, and shows the headers of answers."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from load_uploads import BOUNDARY, multipart

_URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where the connection was refused or ended without an answer."""

    status: int
    page: str = ""
    headers: Message = field(default_factory=Message)

    @property
    def location(self) -> str:
        """Where it leads."""
        return self.headers.get("Location", "")


@dataclass(frozen=True)
class Door:
    """The site's name and port, who vouches for its certificate, and where its ports really are."""

    name: str
    authority: Path
    ports: Mapping[int, int]
    https: int = 443
    address: str = "127.0.0.1"

    @property
    def origin(self) -> str:
        """What a browser calls the site."""
        return f"https://{self.name}" + ("" if self.https == 443 else f":{self.https}")


class _Named(http.client.HTTPSConnection):
    """A connection to an address for a name; the certificate must be the name's."""

    def __init__(self, door: Door, name: str, context: ssl.SSLContext) -> None:
        super().__init__(door.name, door.https, timeout=90)
        self._door, self._asked, self._trust = door, name, context

    def connect(self) -> None:
        raw = socket.create_connection((self._door.address, self._door.ports[self._door.https]), 30)
        raw.settimeout(90)
        self.sock = self._trust.wrap_socket(raw, server_hostname=self._asked)


class Browser:
    """A session of one person."""

    def __init__(self, door: Door) -> None:
        self._door, self.cookies = door, dict[str, str]()
        self._trust = ssl.create_default_context(cafile=str(door.authority))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Open a page."""
        return self.ask("GET", path, headers=headers)

    def form(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form with the token that the site gave."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self._token()}).encode()
        return self.ask("POST", path, body, {"Content-Type": _URLENCODED, **(headers or {})})

    def upload(self, path: str, name: str, data: bytes) -> Answer:
        """Send a form with a file."""
        body = multipart({"csrfmiddlewaretoken": self._token()}, "file", name, data)
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def _token(self) -> str:
        if "csrftoken" not in self.cookies:
            self.get("/account/login/")
        return self.cookies.get("csrftoken", "")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        name: str = "",
        secure: bool = True,
    ) -> Answer:
        """Send a request; ``name`` is whom the handshake asks for, where that is not the site."""
        sent = {"Host": self._door.origin.partition("//")[2]}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{one}={value}" for one, value in self.cookies.items())
        if body is not None:
            sent |= {"Origin": self._door.origin, "Referer": f"{self._door.origin}{path}"}
        connection = self._connection(name or self._door.name, secure=secure)
        try:
            connection.request(method, path, body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            page = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {one: morsel.value for one, morsel in SimpleCookie(header).items()}
        return Answer(answer.status, page, answer.headers)

    def _connection(self, name: str, *, secure: bool) -> http.client.HTTPConnection:
        if secure:
            return _Named(self._door, name, self._trust)
        return http.client.HTTPConnection(self._door.address, self._door.ports[80], timeout=30)


def secrets_on(page: str) -> list[str]:
    """What a page shows once: names, passwords, keys."""
    return [found.strip() for found in re.findall(r'class="secret">([^<]*)<', page)]


def certificates(name: str, folder: Path) -> tuple[Path, str, str]:
    """An authority of our own: its file, a certificate of ``name`` with what it is signed by, its key."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "walk of the installation")])
    authority = _signed(
        issuer, issuer, authority_key, authority_key, x509.BasicConstraints(ca=True, path_length=0)
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    own = _signed(
        subject, issuer, key, authority_key, x509.BasicConstraints(ca=False, path_length=None), names
    )
    file = folder / "authority.pem"
    file.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (own, authority))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return file, chain.decode(), secret.decode()


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signing: ec.EllipticCurvePrivateKey,
    *extensions: x509.ExtensionType,
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    for one in extensions:
        made = made.add_extension(one, critical=isinstance(one, x509.BasicConstraints))
    return made.sign(signing, hashes.SHA256())
