"""Addresses under ``/desk/``."""

from django.urls import path

from luoshi.city.dashboards import log_views, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("leader/", views.leader, name="desk_leader"),
    path("office/", views.office, name="desk_office"),
    path("unit/", views.unit, name="desk_unit"),
    path("units/", views.units, name="desk_units"),
    path("log/", log_views.log, name="desk_log"),
    path("log/export/", log_views.log_export, name="desk_log_export"),
]
