"""Outside identities: linking one to the own account, and what the administrator does with them."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from luoshi.city.people import queries
from luoshi.city.people.actions.identities import (
    link_identity_by_code,
    link_own_identity,
    unlink_identity,
    unlink_own_identity,
)
from luoshi.city.people.actors import Actor
from luoshi.city.people.forms import IdentityCodeForm, IdentityForm
from luoshi.city.people.identities import linked_to, waiting, waits_no_more
from luoshi.city.people.models import Person
from luoshi.city.people.requests import actor_of
from luoshi.city.people.views.acts import Act, act_view
from luoshi.city.site.access import page
from luoshi.city.site.words import say


@page("account.own")
def link_own(request: HttpRequest) -> HttpResponse:
    """Confirm that who came from outside in this session is the person who is signed in."""
    identity, actor = waiting(request), actor_of(request)
    if identity is None:
        messages.warning(request, say("people.identity.nobody_waits"))
        return HttpResponseRedirect(reverse("me"))
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="luoshi.city.people")
        link_own_identity(actor=actor, identity=identity)
        waits_no_more(request)
        # Who was just sent here by the provider is signed in through it, too.
        record_authentication(
            request, actor.person, "socialaccount", provider=identity.provider, uid=identity.uid
        )
        messages.success(request, say("people.identity.linked"))
        return HttpResponseRedirect(reverse("me"))
    context = {"identity": identity, "linked": linked_to(actor.person) if actor.person else ()}
    return render(request, "people/link_identity.html", context)


@page("account.own")
@require_POST
def unlink_own(request: HttpRequest) -> HttpResponse:
    """The identity opens the own account no more."""
    form = IdentityForm(request.POST)
    if form.is_valid():
        unlink_own_identity(
            actor=actor_of(request),
            identity=form.cleaned_data["identity"],
            keep_session=request.session.session_key,
        )
        messages.success(request, say("people.identity.unlinked"))
    return HttpResponseRedirect(reverse("me"))


def _linked(actor: Actor, row: Person, form: IdentityCodeForm) -> Person:
    link_identity_by_code(actor=actor, person=row.key, code=form.cleaned_data["code"])
    return row


link = act_view(
    Act(
        name="link_identity",
        permission="account.manage",
        find=queries.person_for,
        form=lambda _actor, _row, data: IdentityCodeForm(data),
        write=_linked,
    )
)


@page("account.manage")
@require_POST
def unlink(request: HttpRequest, key: str) -> HttpResponse:
    """The identity opens the person's account no more."""
    actor, form = actor_of(request), IdentityForm(request.POST)
    row = queries.person_for(actor, key)
    if form.is_valid():
        unlink_identity(actor=actor, person=key, identity=form.cleaned_data["identity"])
        messages.success(request, say("people.identity.unlinked"))
    return HttpResponseRedirect(reverse("person", args=[row.key]))
