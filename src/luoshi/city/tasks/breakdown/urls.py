"""Addresses of this package."""

from django.urls import path

from luoshi.city.tasks.breakdown.views import drafts, elsewhere, sections, one_by_one, tables

_REPORT = "decompose/<str:report_key>/"
_PROMISE = _REPORT + "<str:key>/"

urlpatterns = [
    path("decompose/", one_by_one.reports, name="decompose"),
    path(_REPORT, one_by_one.overview, name="decompose_report"),
    path(_REPORT + "drafts/", drafts.listed, name="decompose_drafts"),
    path(_REPORT + "table.xlsx", tables.export, name="decompose_export"),
    path(_REPORT + "import/", tables.bring, name="decompose_import"),
    path(_REPORT + "section/<str:number>/", sections.section, name="decompose_section"),
    path(_PROMISE, one_by_one.promise, name="decompose_promise"),
    path(_PROMISE + "keep/", one_by_one.keep, name="decompose_keep"),
    path(_PROMISE + "exclude/", one_by_one.exclude, name="decompose_exclude"),
    path(_PROMISE + "split/", one_by_one.split, name="decompose_split"),
    path("drafts/<str:key>/", drafts.change, name="draft_change"),
    path("drafts/<str:key>/remove/", drafts.remove, name="draft_remove"),
    path("elsewhere/", elsewhere.add, name="elsewhere_add"),
    path("elsewhere/drafts/", drafts.listed, name="elsewhere_drafts"),
    path("elsewhere/template.xlsx", tables.elsewhere_template, name="elsewhere_template"),
    path("elsewhere/import/", tables.bring_elsewhere, name="elsewhere_import"),
]
