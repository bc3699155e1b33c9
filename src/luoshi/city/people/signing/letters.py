"""The letter for a forgotten password: a job for known and unknown addresses alike."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.forms import ResetPasswordForm
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from luoshi.city.chain.entries import Signature, record
from luoshi.city.chain.writing import writing
from luoshi.city.people.models import Person
from luoshi.city.site.addresses import whole_address
from luoshi.city.site.language import language_now
from luoshi.city.site.words import say_in

_log = logging.getLogger(__name__)
_SIGN_IN = Signature.program("sign-in")
_MOST = 5


class ResetLetterForm(ResetPasswordForm):  # type: ignore[misc]
    """The address that a letter is asked for; neither answer nor time tells what becomes of it."""

    def clean_email(self) -> str:
        """The address as it was given: whether it is known is looked up for the job."""
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **_more: Any) -> str:  # noqa: ARG002 - allauth passes it
        """Leave it to a job, also where there is nobody to write to."""
        email: str = self.cleaned_data["email"]
        known = Person.objects.filter(email__iexact=email, is_active=True, username__isnull=False)
        send_reset_letters.enqueue(list(known.order_by("pk").values_list("pk", flat=True)[:_MOST]))
        return email


@task()
def send_reset_letters(persons: list[int]) -> None:
    """A letter to each, at the address that the site has of them."""
    for person in Person.objects.filter(pk__in=persons, is_active=True).order_by("pk"):
        with translation.override("en" if person.language == "en" else "zh-hans"):
            subject, body = _letter(person)
        try:
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
        except (SMTPException, OSError):
            _log.exception("the letter for a new password could not be sent to %s", person.key)
            continue
        with writing():
            record(_SIGN_IN, "account.reset_letter", person.subject())


def _letter(person: Person) -> tuple[str, str]:
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    link = whole_address(path.replace("UID-KEY", quote(f"{user_pk_to_url_str(person)}-{token}")))
    language, days = language_now(), max(1, settings.PASSWORD_RESET_TIMEOUT // 86400)
    lines = [
        say_in(language, "people.letter.open", person=person.name),
        "",
        say_in(language, "people.letter.why", username=person.username, days=days),
        "",
        link,
        "",
        say_in(language, "people.letter.not_you"),
    ]
    return say_in(language, "people.letter.subject"), "\n".join(lines)
