"""Forms whose tries are counted: codes of the second factor, and the present password of an open session."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from luoshi.city.chain.writing import writing
from luoshi.city.people.lockout import tries
from luoshi.city.people.lockout.places import digest, where
from luoshi.city.people.lockout.tries import Counter
from luoshi.city.people.models import Person
from luoshi.city.people.signing import entries
from luoshi.city.people.signing.pages import refused


class _Counted:
    """Counts a code before it is checked: by account and place, and all of a day."""

    user: Person

    def clean_code(self) -> str:
        """The code. ``ValidationError`` where it is wrong; the page of a refusal where too many were."""
        request: HttpRequest = context.request
        place = where(request, self.user.username or "")
        limits = settings.SECOND_FACTOR_LIMITS
        # Who knows the password and sits elsewhere shares one count with all new places, not with the owner.
        of_day = "new places" if place.place == "new" else place.here
        name, account = digest("name", self.user.username or ""), str(self.user.pk)
        counters = (
            Counter(digest("code", account, place.here), limits[0][1], name, prolonged=True),
            Counter(digest("code of day", account, of_day), limits[1][1], name),
        )

        def full(counted: list[int]) -> bool:
            return any(count >= limit for count, (limit, _) in zip(counted, limits, strict=True))

        before = tries.charge(counters, lambda counted: () if full(counted) else counters)
        if before is None:
            over = max(
                tries.ends(counter)
                for counter, count, (limit, _) in zip(counters, tries.counts(counters), limits, strict=True)
                if count >= limit
            )
            raise ImmediateHttpResponse(refused(request, "second_factor", over))
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            with writing():
                failures = before[0] + 1
                entries.failed(self.user, "account.second_factor_failed", place.address, failures)
                if full([count + 1 for count in before]):
                    entries.locked(self.user, "second_factor", place.address, failures=max(before) + 1)
            raise
        tries.release(counters, before[0])
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """A code at signing in."""


class CodeAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """A code before something that asks for it once more."""


class CountedChangeForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password; the present one is checked and counted as at signing in."""

    def clean_oldpassword(self) -> str:
        """The present password. ``ValidationError`` where it is wrong."""
        given: str = self.cleaned_data.get("oldpassword", "")
        adapter = get_adapter()
        if not adapter.reauthenticate(self.user, given):
            raise adapter.validation_error("enter_current_password")
        return given
