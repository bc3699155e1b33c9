"""Addresses of this package."""

from django.urls import path

from luoshi.city.tasks.decomposing.views import drafts, elsewhere, sections, sitting, tables

_REPORT = "decompose/<str:report_key>/"
_PROMISE = _REPORT + "<str:key>/"

urlpatterns = [
    path("decompose/", sitting.reports, name="decompose"),
    path(_REPORT, sitting.overview, name="decompose_report"),
    path(_REPORT + "drafts/", drafts.listed, name="decompose_drafts"),
    path(_REPORT + "table.xlsx", tables.export, name="decompose_export"),
    path(_REPORT + "import/", tables.bring, name="decompose_import"),
    path(_REPORT + "section/<str:number>/", sections.section, name="decompose_section"),
    path(_PROMISE, sitting.promise, name="decompose_promise"),
    path(_PROMISE + "keep/", sitting.keep, name="decompose_keep"),
    path(_PROMISE + "exclude/", sitting.exclude, name="decompose_exclude"),
    path(_PROMISE + "split/", sitting.split, name="decompose_split"),
    path("drafts/<str:key>/", drafts.change, name="draft_change"),
    path("drafts/<str:key>/remove/", drafts.remove, name="draft_remove"),
    path("elsewhere/", elsewhere.add, name="elsewhere_add"),
    path("elsewhere/drafts/", drafts.listed, name="elsewhere_drafts"),
    path("elsewhere/template.xlsx", tables.elsewhere_template, name="elsewhere_template"),
    path("elsewhere/import/", tables.bring_elsewhere, name="elsewhere_import"),
]
