"""Addresses of this package."""

from django.urls import path

from luoshi.city.tasks.breakdown.views import by_section, drafts, one_by_one, other_sources, tables

_REPORT = "breakdown/<str:report_key>/"
_PROMISE = _REPORT + "<str:key>/"

urlpatterns = [
    path("breakdown/", one_by_one.reports, name="breakdown"),
    path(_REPORT, one_by_one.overview, name="breakdown_report"),
    path(_REPORT + "drafts/", drafts.listed, name="breakdown_drafts"),
    path(_REPORT + "table.xlsx", tables.export, name="breakdown_export"),
    path(_REPORT + "import/", tables.bring, name="breakdown_import"),
    path(_REPORT + "section/<str:number>/", by_section.section, name="breakdown_section"),
    path(_PROMISE, one_by_one.promise, name="breakdown_promise"),
    path(_PROMISE + "exclude/", one_by_one.exclude, name="breakdown_exclude"),
    path(_PROMISE + "split/", one_by_one.split, name="breakdown_split"),
    path("drafts/<str:key>/", drafts.change, name="draft_change"),
    path("drafts/<str:key>/remove/", drafts.remove, name="draft_remove"),
    path("other-sources/", other_sources.add, name="other_sources_add"),
    path("other-sources/drafts/", drafts.listed, name="other_sources_drafts"),
    path("other-sources/template.xlsx", tables.other_sources_template, name="other_sources_template"),
    path("other-sources/import/", tables.bring_elsewhere, name="other_sources_import"),
]
