"""Units and posts: who is there, and the forms that change it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoshi.city.people import queries
from luoshi.city.people.actions.holdings import appoint, end_holding, hand_over
from luoshi.city.people.actions.posts import add_post, change_post, close_post
from luoshi.city.people.actions.units import add_unit, change_unit, close_unit
from luoshi.city.people.filters import UnitFilters
from luoshi.city.people.forms import AppointForm, DayForm, HandOverForm, PostForm, UnitForm
from luoshi.city.people.models import Post
from luoshi.city.people.requests import actor_of
from luoshi.city.people.views.form_view import Asked, answered, posted
from luoshi.city.rules.words import choices
from luoshi.city.site.access import page
from luoshi.city.site.language import language_now
from luoshi.city.site.lists import page_of

_UNITS = 60


@page("unit.read")
def units(request: HttpRequest) -> HttpResponse:
    """Units with their posts and who holds them today; as a tree, or as found, by pages."""
    filters = UnitFilters.read(request.GET)
    listed = queries.listed_units(actor_of(request), filters, timezone.localdate())
    shown = page_of(listed, request.GET.get("page"), _UNITS)
    context = {
        "branches": queries.tree(shown.object_list),
        "page": shown,
        "filters": filters,
        "form": filters.form(reverse("units"), {"kind": choices("unit_kind", language_now())}),
    }
    return render(request, "people/units.html", context)


@page("unit.read")
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """One unit: what it is, its posts with today's holders, the units below it."""
    day = timezone.localdate()
    return render(
        request, "people/unit.html", {"unit": queries.unit_for(actor_of(request), key, day), "day": day}
    )


@page("unit.read")
def post(request: HttpRequest, key: str) -> HttpResponse:
    """One post with everyone who held it."""
    day = timezone.localdate()
    return render(request, "people/post.html", {"post": queries.post_for(actor_of(request), key), "day": day})


@page("unit.manage")
def unit_add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    actor = actor_of(request)
    form = UnitForm(posted(request), units=queries.units_for(actor))

    def act(form: UnitForm) -> str:
        made = add_unit(actor=actor, given=form.given(), key=form.cleaned_data["key"])
        return reverse("unit", args=[made.key])

    return answered(request, form, Asked("add_unit"), act)


@page("unit.manage")
def unit_change(request: HttpRequest, key: str) -> HttpResponse:
    """Other fields for a unit."""
    actor = actor_of(request)
    row = queries.unit_for(actor, key, timezone.localdate())
    others = queries.units_for(actor).exclude(pk=row.pk)
    form = UnitForm(posted(request), initial=UnitForm.of(row), units=others, changing=True)

    def act(form: UnitForm) -> str:
        change_unit(actor=actor, key=key, given=form.given())
        return reverse("unit", args=[key])

    return answered(request, form, Asked("change_unit", row.name, reverse("unit", args=[key])), act)


@page("unit.manage")
def unit_close(request: HttpRequest, key: str) -> HttpResponse:
    """The end of a unit."""
    actor = actor_of(request)
    row = queries.unit_for(actor, key, timezone.localdate())
    form = DayForm(posted(request), initial=DayForm.today())

    def act(form: DayForm) -> str:
        close_unit(actor=actor, key=key, on=form.cleaned_data["on"])
        return reverse("unit", args=[key])

    asked = Asked("close_unit", row.name, reverse("unit", args=[key]), danger=True)
    return answered(request, form, asked, act)


@page("unit.manage")
def post_add(request: HttpRequest, key: str) -> HttpResponse:
    """A new post of a unit."""
    actor = actor_of(request)
    row = queries.unit_for(actor, key, timezone.localdate())
    form = PostForm(posted(request))

    def act(form: PostForm) -> str:
        made = add_post(actor=actor, unit=key, given=form.given(), key=form.cleaned_data["key"])
        return reverse("post", args=[made.key])

    return answered(request, form, Asked("add_post", row.name, reverse("unit", args=[key])), act)


@page("unit.manage")
def post_change(request: HttpRequest, key: str) -> HttpResponse:
    """Other fields for a post."""
    actor = actor_of(request)
    row = queries.post_for(actor, key)
    form = PostForm(posted(request), initial=PostForm.of(row), changing=True)

    def act(form: PostForm) -> str:
        change_post(actor=actor, key=key, given=form.given())
        return reverse("post", args=[key])

    return answered(request, form, Asked("change_post", _called(row), reverse("post", args=[key])), act)


@page("unit.manage")
def post_close(request: HttpRequest, key: str) -> HttpResponse:
    """The end of a post."""
    actor = actor_of(request)
    row = queries.post_for(actor, key)
    form = DayForm(posted(request), initial=DayForm.today())

    def act(form: DayForm) -> str:
        close_post(actor=actor, key=key, on=form.cleaned_data["on"])
        return reverse("post", args=[key])

    return answered(
        request, form, Asked("close_post", _called(row), reverse("post", args=[key]), danger=True), act
    )


@page("unit.manage")
def post_appoint(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody holds the post from a day."""
    actor = actor_of(request)
    row = queries.post_for(actor, key)
    form = AppointForm(posted(request), initial={"since": timezone.localdate()})

    def act(form: AppointForm) -> str:
        appoint(actor=actor, post=key, **form.cleaned_data)
        return reverse("post", args=[key])

    asked = Asked("appoint", _called(row), reverse("post", args=[key]), picks_person=True)
    return answered(request, form, asked, act)


@page("unit.manage")
def post_hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """The successor takes the post over."""
    actor = actor_of(request)
    row = queries.post_for(actor, key)
    form = HandOverForm(posted(request), initial={"since": timezone.localdate()})

    def act(form: HandOverForm) -> str:
        hand_over(actor=actor, post=key, **form.cleaned_data)
        return reverse("post", args=[key])

    asked = Asked("hand_over", _called(row), reverse("post", args=[key]), picks_person=True)
    return answered(request, form, asked, act)


@page("unit.manage")
def holding_end(request: HttpRequest, key: str, holding: int) -> HttpResponse:
    """Somebody holds the post no longer."""
    actor = actor_of(request)
    row = queries.post_for(actor, key)
    form = DayForm(posted(request), initial=DayForm.today())

    def act(form: DayForm) -> str:
        end_holding(actor=actor, holding=holding, until=form.cleaned_data["on"])
        return reverse("post", args=[key])

    return answered(request, form, Asked("end_holding", _called(row), reverse("post", args=[key])), act)


def _called(row: Post) -> str:
    return f"{row.unit.name} {row.name}"
