"""The API is asked whatever its own description allows, and what it does not: it never fails, and it keeps its word."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from reportedly import Ledger
from reportedly.web import api, feeds
from reportedly.web.app import create_app
from reportedly.web.shapes import Problem
from tests.ledger.stories import SUMMIT, VISIT
from tests.web.test_api import CONTRADICTED, PUT_OFF, QUOTES, TOKEN

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


OPERATIONS = sorted(
    {
        (route.path_format, method)
        for router in (api.router, feeds.router)
        for route in router.routes
        if isinstance(route, APIRoute) and route.include_in_schema
        for method in route.methods
    }
)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The API as it describes itself, with an application of a small ledger behind it."""
    path = tmp_path_factory.mktemp("fuzz") / "news.sqlite"
    with Ledger(path) as ledger:
        ledger.add_all((*VISIT, SUMMIT, PUT_OFF, CONTRADICTED, *QUOTES))
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(path, token=TOKEN), headers={"Host": "localhost"})


def test_every_operation_is_described(described: Any) -> None:
    assert sorted((path, method.upper()) for path, ways in described.items() for method in ways) == OPERATIONS


ASKED = [
    pytest.param(*operation, mode, id=f"{operation[1]} {operation[0]} {told}")
    for operation in OPERATIONS
    for mode, told in ((GenerationMode.POSITIVE, "as described"), (GenerationMode.NEGATIVE, "against the description"))
    # Nothing that these could be asked is against their description.
    if mode is GenerationMode.POSITIVE or operation[0] not in ("/api/counts", "/api/articles/{id}")
]


@pytest.mark.parametrize(("path", "method", "mode"), ASKED)
def test_whatever_is_asked(described: Any, path: str, method: str, mode: GenerationMode) -> None:
    cases = described[path][method].as_strategy(generation_mode=mode)

    @given(case=cases)
    @settings(
        max_examples=10,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        answer = case.call(headers={"Host": "localhost", "Authorization": f"Bearer {TOKEN}"})
        # A refusal by its length is one too, of which the check has not heard.
        checks = [check for check in CHECKS if answer.status_code != 414 or check is not negative_data_rejection]
        case.validate_response(answer, checks=checks)
        if answer.status_code >= 400:
            problem = Problem.model_validate(answer.json())
            assert problem.status == answer.status_code

    ask()
