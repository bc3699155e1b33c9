"""The API keeps to its own OpenAPI document, whatever is sent to it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from luoshi.city.people.models import Token
from luoshi.city.rules.permissions import permissions
from luoshi.city.tasks.models import Task

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
TOKEN = "token-of-tests"  # noqa: S105 - for tests only


@pytest.fixture
def document(office: Any, make_task: Callable[..., Task]) -> Any:
    """The API's document, read from the program itself, with a task and the tokens of two people."""
    make_task(state="in_progress")
    make_task(released_at=timezone.now())
    for name in ("office", "commerce-officer"):
        Token.objects.create(
            person=office.people[name],
            name="tests",
            digest=hashlib.sha256(f"{TOKEN}-{name}".encode()).hexdigest(),
            scopes=list(permissions()),
            expires_at=timezone.now() + timedelta(days=1),
        )
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_whatever_is_sent_the_answer_is_as_documented(document: Any) -> None:
    """Whoever sends it: a request takes longer to make up than to answer, so all send the same."""
    callers = ("", "office", "commerce-officer")
    statuses: dict[str, Counter[int]] = {name: Counter() for name in callers}

    def probe(case: Any) -> None:
        for name in callers:
            headers = {"Authorization": f"Bearer {TOKEN}-{name}"} if name else {}
            response = case.call(base_url="http://localhost", headers=headers)
            statuses[name][response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

    taken: Any = given
    as_given: Any = settings(max_examples=5, suppress_health_check=list(HealthCheck))
    for operation in document.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            strategy: Any = operation.ok().as_strategy(generation_mode=mode)
            # an operation that only takes a key of any kind cannot be asked wrongly
            with suppress(Unsatisfiable):
                as_given(taken(strategy)(probe))()
    for name in callers:
        assert {200, 404, 422} <= set(statuses[name]), name
    assert len(list(document.get_all_operations())) >= 13
