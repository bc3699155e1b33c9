"""A person's own account: posts, language, tokens, sign-ins."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from luoshi.city.people import queries
from luoshi.city.people.actions.accounts import choose_language
from luoshi.city.people.actions.tokens import make_token, revoke_token, scopes_of
from luoshi.city.people.actors import Actor
from luoshi.city.people.forms import LanguageForm, TokenForm
from luoshi.city.people.identities import linked_to, providers
from luoshi.city.people.requests import actor_of
from luoshi.city.people.views.acts import Act, Page, act_view
from luoshi.city.site.access import page
from luoshi.city.site.middleware import LANGUAGE_COOKIE
from luoshi.city.site.words import say


@page("account.own")
def me(request: HttpRequest) -> HttpResponse:
    """The person's own page."""
    actor = actor_of(request)
    context = {
        "tokens": queries.tokens_of(actor),
        "identities": linked_to(actor.person) if actor.person else (),
        "providers": providers(),
        "signings": queries.signings_of(actor.person) if actor.person else (),
        "language_form": LanguageForm(initial={"language": actor.language}),
        "now": timezone.now(),
    }
    return render(request, "people/me.html", context)


@page("account.own")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language of the person's pages and e-mails."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        choose_language(actor=actor_of(request), language=form.cleaned_data["language"])
        messages.success(request, say("people.me.saved"))
    response = HttpResponseRedirect(reverse("me"))
    response.delete_cookie(LANGUAGE_COOKIE, path=settings.LANGUAGE_COOKIE_PATH, samesite="Lax")
    return response


def _made(actor: Actor, _row: None, form: TokenForm) -> Page:
    clean = form.cleaned_data
    token, secret = make_token(
        actor=actor, name=clean["token_name"], scopes=clean["scopes"], days=clean["days"]
    )
    return Page("people/token.html", {"token": token, "secret": secret})


token_make = act_view(
    Act(
        name="make_token",
        permission="account.own",
        form=lambda actor, _row, data: TokenForm(data, scopes=scopes_of(actor)),
        write=_made,
        back="me",
    )
)


@page("account.own")
@require_POST
def token_revoke(request: HttpRequest, token: int) -> HttpResponse:
    """The token opens nothing any more."""
    revoke_token(actor=actor_of(request), token=token)
    messages.success(request, say("people.me.token_revoked"))
    return HttpResponseRedirect(reverse("me"))


@page("account.own")
def no_password_here(request: HttpRequest) -> HttpResponse:
    """For who signs in from outside: there is no password to change here."""
    return render(request, "people/no_password.html")
