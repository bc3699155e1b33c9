"""Signing in with a user name and a password."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from luoshi.city.people.actions.accounts import renew_digest
from luoshi.city.people.login_gates import one_time_is_over
from luoshi.city.people.models import Person


class PersonBackend(BaseBackend):
    """Accounts of this site."""

    def authenticate(
        self,
        request: object,  # noqa: ARG002 - Django passes it by name
        username: str | None = None,
        password: str | None = None,
        **_rest: object,
    ) -> Person | None:
        """The person whose user name and password these are, if the account is open."""
        if not username or password is None:
            return None
        person = Person.objects.filter(username=username).first()
        if person is None:
            # As long as a known name takes, so that time does not tell names.
            Person().set_password(password)
            return None
        if not person.check_password(password) or not person.is_active or one_time_is_over(person):
            return None
        renew_digest(person=person, password=password)
        return person

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session."""
        return Person.objects.filter(pk=user_id, is_active=True).first()
