"""The public addresses."""

from django.urls import path, re_path

from luoshi.city.public import releasing_views, views

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^public/tasks\.(?P<kind>csv|xlsx|json)$", views.download_tasks, name="public_download"),
    path("public/<str:key>/", views.task_page, name="public_task"),
    path("tasks/release/", releasing_views.tasks_release, name="tasks_release"),
    path("tasks/<str:key>/release/", releasing_views.task_release, name="task_release"),
]
