"""Addresses of this package."""

from __future__ import annotations

from django.urls import path, register_converter

from luoshi.city.tasks.delivery import case_views, change_views, pages, report_views, work_views


class TaskKey:
    """The key of a task, which begins with its year: never the name of a list."""

    regex = r"\d{4}-[0-9A-Za-z-]+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class AskingKinds(TaskKey):
    """What a unit may ask for."""

    regex = "extension|suspension|transfer"


class MoveName(TaskKey):
    """The name of a move."""

    regex = "[a-z_]{1,30}"


register_converter(TaskKey, "task")
register_converter(AskingKinds, "asking")
register_converter(MoveName, "move")

urlpatterns = [
    path("review/", work_views.review, name="task_review"),
    path("problems/", work_views.problem_list, name="problem_list"),
    path("sheets/", work_views.sheet_list, name="sheet_list"),
    path("sheets/<task:sheet_key>/", case_views.sheet_answer, name="sheet"),
    path("notices/", work_views.notices, name="notices"),
    path("notices/read/", work_views.notices_read, name="notices_read"),
    path("<task:key>/", pages.task_page, name="task"),
    path("<task:key>/move/<move:name>/", case_views.task_move, name="task_move"),
    path("<task:key>/report/", report_views.report, name="task_report"),
    path("<task:key>/report/<int:number>/", report_views.report, name="report_change"),
    path("<task:key>/report/<int:number>/<move:name>/", report_views.report_move, name="report_move"),
    path("<task:key>/ask/<asking:kind>/", case_views.task_ask, name="task_ask"),
    path("<task:key>/askings/<int:number>/", case_views.asking_decide, name="asking"),
    path("<task:key>/problems/", case_views.problem_add, name="problem_add"),
    path("<task:key>/problems/<int:number>/", case_views.problem_assign, name="problem"),
    path("<task:key>/problems/<int:number>/settle/", case_views.problem_settle, name="problem_settle"),
    path("<task:key>/evidence/", case_views.evidence_add, name="evidence_add"),
    path("<task:key>/evidence/<int:number>/", pages.evidence_file, name="evidence"),
    path("<task:key>/evidence/<int:number>/remove/", pages.evidence_remove, name="evidence_remove"),
    path("<task:key>/milestones/<int:number>/", case_views.milestone_reach, name="milestone"),
    path("<task:key>/officer/", case_views.officer, name="task_officer"),
    path("<task:key>/change/", change_views.task_change, name="task_change"),
    path("<task:key>/sheets/", case_views.sheet_issue, name="sheet_issue"),
]
