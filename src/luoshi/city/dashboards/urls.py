"""Addresses under ``/dashboards/``."""

from django.urls import path

from luoshi.city.dashboards import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("leader/", views.leader, name="dashboard_leader"),
    path("office/", views.office, name="dashboard_office"),
    path("unit/", views.unit, name="dashboard_unit"),
    path("units/", views.units, name="dashboard_units"),
]
