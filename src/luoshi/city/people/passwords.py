"""Rules for passwords that Django does not have: kinds of characters, former ones, words of the place."""

from __future__ import annotations

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from luoshi.city.people.models import FormerPassword, Person
from luoshi.city.site.words import say


class KindsValidator:
    """At least ``kinds`` of the four: small letters, capitals, digits, others."""

    def __init__(self, kinds: int = 3) -> None:
        self._kinds = kinds

    def validate(self, password: str, _person: object = None) -> None:
        """``ValidationError`` where there are fewer."""
        found = {
            "lower"
            if sign.islower()
            else "upper"
            if sign.isupper()
            else "digit"
            if sign.isdigit()
            else "other"
            for sign in password
        }
        if len(found) < self._kinds:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        """The rule in words."""
        return say("people.password.kinds", kinds=self._kinds)


class FormerValidator:
    """None of the last ``last`` passwords; remembers each that is set."""

    def __init__(self, last: int = 5) -> None:
        self._last = last

    def validate(self, password: str, person: object = None) -> None:
        """``ValidationError`` for the present password and those before it."""
        if not isinstance(person, Person) or person.pk is None:
            return
        digests = list(person.former_passwords.values_list("digest", flat=True)[: self._last])
        if any(check_password(password, digest) for digest in {person.password, *digests}):
            raise ValidationError(self.get_help_text(), code="password_former")

    def password_changed(self, _password: str, person: object = None) -> None:
        """Remember the digest of the password that was set; forget those too long ago."""
        if not isinstance(person, Person) or person.pk is None:
            return
        FormerPassword.objects.create(person=person, digest=person.password)
        kept = person.former_passwords.values("pk")[: self._last]
        person.former_passwords.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()

    def get_help_text(self) -> str:
        """The rule in words."""
        return say("people.password.former", last=self._last)


class PlaceValidator:
    """More than a word that every guess begins with: the name of this site, ``admin``, ``password``."""

    _WORDS = ("luoshi", "落实", "password", "admin")

    def validate(self, password: str, _person: object = None) -> None:
        """``ValidationError`` where little is left beside such a word."""
        rest = password.casefold()
        for word in self._WORDS:
            rest = rest.replace(word, "")
        if len(rest) < 6:
            raise ValidationError(self.get_help_text(), code="password_place")

    def get_help_text(self) -> str:
        """The rule in words."""
        return say("people.password.place")
