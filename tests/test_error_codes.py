"""Every error code is provoked by a test, and told of in the OpenAPI document."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from chat_app.api.app import _ROUTERS, create_app
from chat_app.errors import ChatAppError, Conflict, MethodNotAllowed, PayloadTooLarge
from tests.conftest import ROOT


def family(kind: type[ChatAppError]) -> Iterator[type[ChatAppError]]:
    for child in kind.__subclasses__():
        yield child
        yield from family(child)


ERRORS = {kind.code: kind for kind in family(ChatAppError) if kind is not Conflict}
OUTSIDE_ROUTES = {MethodNotAllowed.code, PayloadTooLarge.code, "NOT_FOUND"}
"""Answered before or beside every route; the document's `default` response stands for them."""
TESTS = [
    path
    for path in sorted((ROOT / "tests").rglob("test_*.py"))
    if path != Path(__file__) and "e2e" not in path.parts
]


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_a_code_is_provoked(code: str) -> None:
    assert [path.name for path in TESTS if f'"{code}"' in path.read_text()]


@pytest.mark.parametrize("code", sorted(ERRORS.keys() - OUTSIDE_ROUTES))
def test_a_code_is_documented_with_its_status(code: str) -> None:
    told = {
        status
        for methods in create_app().openapi()["paths"].values()
        for operation in methods.values()
        for status, response in operation["responses"].items()
        if f'"{code}"' in json.dumps(response)
    }
    kinds = {str(kind.status) for kind in family(ChatAppError) if kind.code == code}
    assert told
    assert told <= kinds


def test_every_route_is_in_the_document() -> None:
    paths = create_app().openapi()["paths"]
    routes = [route for router in _ROUTERS for route in router.routes]
    assert len(routes) > 30
    for route in routes:
        assert isinstance(route, APIRoute)
        assert {method.lower() for method in route.methods or ()} <= paths[route.path].keys()


def test_every_field_of_a_shape_says_what_it_is() -> None:
    for name, shape in create_app().openapi()["components"]["schemas"].items():
        for field, kind in shape.get("properties", {}).items():
            assert kind.keys() & {"type", "$ref", "anyOf", "enum", "const", "allOf"}, (name, field)
