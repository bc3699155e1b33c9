"""The API itself, version 1."""

from __future__ import annotations

from ninja import NinjaAPI

from luoshi.city.api import errors
from luoshi.city.api.reports import router as reports
from luoshi.city.api.results import router as results
from luoshi.city.api.tasks import router as tasks
from luoshi.city.api.units import router as units

api = NinjaAPI(
    title="落实 Luoshi",
    version="1",
    description="What a government promised, who answers for it, and what became of it.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-1",
    openapi_extra={"components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}},
)
errors.install(api)
api.add_router("", reports)
api.add_router("", tasks)
api.add_router("", units)
api.add_router("", results)
