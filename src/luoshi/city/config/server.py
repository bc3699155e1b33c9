"""The whole site in one process: pages, and the worker of jobs in a thread."""

from __future__ import annotations

import errno
import signal
from typing import Any, NoReturn

from django.conf import settings
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]
from waitress.task import ErrorTask  # type: ignore[import-untyped]
from waitress.utilities import RequestEntityTooLarge  # type: ignore[import-untyped]

from luoshi.city.config.worker import WorkerThread
from luoshi.errors import LuoshiError, UsageError

_PORTS_TRIED = 20


class Site:
    """A site that is bound to its port and answers once it runs."""

    def __init__(self, host: str, port: int, *, next_free: bool) -> None:
        self._host = host
        self._server, self._port = _bound(host, port, next_free=next_free)
        self._worker = WorkerThread()

    @property
    def address(self) -> str:
        """What to open in a browser."""
        host = "127.0.0.1" if self._host in ("0.0.0.0", "::", "") else self._host  # noqa: S104 - names
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}/"

    def run(self) -> None:
        """Answer until Ctrl-C or SIGTERM; what is being answered is finished."""
        signal.signal(signal.SIGTERM, _stop)
        self._worker.start()
        try:
            self._server.run()
        finally:
            self._worker.stop()
            self._server.close()


class _Refusal(ErrorTask):  # type: ignore[misc]
    """The server's own refusals; of what is too large in words, as no page was asked."""

    def execute(self) -> None:
        """Answer and close."""
        error = self.request.error
        if not isinstance(error, RequestEntityTooLarge):
            super().execute()
            return
        told = LuoshiError("body_too_large", most=settings.MAX_REQUEST // 1024 // 1024)
        lines = (f'<p lang="{language}">{told.message(language)}</p>' for language in ("zh", "en"))
        page = f'<!doctype html><meta charset="utf-8"><title>413</title>{"".join(lines)}'.encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "text/html; charset=utf-8"))
        self.response_headers.append(("Content-Security-Policy", "default-src 'none'"))
        self.set_close_on_finish()
        self.content_length = len(page)
        self.write(page)


HTTPChannel.error_task_class = _Refusal


def _stop(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


def _bound(host: str, port: int, *, next_free: bool) -> tuple[Any, int]:
    from luoshi.city.config.wsgi import application

    for candidate in range(port, port + (_PORTS_TRIED if next_free and port else 1)):
        try:
            # Headers of a proxy are judged in `wsgi`, alike for every server.
            server = create_server(
                application,
                host=host,
                port=candidate,
                threads=settings.THREADS,
                ident="luoshi",
                clear_untrusted_proxy_headers=False,
                # refused before its body is read; what is smaller, each page judges itself
                max_request_body_size=settings.MAX_REQUEST + 1,
            )
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            raise UsageError("cannot_listen", address=f"{host}:{candidate}", reason=error.strerror) from None
        except ValueError as error:  # a name that stands for no address
            raise UsageError("cannot_listen", address=f"{host}:{candidate}", reason=str(error)) from None
        # A name such as localhost may stand for several addresses, all on this port.
        listens = getattr(server, "effective_listen", None)
        return server, listens[0][1] if listens else server.effective_port
    raise UsageError("port_taken", port=port)
