"""Signing in and out, second factor, OpenID Connect: those of allauth's pages that this site has."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as outside
from allauth.socialaccount.providers.openid_connect import views as connect
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, re_path

from luoshi.city.chain.writing import writing
from luoshi.city.people.views import account as account_views
from luoshi.city.people.views import identities
from luoshi.city.site.access import View, open_to_all, page

_own = page("account.own")


def _by_mail(view: View) -> View:
    """A page of resetting a password by e-mail: not there unless the office wants it."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PASSWORD_RESET_BY_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return cast("View", open_to_all(opened))


def _whole(view: View) -> View:
    """What is posted is done with its entry in the log, or not at all."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with writing():
            return view(request, *args, **kwargs)

    return cast("View", opened)


urlpatterns: list[URLPattern] = [
    path("login/", open_to_all(account.login), name="account_login"),
    path("logout/", open_to_all(account.logout), name="account_logout"),
    path("inactive/", open_to_all(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", _own(account.password_change), name="account_change_password"),
    path("password/set/", account_views.no_password_here, name="account_set_password"),
    path("2fa/", _own(factor.index), name="mfa_index"),
    path("2fa/authenticate/", open_to_all(factor.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", _own(factor.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", _own(_whole(totp.deactivate_totp)), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", _own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        _own(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("outside/link/", identities.link_own, name="outside_link"),
    path("outside/cancelled/", open_to_all(outside.login_cancelled), name="socialaccount_login_cancelled"),
    path("outside/error/", open_to_all(outside.login_error), name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", open_to_all(connect.login), name="openid_connect_login"),
    path(
        "oidc/<slug:provider_id>/login/callback/",
        open_to_all(connect.callback),
        name="openid_connect_callback",
    ),
    path("password/reset/", _by_mail(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", _by_mail(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _by_mail(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        _by_mail(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
