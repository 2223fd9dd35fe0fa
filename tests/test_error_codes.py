"""Every error code is provoked by a test, and told of in the OpenAPI document."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app.api.app import create_app
from chat_app.errors import ChatAppError, MethodNotAllowed, PayloadTooLarge
from tests.conftest import ROOT


def family(kind: type[ChatAppError]) -> Iterator[type[ChatAppError]]:
    for child in kind.__subclasses__():
        yield child
        yield from family(child)


ERRORS = {kind.code: kind for kind in family(ChatAppError)}
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
        if status >= "4" and f'"{code}"' in json.dumps(response)
    }
    kinds = {str(kind.status) for kind in family(ChatAppError) if kind.code == code}
    assert told
    assert told <= kinds
