"""A page that says what the API offers, made from its OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from luoshi.city.api.site import api
from luoshi.city.rules.permissions import permission_words
from luoshi.city.site.access import open_to_all
from luoshi.city.site.language import language_now


@csrf_exempt
@open_to_all
@require_GET
def description(request: HttpRequest) -> HttpResponse:
    """Every operation with its address, what it asks for and what it takes."""
    document = api.get_openapi_schema()
    operations = [
        _operation(address, method, operation)
        for address, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/description.html", {"operations": operations})


@csrf_exempt
@open_to_all
@require_GET
def document(_request: HttpRequest) -> JsonResponse:
    """The OpenAPI document."""
    return JsonResponse(api.get_openapi_schema())


def _operation(address: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "address": address,
        "permission": permission_words(operation["x-permission"], language_now()),
        "permission_name": operation["x-permission"],
        "parameters": [
            {"name": one["name"], "required": one.get("required", False)}
            for one in operation.get("parameters", [])
        ],
        "takes_body": "requestBody" in operation,
    }
