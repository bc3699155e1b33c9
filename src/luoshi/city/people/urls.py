"""Addresses of this application."""

from django.urls import URLPattern, path

from luoshi.city.people.views import account, exchange, identities, persons, units

_UNIT, _POST, _PERSON = "units/<str:key>/", "posts/<str:key>/", "persons/<str:key>/"

urlpatterns: list[URLPattern] = [
    path("", units.units, name="units"),
    path("units/add/", units.unit_add, name="unit_add"),
    path(_UNIT, units.unit, name="unit"),
    path(f"{_UNIT}change/", units.unit_change, name="unit_change"),
    path(f"{_UNIT}close/", units.unit_close, name="unit_close"),
    path(f"{_UNIT}posts/add/", units.post_add, name="post_add"),
    path(_POST, units.post, name="post"),
    path(f"{_POST}change/", units.post_change, name="post_change"),
    path(f"{_POST}close/", units.post_close, name="post_close"),
    path(f"{_POST}appoint/", units.post_appoint, name="post_appoint"),
    path(f"{_POST}hand-over/", units.post_hand_over, name="post_hand_over"),
    path(f"{_POST}holdings/<int:holding>/end/", units.holding_end, name="holding_end"),
    path("persons/", persons.persons, name="persons"),
    path("persons/add/", persons.person_add, name="person_add"),
    path(_PERSON, persons.person, name="person"),
    path(f"{_PERSON}change/", persons.person_change, name="person_change"),
    path(f"{_PERSON}account/open/", persons.account_open, name="account_open"),
    path(f"{_PERSON}account/reset/", persons.account_reset, name="account_reset"),
    path(f"{_PERSON}account/close/", persons.account_close, name="account_close"),
    path(f"{_PERSON}account/unlock/", persons.account_unlock, name="account_unlock"),
    path(f"{_PERSON}identity/link/", identities.link, name="identity_link"),
    path(f"{_PERSON}identity/unlink/", identities.unlink, name="identity_unlink"),
    path("exchange/", exchange.exchanging, name="exchange"),
    path("exchange/export/", exchange.export, name="exchange_export"),
    path("exchange/template/", exchange.template, name="exchange_template"),
    path("me/", account.me, name="me"),
    path("me/language/", account.language, name="me_language"),
    path("me/identity/unlink/", identities.unlink_own, name="me_identity_unlink"),
    path("me/tokens/make/", account.token_make, name="token_make"),
    path("me/tokens/<int:token>/revoke/", account.token_revoke, name="token_revoke"),
]
