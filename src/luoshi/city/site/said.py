"""What is said once on the next page: kept in a cookie, so that a page which shows it writes nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.constants import WARNING
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse

from luoshi.city.site.words import say


class SaidInCookie(CookieStorage):
    """Django's messages in a cookie; where they are too many, the first ones, and that there were more."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        messages, whole = super()._get(*args, **kwargs)  # type: ignore[misc]
        if messages and not whole:
            messages.append(Message(WARNING, say("site.more_said")))
        return messages, True

    def _update_cookie(self, encoded_data: str, response: HttpResponse) -> None:
        super()._update_cookie(encoded_data, response)  # type: ignore[misc]
        if self.cookie_name in response.cookies:
            response.cookies[self.cookie_name]["path"] = settings.SESSION_COOKIE_PATH

    def _store(self, messages: list[Any], response: HttpResponse, *_args: Any, **_kwargs: Any) -> list[Any]:
        left: list[Any] = super()._store(messages, response, remove_oldest=False)  # type: ignore[misc]
        return left
