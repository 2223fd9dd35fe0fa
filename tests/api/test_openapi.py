"""The OpenAPI document: valid, and telling of every route, parameter, field, example and error."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from chat_app.api.app import _ROUTERS
from chat_app.api.schemas.events import EVENTS, IN_STREAM
from chat_app.api.schemas.shape import Shape
from tests.api.conftest import DOCUMENT

SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
every_operation = pytest.mark.parametrize(
    ("method", "path", "operation"),
    OPERATIONS,
    ids=[f"{method} {path}" for method, path, _ in OPERATIONS],
)
TAGS = {tag["name"]: tag["description"] for tag in DOCUMENT["tags"]}
OPEN = {
    "/api/auth/forgot-password",
    "/api/auth/passkeys/sign-in/options",
    "/api/auth/passkeys/sign-in",
    "/api/health",
    "/api/ready",
    "/api/auth/login",
    "/api/auth/register",
    "/api/auth/set-password",
    "/api/auth/ways",
}


def shapes(kind: type[Shape] = Shape) -> Iterator[type[Shape]]:
    for child in kind.__subclasses__():
        yield child
        yield from shapes(child)


IN_EVENTS = {shape for kinds in EVENTS.values() for shape in kinds}
EVENT_UNIONS = {"TextEvent", "TokenEvent", "TypedEvent"}
SHAPES = {
    shape.__name__: shape
    for shape in shapes()
    if shape.model_config.get("json_schema_extra") and shape not in IN_EVENTS
}


def test_the_document_is_valid_openapi() -> None:
    schemathesis.openapi.from_dict(DOCUMENT).validate()
    assert DOCUMENT["openapi"].startswith("3.1")


def _is_told(route: BaseRoute) -> bool:
    """Say whether a route is for programs: browsers alone are sent to the others."""
    return not (isinstance(route, APIRoute) and "/oidc/" in route.path)


def test_every_route_is_in_the_document() -> None:
    routes = [route for router in _ROUTERS for route in router.routes if _is_told(route)]
    assert len(routes) == len(OPERATIONS) > 35
    for route in routes:
        assert isinstance(route, APIRoute)
        assert {method.lower() for method in route.methods or ()} <= DOCUMENT["paths"][
            route.path_format
        ].keys()


def test_every_body_refuses_fields_that_it_does_not_know() -> None:
    sent = {path: each["requestBody"] for _, path, each in OPERATIONS if "requestBody" in each}
    assert sent
    for path, body in sent.items():
        if "multipart/form-data" in body["content"]:
            # A file.
            continue
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        # Clients of OpenAI send fields of next year.
        assert SCHEMAS[name].get("additionalProperties", True) is path.startswith("/v1/")


def test_every_operation_has_a_name_of_its_own_that_reads_as_a_function() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and "api" not in name for name in names)


@every_operation
def test_every_route_is_documented(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= TAGS.keys()
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter["name"]
    (good,) = operation["responses"].keys() & {"200", "201"}
    assert operation["responses"][good]["description"]
    for content in operation["responses"][good]["content"].values():
        assert content["schema"]
        assert "$ref" in content["schema"] or content.keys() & {"example", "examples"}
    for status in ("429", "503"):
        assert operation["responses"][status]["headers"]["Retry-After"]
    if path not in OPEN:
        assert operation["responses"]["401"]["headers"]["WWW-Authenticate"]
        assert operation["security"]
    assert "HTTPValidationError" not in json.dumps(operation)


def test_every_shape_is_one_of_ours() -> None:
    enumerations = {name for name, schema in SCHEMAS.items() if "enum" in schema}
    events = {shape.__name__ for shape in IN_EVENTS} | EVENT_UNIONS
    assert SCHEMAS.keys() - enumerations == SHAPES.keys() | events


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_shape_and_every_field_says_what_it_means(name: str) -> None:
    assert SCHEMAS[name]["description"]
    for field, schema in SCHEMAS[name].get("properties", {}).items():
        assert schema.get("description"), field
        assert schema.keys() & {
            *("type", "$ref", "anyOf", "oneOf"),
            *("enum", "const", "allOf"),
        }, field


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_shows_itself_by_an_example_that_it_would_take(name: str) -> None:
    (example,) = SCHEMAS[name]["examples"]
    shape = SHAPES[name].model_validate(example)
    assert json.loads(shape.model_dump_json(exclude_unset=True, by_alias=True)) == example
    if name.endswith("Out"):
        assert example.keys() == SCHEMAS[name]["properties"].keys()


@pytest.mark.parametrize("field", [field for field in SHAPES if field.endswith("Out")])
def test_every_number_of_tokens_says_so(field: str) -> None:
    for name, schema in SCHEMAS[field]["properties"].items():
        if "tokens" in name.lower() and schema.get("type") == "integer":
            assert "token" in schema["description"].lower(), name


@pytest.mark.parametrize("shape", [shape for kinds in EVENTS.values() for shape in kinds])
def test_every_event_of_a_stream_shows_itself_and_says_what_its_fields_mean(
    shape: type[Shape],
) -> None:
    schema = shape.model_json_schema()
    assert schema["description"]
    for field, meaning in schema["properties"].items():
        assert meaning.get("description"), field
    (example,) = schema["examples"]
    assert json.loads(shape.model_validate(example).model_dump_json(exclude_unset=True)) == example


def test_streams_are_documented() -> None:
    streams = 0
    for _, path, operation in OPERATIONS:
        answer = operation["responses"].get("200", {})
        if "text/event-stream" not in answer.get("content", {}) or path.startswith("/v1/"):
            continue
        if path.endswith("/events"):
            continue
        streams += 1
        assert answer["headers"].keys() == {"X-Chat-Id", "X-Message-Id"}
        for kind in IN_STREAM:
            assert f"`{kind.code}`" in answer["description"]
        assert ("204" in operation["responses"]) == ("requestBody" not in operation) or (
            path.endswith("regenerate")
        )
        stream = answer["content"]["text/event-stream"]
        assert stream["schema"] == {"type": "string"}
        assert stream["x-itemSchema"]["properties"].keys() == {"id", "retry", "data"}
        dialects = {"text", "token", "typed"}
        if path == "/api/chat/stream":
            dialects = {"token"} if "requestBody" in operation else {"typed"}
        assert stream["examples"].keys() == dialects
        named = json.dumps(stream["x-itemSchema"]["properties"]["data"])
        for union in EVENT_UNIONS:
            is_told = union.removesuffix("Event").lower() in dialects
            assert (f"#/components/schemas/{union}" in named) == is_told
        assert any(each["name"] == "Last-Event-ID" for each in operation["parameters"])
    assert streams == 7


def test_what_is_told_of_a_chat_is_documented_event_by_event() -> None:
    operation = DOCUMENT["paths"]["/api/chat/{chat_id}/events"]["get"]
    stream = operation["responses"]["200"]["content"]["text/event-stream"]
    told = stream["x-itemSchema"]["properties"]["data"]["contentSchema"]["anyOf"]
    shapes = [DOCUMENT["components"]["schemas"][each["$ref"].rpartition("/")[2]] for each in told]
    assert {shape["properties"]["type"]["const"] for shape in shapes} == {
        *("presence", "typing", "message", "turn", "queue", "title", "members", "deleted"),
        *("anew", "error"),
    }
    assert any(each["name"] == "Last-Event-ID" for each in operation["parameters"])
