"""Addresses of this package."""

from django.urls import path, re_path

from luoshi.city.tasks.task_list import views

urlpatterns = [
    path("", views.task_list, name="task_list"),
    re_path(r"^export/(?P<kind>xlsx|csv)/$", views.task_export, name="task_export"),
]
