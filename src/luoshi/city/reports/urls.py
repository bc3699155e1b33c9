"""Addresses of reports."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from luoshi.city.reports.views import figure, files, listing, promise, report


class StepConverter(StringConverter):
    """A correction that a person can make of a promise."""

    regex = "|".join(promise.STEPS)


class SuffixConverter(StringConverter):
    """A format of records."""

    regex = "|".join(files.FORMATS)


register_converter(StepConverter, "step")
register_converter(SuffixConverter, "suffix")

app_name = "reports"
urlpatterns = [
    path("", listing.report_list, name="list"),
    path("upload/", listing.upload, name="upload"),
    path("<slug:key>/", report.report_page, name="report"),
    path("<slug:key>/progress/", report.progress, name="progress"),
    path("<slug:key>/read-again/", report.again, name="again"),
    path("<slug:key>/stop/", report.stop, name="stop"),
    path("<slug:key>/remove/", report.remove, name="remove"),
    path("<slug:key>/release/", report.release, name="release"),
    path("<slug:key>/confirm/", report.rest, name="rest"),
    path("<slug:key>/add/", report.add, name="add"),
    path("<slug:key>/corrections/<int:number>/withdraw/", report.withdraw, name="withdraw"),
    path("<slug:key>/file/", files.original, name="file"),
    path("<slug:key>/records/<slug:kind>.<suffix:suffix>", files.records, name="records"),
    path("<slug:key>/promises/<slug:promise_key>/", promise.promise_page, name="promise"),
    path("<slug:key>/promises/<slug:promise_key>/figures/add/", figure.add, name="add_figure"),
    path("<slug:key>/promises/<slug:promise_key>/<step:name>/", promise.step, name="step"),
    path("<slug:key>/figures/<slug:figure_key>/", figure.figure_page, name="figure"),
    path("<slug:key>/figures/<slug:figure_key>/correct/", figure.correct, name="correct_figure"),
]
