"""Units and posts: who is there, and the forms that change it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from luoshi.city.people import queries
from luoshi.city.people.actions.holdings import appoint, end_holding, hand_over
from luoshi.city.people.actions.posts import add_post, change_post, close_post
from luoshi.city.people.actions.units import add_unit, change_unit, close_unit
from luoshi.city.people.actors import Actor
from luoshi.city.people.filters import UnitFilters
from luoshi.city.people.forms import AppointForm, DayForm, HandOverForm, PostForm, UnitForm
from luoshi.city.people.models import Post, Unit
from luoshi.city.people.requests import actor_of
from luoshi.city.people.views.acts import Act, Row, act_view
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


def _unit(actor: Actor, key: str) -> Unit:
    return queries.unit_for(actor, key, timezone.localdate())


def _day_form(_actor: Actor, _row: Row, data: QueryDict | None) -> DayForm:
    return DayForm(data, initial=DayForm.today())


def _unit_form(actor: Actor, row: Unit, data: QueryDict | None) -> UnitForm:
    others = queries.units_for(actor).exclude(pk=row.pk)
    return UnitForm(data, initial=UnitForm.of(row), units=others, changing=True)


def _added_unit(actor: Actor, _row: None, form: UnitForm) -> Row:
    return add_unit(actor=actor, given=form.given(), key=form.cleaned_data["key"])


def _added_post(actor: Actor, row: Unit, form: PostForm) -> Row:
    return add_post(actor=actor, unit=row.key, given=form.given(), key=form.cleaned_data["key"])


def _appointed(actor: Actor, row: Post, form: AppointForm) -> Row:
    return appoint(actor=actor, post=row.key, **form.cleaned_data).post


def _handed_over(actor: Actor, row: Post, form: HandOverForm) -> Row:
    return hand_over(actor=actor, post=row.key, **form.cleaned_data).post


def _ended(actor: Actor, _row: Post, form: DayForm, holding: int) -> Row:
    return end_holding(actor=actor, holding=holding, until=form.cleaned_data["on"]).post


_manages = partial(Act, permission="unit.manage")

unit_add = act_view(
    _manages(
        name="add_unit",
        form=lambda actor, _row, data: UnitForm(data, units=queries.units_for(actor)),
        write=_added_unit,
        keeps=True,
    )
)
unit_change = act_view(
    _manages(
        name="change_unit",
        find=_unit,
        form=_unit_form,
        write=lambda actor, row, form: change_unit(actor=actor, key=row.key, given=form.given()),
        keeps=True,
    )
)
unit_close = act_view(
    _manages(
        name="close_unit",
        find=_unit,
        form=_day_form,
        write=lambda actor, row, form: close_unit(actor=actor, key=row.key, on=form.cleaned_data["on"]),
        danger=True,
    )
)
post_add = act_view(
    _manages(
        name="add_post",
        find=_unit,
        form=lambda _actor, _row, data: PostForm(data),
        write=_added_post,
        keeps=True,
    )
)
post_change = act_view(
    _manages(
        name="change_post",
        find=queries.post_for,
        form=lambda _actor, row, data: PostForm(data, initial=PostForm.of(row), changing=True),
        write=lambda actor, row, form: change_post(actor=actor, key=row.key, given=form.given()),
        keeps=True,
    )
)
post_close = act_view(
    _manages(
        name="close_post",
        find=queries.post_for,
        form=_day_form,
        write=lambda actor, row, form: close_post(actor=actor, key=row.key, on=form.cleaned_data["on"]),
        danger=True,
    )
)
post_appoint = act_view(
    _manages(
        name="appoint",
        find=queries.post_for,
        form=lambda _actor, _row, data: AppointForm(data, initial={"since": timezone.localdate()}),
        write=_appointed,
        picks_person=True,
    )
)
post_hand_over = act_view(
    _manages(
        name="hand_over",
        find=queries.post_for,
        form=lambda _actor, _row, data: HandOverForm(data, initial={"since": timezone.localdate()}),
        write=_handed_over,
        picks_person=True,
    )
)
holding_end = act_view(_manages(name="end_holding", find=queries.post_for, form=_day_form, write=_ended))
