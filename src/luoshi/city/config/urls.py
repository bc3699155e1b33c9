"""The addresses of the site; every view carries the permission that it asks for."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("luoshi.city.public.urls")),
    path("dashboards/", include("luoshi.city.dashboards.urls")),
    path("reports/", include("luoshi.city.reports.urls")),
    path("tasks/", include("luoshi.city.tasks.urls")),
    path("documents/", include("luoshi.city.documents.urls")),
    path("audit/", include("luoshi.city.audit.urls")),
    path("people/", include("luoshi.city.people.urls")),
    path("", include("luoshi.city.site.urls")),
    path("api/", include("luoshi.city.api.urls")),
    path("account/", include("luoshi.city.people.account_urls")),
    path("health/", include("luoshi.city.config.health")),
]

handler400 = "luoshi.city.site.views.unfit"
handler500 = "luoshi.city.site.views.failed"
handler429 = "luoshi.city.people.signing.pages.too_many"  # allauth's name for it
