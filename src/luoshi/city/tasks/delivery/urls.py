"""Addresses of this package."""

from __future__ import annotations

from django.urls import path, register_converter

from luoshi.city.tasks.delivery import case_views, change_views, pages, progress_views, work_views


class TaskKey:
    """The key of a task, which begins with its year: never the name of a list."""

    regex = r"\d{4}-[0-9A-Za-z-]+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class ChangeRequestKinds(TaskKey):
    """What a unit may ask for."""

    regex = "extension|suspension|transfer"


class MoveName(TaskKey):
    """The name of a move."""

    regex = "[a-z_]{1,30}"


register_converter(TaskKey, "task")
register_converter(ChangeRequestKinds, "change_request")
register_converter(MoveName, "move")

urlpatterns = [
    path("review/", work_views.review, name="task_review"),
    path("obstacles/", work_views.obstacle_list, name="obstacle_list"),
    path("supervision-orders/", work_views.supervision_order_list, name="supervision_order_list"),
    path(
        "supervision-orders/<task:supervision_order_key>/",
        case_views.supervision_order_answer,
        name="supervision_order",
    ),
    path("notifications/", work_views.notifications, name="notifications"),
    path("notifications/read/", work_views.notifications_read, name="notifications_read"),
    path("<task:key>/", pages.task_page, name="task"),
    path("<task:key>/move/<move:name>/", case_views.task_move, name="task_move"),
    path("<task:key>/progress/", progress_views.progress, name="progress_add"),
    path("<task:key>/progress/<int:number>/", progress_views.progress, name="progress_change"),
    path("<task:key>/progress/<int:number>/<move:name>/", progress_views.progress_move, name="progress_move"),
    path("<task:key>/ask/<change_request:kind>/", case_views.task_ask, name="task_ask"),
    path("<task:key>/change-requests/<int:number>/", case_views.change_request_decide, name="change_request"),
    path("<task:key>/obstacles/", case_views.obstacle_add, name="obstacle_add"),
    path("<task:key>/obstacles/<int:number>/", case_views.obstacle_assign, name="obstacle"),
    path("<task:key>/obstacles/<int:number>/settle/", case_views.obstacle_settle, name="obstacle_settle"),
    path("<task:key>/evidence/", case_views.evidence_add, name="evidence_add"),
    path("<task:key>/evidence/<int:number>/", pages.evidence_file, name="evidence"),
    path("<task:key>/evidence/<int:number>/remove/", pages.evidence_remove, name="evidence_remove"),
    path("<task:key>/milestones/<int:number>/", case_views.milestone_reach, name="milestone"),
    path("<task:key>/officer/", case_views.officer, name="task_officer"),
    path("<task:key>/change/", change_views.task_change, name="task_change"),
    path(
        "<task:key>/supervision-orders/", case_views.supervision_order_issue, name="supervision_order_issue"
    ),
]
