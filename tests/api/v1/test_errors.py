"""Every refusal under `/v1`, in OpenAI's shape, before a byte is streamed and without a charge."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from openai import APIStatusError, AuthenticationError, NotFoundError, PermissionDeniedError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chat_app.config import Settings, get_settings
from chat_app.models import now
from tests.api.conftest import Person
from tests.api.v1.conftest import (
    CHAT,
    HELLO,
    WEATHER,
    NewProgram,
    Program,
    exchanges_of,
    refused_as_openai,
)

INVALID = "invalid_request_error"
EMBEDDINGS = "/v1/embeddings"
RESPONSES = "/v1/responses"
PATHS = (CHAT, EMBEDDINGS, RESPONSES)


def calling(**function: Any) -> dict[str, Any]:
    """Return an assistant's message with a call."""
    call = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"} | function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def pictured(url: str) -> list[dict[str, Any]]:
    """Return a user's message with a picture."""
    return [
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]},
    ]


RESULT = {"role": "tool", "tool_call_id": "1", "content": "7"}
USER = HELLO[0]
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"model": 5}, "model"),
    ({"messages": []}, "messages"),
    ({"messages": "Hello"}, "messages"),
    ({"messages": ["Hello"]}, "messages[0]"),
    ({"messages": [{"content": "Hello"}]}, "messages[0].role"),
    ({"messages": [{"role": "function", "content": "Hello"}]}, "messages[0].role"),
    ({"messages": [{"role": "user"}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": ""}]}, "messages"),
    ({"messages": [{"role": "user", "content": []}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": [{"text": "a"}]}]}, "messages[0].content[0].type"),
    (
        {"messages": [{"role": "user", "content": [{"type": "text"}]}]},
        "messages[0].content[0].text",
    ),
    (
        {"messages": [{"role": "user", "content": [{"type": "input_audio"}]}]},
        "messages[0].content[0].type",
    ),
    (
        {"messages": [{"role": "system", "content": [{"type": "image_url"}]}]},
        "messages[0].content[0].type",
    ),
    (
        {"messages": pictured("https://example.org/a.png")},
        "messages[0].content[0].image_url.url",
    ),
    ({"messages": pictured("file:///etc/passwd")}, "messages[0].content[0].image_url.url"),
    (
        {"messages": pictured("data:text/html;base64,AAAA")},
        "messages[0].content[0].image_url.url",
    ),
    (
        {"messages": pictured("data:image/png;base64,%%%")},
        "messages[0].content[0].image_url.url",
    ),
    ({"messages": pictured("data:image/png;base64,")}, "messages[0].content[0].image_url.url"),
    ({"messages": [USER, RESULT]}, "messages[1].tool_call_id"),
    ({"messages": [USER, calling(), USER]}, "messages[2]"),
    ({"messages": [USER, calling()]}, "messages"),
    ({"messages": [USER, calling(), RESULT, RESULT]}, "messages[3].tool_call_id"),
    ({"messages": [USER, calling(), calling(), RESULT]}, "messages[2].tool_calls[0].id"),
    (
        {"messages": [USER, calling(arguments={}), RESULT]},
        "messages[1].tool_calls[0].function.arguments",
    ),
    (
        {"messages": [USER, {"role": "assistant", "function_call": {"name": "f"}}]},
        "messages[1].function_call",
    ),
    ({"stream": "yes"}, "stream"),
    ({"stream_options": {"include_usage": 1}}, "stream_options.include_usage"),
    ({"stream_options": {"include_obfuscation": True}}, "stream_options.include_obfuscation"),
    ({"max_tokens": 0}, "max_tokens"),
    ({"max_tokens": 1.5}, "max_tokens"),
    ({"max_completion_tokens": "9"}, "max_completion_tokens"),
    ({"temperature": 2.1}, "temperature"),
    ({"temperature": "1"}, "temperature"),
    ({"top_p": -0.1}, "top_p"),
    ({"presence_penalty": 3}, "presence_penalty"),
    ({"frequency_penalty": -3}, "frequency_penalty"),
    ({"seed": 2**63}, "seed"),
    ({"seed": True}, "seed"),
    ({"stop": ["a"] * 5}, "stop"),
    ({"stop": [5]}, "stop[0]"),
    ({"stop": 5}, "stop"),
    ({"response_format": {"type": "xml"}}, "response_format.type"),
    ({"response_format": {"type": "json_schema"}}, "response_format.json_schema"),
    (
        {"response_format": {"type": "json_schema", "json_schema": {"name": "a b"}}},
        "response_format.json_schema.name",
    ),
    ({"tools": [WEATHER] * 129}, "tools"),
    ({"tools": [{"type": "web_search"}]}, "tools[0].type"),
    ({"tools": [{"type": "custom", "custom": {"name": "f"}}]}, "tools[0].type"),
    ({"tools": [{"type": "function"}]}, "tools[0].function"),
    ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "tools[0].function.name"),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": []}}]},
        "tools[0].function.parameters",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "x"}}}]},
        "tools[0].function.parameters",
    ),
    ({"tools": [WEATHER, WEATHER]}, "tools[1].function.name"),
    ({"tools": [WEATHER], "tool_choice": "always"}, "tool_choice"),
    ({"tool_choice": "required"}, "tool_choice"),
    ({"tools": [], "tool_choice": "required"}, "tool_choice"),
    ({"tools": [WEATHER], "tool_choice": {"type": "allowed_tools"}}, "tool_choice.type"),
    (
        {"tools": [WEATHER], "tool_choice": {"type": "function", "function": {"name": "f"}}},
        "tool_choice",
    ),
    ({"parallel_tool_calls": "no"}, "parallel_tool_calls"),
    ({"reasoning_effort": "utmost"}, "reasoning_effort"),
    ({"user": 5}, "user"),
    ({"metadata": {"a": 5}}, "metadata.a"),
    ({"n": 2}, "n"),
    ({"logprobs": True}, "logprobs"),
    ({"top_logprobs": 2}, "top_logprobs"),
    ({"logit_bias": {"5": 1}}, "logit_bias"),
    ({"audio": {"voice": "alloy", "format": "wav"}}, "audio"),
    ({"modalities": ["text", "audio"]}, "modalities"),
    ({"prediction": {"type": "content", "content": "a"}}, "prediction"),
    ({"web_search_options": {}}, "web_search_options"),
    ({"store": True}, "store"),
    ({"service_tier": "priority"}, "service_tier"),
    ({"functions": [{"name": "f"}]}, "functions"),
    ({"function_call": "auto"}, "function_call"),
    ({"verbosity": "low"}, "verbosity"),
    ({"background": True}, "background"),
    ({"previous_response_id": "resp_1"}, "previous_response_id"),
    ({"conversation": "conv_1"}, "conversation"),
    ({"prompt": {"id": "pmpt_1"}}, "prompt"),
]
WORDS: list[tuple[dict[str, Any], str]] = [
    ({"n": 2}, "`n`: only 1 is offered here; send that, or leave it out"),
    ({"store": True}, "`store`: only false is offered here; send that, or leave it out"),
    ({"service_tier": "flex"}, "`service_tier`: only 'auto' or 'default' is offered here; "),
    ({"modalities": ["audio"]}, "`modalities`: only 'text' is offered here; "),
    ({"audio": {}}, "`audio`: is not offered here; leave it out"),
    ({"messages": [{"content": "a"}]}, "`messages[0].role`: is missing"),
    ({"messages": ["a"]}, "`messages[0]`: must be an object"),
    ({"response_format": "json"}, "`response_format`: must be an object"),
    ({"tools": [{"type": "function", "function": 5}]}, "`tools[0].function`: must be an object"),
    (
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "data:"}]}]},
        "`messages[0].content[0].image_url`: must be an object",
    ),
]
"""What is said of some, so that whoever reads it knows what to send."""


@pytest.mark.parametrize("is_streamed", [False, True])
async def test_what_will_not_do_is_named_and_costs_nothing(
    program: Program, is_streamed: bool
) -> None:
    for fields, field in FAULTS:
        refusal = await program.ask(**{"stream": is_streamed} | fields)
        words = refused_as_openai(refusal, 400, INVALID, field)
        assert f"`{field}`" in words
    assert not await exchanges_of(program)


@pytest.mark.parametrize(("fields", "words"), WORDS, ids=[words for _, words in WORDS])
async def test_what_will_not_do_is_told_with_what_would(
    program: Program, fields: dict[str, Any], words: str
) -> None:
    refusal = await program.ask(**fields)
    assert refusal.json()["error"]["message"].startswith(words)


HARMLESS: list[dict[str, Any]] = [
    {"n": 1, "logprobs": False, "top_logprobs": 0, "logit_bias": {}, "modalities": ["text"]},
    {"store": False, "service_tier": "auto", "verbosity": "medium", "audio": None},
    {"stream_options": None, "tools": None, "tool_choice": None, "stop": None, "n": None},
    {"user": "ada", "metadata": {"a": "b"}, "safety_identifier": "x", "prompt_cache_key": "y"},
    {"a_field_of_next_year": {"a": [1]}},
    {"messages": [{"role": "user", "content": "Hello", "name": "ada", "of_next_year": 1}]},
    {"messages": [{"role": "system", "content": "Only this"}]},
    {"messages": [USER, {"role": "assistant", "content": "", "refusal": None}, USER]},
    {"messages": [USER, {"role": "assistant", "content": "Hi"}]},
    {"messages": [USER, {"role": "assistant", "content": "Hi"}, {"role": "user", "content": ""}]},
    {"messages": [USER, calling() | {"audio": None, "annotations": []}, RESULT]},
    {"messages": [USER, calling(arguments="not JSON"), RESULT]},
    {"tools": []},
    {"max_tokens": 9.0, "max_completion_tokens": 7, "stop": "z"},
]


@pytest.mark.parametrize("fields", HARMLESS, ids=[",".join(each) for each in HARMLESS])
async def test_what_changes_nothing_and_what_nobody_knows_is_taken(
    program: Program, fields: dict[str, Any]
) -> None:
    answer = await program.ask(**fields)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"5", b"null", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": "\\ud800"}', b"\xff"],
)
async def test_what_is_no_json_object_is_said_to_be_none(
    program: Program, path: str, body: bytes
) -> None:
    refused_as_openai(await program.http.post(path, content=body), 400, INVALID)


@pytest.mark.parametrize("path", PATHS)
async def test_a_body_may_be_deep_and_large_and_no_deeper_or_larger(
    program: Program, path: str
) -> None:
    deep = b'{"a":' * 65 + b"1" + b"}" * 65
    refused_as_openai(await program.http.post(path, content=deep), 413, "payload_too_large")
    deeper = b"[" * 5000
    refused_as_openai(await program.http.post(path, content=deeper), 413, "payload_too_large")
    large = b'{"a":"' + b"a" * (get_settings().MAX_GATEWAY_BODY_MIB * 1024 * 1024) + b'"}'
    words = refused_as_openai(
        await program.http.post(path, content=large), 413, "payload_too_large"
    )
    assert "10 MiB" in words


async def test_a_large_picture_is_taken(program: Program) -> None:
    url = "data:image/png;base64," + "A" * (2 * 1024 * 1024)
    answer = await program.ask(messages=pictured(url), max_tokens=64)
    assert answer.json().keys() & {"error", "choices"}
    assert answer.status_code in {200, 400, 403}, answer.text


@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        (CHAT, {"messages": [{"role": "user", "content": "word " * 200_000}]}, "messages"),
        (RESPONSES, {"input": "word " * 200_000}, "input"),
        (EMBEDDINGS, {"model": "simulated-embedding", "input": "word " * 200_000}, "input"),
    ],
)
async def test_what_is_too_long_is_said_in_openais_words(
    program: Program, path: str, fields: dict[str, Any], field: str
) -> None:
    refusal = await program.http.post(path, json={"model": "simulated"} | fields)
    words = refused_as_openai(refusal, 400, "context_length_exceeded", field)
    assert "this model's maximum context length is" in words


@pytest.mark.parametrize("path", [*PATHS, "/v1/models"])
@pytest.mark.parametrize(
    "header", [None, "Bearer tk_unknown", "Bearer", "Basic abc", "Bearer {token}"]
)
async def test_only_a_key_opens(
    ada: Person, nobody: httpx.AsyncClient, path: str, header: str | None
) -> None:
    headers = {"Authorization": header.format(token=ada.token)} if header else {}
    nobody.cookies.set("access_token", ada.token)
    method = "GET" if path == "/v1/models" else "POST"
    refusal = await nobody.request(method, path, headers=headers)
    refused_as_openai(refusal, 401, "invalid_api_key")
    assert refusal.headers["www-authenticate"] == "Bearer"


async def test_a_sign_in_is_said_to_be_no_key(ada: Person, nobody: httpx.AsyncClient) -> None:
    headers = {"Authorization": f"Bearer {ada.token}"}
    refusal = await nobody.get("/v1/models", headers=headers)
    assert "the token of a sign-in will not do here" in refusal.text


async def test_a_key_that_has_expired_or_was_revoked_says_so(new_program: NewProgram) -> None:
    past = now() - timedelta(minutes=1)
    for fields, word in (({"expires_at": past}, "expired"), ({"revoked_at": past}, "revoked")):
        program = await new_program(**fields)
        with pytest.raises(AuthenticationError, match=word):
            await program.sdk.chat.completions.create(model="simulated", messages=HELLO)


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/", "/v1/completions", "/v1/chat", "/v1/responses/resp_1", "/v1/files"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_what_is_not_there_is_told_in_openais_shape(
    program: Program, path: str, method: str
) -> None:
    refused_as_openai(await program.http.request(method, path), 404, "not_found")


async def test_what_is_not_there_names_what_is(program: Program) -> None:
    refusal = await program.http.post("/v1/v1/chat/completions")
    for path in (*PATHS, "/v1/models", "/v1/models/{model_id}"):
        assert path in refusal.json()["error"]["message"]


async def test_a_base_url_without_v1_is_said_to_lack_it(program: Program) -> None:
    async with program.sdk.with_options(base_url=str(program.http.base_url)) as sdk:
        for asking in (
            sdk.models.list(),
            sdk.models.retrieve("simulated"),
            sdk.chat.completions.create(model="simulated", messages=HELLO),
            sdk.responses.create(model="simulated", input="Hello"),
            sdk.embeddings.create(model="simulated-embedding", input="Hello"),
        ):
            with pytest.raises(NotFoundError, match="under /v1"):
                await asking


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"temperature": 3}, "`temperature`: must be less than or equal to 2"),
        ({"messages": []}, "`messages`: must have at least 1 item, not 0"),
        ({"model": 5}, "`model`: must be a valid string"),
    ],
)
async def test_what_is_wrong_with_a_value_is_told_in_plain_words(
    program: Program, asked: dict[str, Any], words: str
) -> None:
    assert (await program.ask(**asked)).json()["error"]["message"] == words


@pytest.mark.parametrize("path", PATHS)
async def test_a_method_that_is_not_there_is_told_in_openais_shape(
    program: Program, path: str
) -> None:
    refusal = await program.http.get(path)
    refused_as_openai(refusal, 405, "method_not_allowed")
    assert refusal.headers["allow"] == "OPTIONS, POST"


@pytest.mark.parametrize("path", PATHS)
async def test_a_model_that_there_is_not_is_not_found(program: Program, path: str) -> None:
    body = {"model": "gpt-99", "messages": HELLO, "input": "Hello"}
    refused_as_openai(
        await program.http.post(path, json=body), 404, "model_not_found", param="model"
    )
    with pytest.raises(NotFoundError):
        await program.sdk.models.retrieve("gpt-99")


@pytest.mark.parametrize(
    ("path", "model"),
    [(CHAT, "gpt-6-luna"), (RESPONSES, "gpt-6-luna"), (EMBEDDINGS, "text-embedding-3-small")],
)
async def test_a_model_whose_vendor_has_no_key_here_is_not_found(
    program: Program, path: str, model: str
) -> None:
    body = {"model": model, "messages": HELLO, "input": "Hello"}
    words = refused_as_openai(
        await program.http.post(path, json=body), 404, "model_not_found", param="model"
    )
    assert "not set up" in words


async def test_a_model_for_something_else_is_said_to_be_that(program: Program) -> None:
    places = {
        "simulated-embedding": "/v1/embeddings",
        "simulated-image": "/api/chat",
        "simulated-speech": "/api/speech",
    }
    for model, place in places.items():
        asked = {"model": model, "messages": HELLO, "input": "Hello"}
        for path in ("/v1/chat/completions", "/v1/responses"):
            answer = await program.http.post(path, json=asked)
            assert place in refused_as_openai(answer, 400, INVALID, "model")
    body = {"model": "simulated", "input": "Hello"}
    refused_as_openai(await program.http.post(EMBEDDINGS, json=body), 400, INVALID, "model")


async def test_a_model_that_is_not_the_keys_is_not_allowed(new_program: NewProgram) -> None:
    program = await new_program(models=("simulated-embedding",))
    refused_as_openai(await program.ask(), 403, "model_not_allowed", "model")
    assert [model.id async for model in program.sdk.models.list()] == ["simulated-embedding"]


async def test_a_cap_that_is_used_up_is_refused_with_the_numbers(new_program: NewProgram) -> None:
    program = await new_program(token_limit=70)
    with pytest.raises(PermissionDeniedError) as refused:
        await program.sdk.chat.completions.create(model="simulated", messages=HELLO)
    assert refused.value.code == refused.value.type == "insufficient_quota"
    assert "70" in refused.value.message


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=2)
async def test_a_key_that_asks_too_often_is_told_when_to_come_back(program: Program) -> None:
    answers = [await program.http.get("/v1/models") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused_as_openai(answers[2], 429, "rate_limit_exceeded")
    assert answers[0].headers["ratelimit"]


async def test_a_call_sent_again_is_refused_and_not_sent_a_third_time(program: Program) -> None:
    again = {"Idempotency-Key": "once"}
    sdk = program.sdk.with_options(max_retries=2)
    await sdk.chat.completions.create(model="simulated", messages=HELLO, extra_headers=again)
    with pytest.raises(APIStatusError) as refused:
        await sdk.chat.completions.create(model="simulated", messages=HELLO, extra_headers=again)
    assert (refused.value.status_code, refused.value.code) == (409, "idempotency_conflict")
    assert refused.value.response.headers["x-should-retry"] == "false"
    assert refused.value.response.request.headers["x-stainless-retry-count"] == "0"
    assert len(await exchanges_of(program)) == 1


async def test_a_fault_of_ours_is_told_in_openais_shape(
    program: Program, database_settings: Settings
) -> None:
    engine = create_async_engine(database_settings.DATABASE_URL)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE api_key SET models = 'no list at all'"))
    await engine.dispose()
    refused_as_openai(await program.ask(), 500, "internal_error")
    refused_as_openai(await program.http.get("/v1/models"), 500, "internal_error")
