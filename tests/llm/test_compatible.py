"""Providers that a catalogue file names: whoever speaks OpenAI's chat completions."""

from typing import Any

import pytest

from chat_app.config import get_settings
from chat_app.errors import ProviderError, ProviderRateLimited
from chat_app.llm.catalogue import find, is_available
from chat_app.llm.parts import beyond_words_tokens
from chat_app.llm.providers.refusals import (
    ProviderContextExceeded,
    ProviderKeyRefused,
    ProviderModelUnknown,
    ProviderOverloaded,
    ProviderParameterRefused,
    ProviderQuotaExhausted,
)
from chat_app.llm.stream import stream_reply
from chat_app.llm.taken import ParameterNotTaken
from chat_app.llm.types import (
    Audio,
    Delta,
    Event,
    Finish,
    FinishReason,
    Image,
    Parameters,
    Part,
    Prompt,
    PromptMessage,
    Role,
    Text,
    ThinkingDelta,
    Tool,
    ToolCallDelta,
    Usage,
)
from tests.fakes.script import Fake, Reply
from tests.llm.prompts import question
from tests.llm.vendors import COMPATIBLE, Vendor, in_the_catalogue

MODEL_ID = COMPATIBLE.model_id
CLOCK = Tool("clock", "Tells the time", {"type": "object"})


@pytest.fixture
def vendor() -> Vendor:
    return COMPATIBLE


@pytest.fixture
async def dialect(
    request: pytest.FixtureRequest, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give the entry of the provider these lines, too."""
    for name, value in in_the_catalogue(fake.endpoint, **request.param).items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()


def entry(**lines: str) -> Any:
    return pytest.mark.parametrize("dialect", [lines], indirect=True, ids=[str(lines)])


async def ask(prompt: Prompt | None = None) -> tuple[list[Event], Finish]:
    events = [event async for event in stream_reply(find(MODEL_ID), prompt or question())]
    finish = events.pop()
    assert isinstance(finish, Finish)
    return events, finish


def chunk(delta: Any, reason: str | None = None, **beside: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}], **beside}


USAGE = {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15}


async def test_a_request_has_the_fields_that_everybody_knows_and_no_others(fake: Fake) -> None:
    await ask()

    assert fake.requests[0] == {
        "model": MODEL_ID,
        "messages": [{"role": "user", "content": "How are you?"}],
        "max_tokens": 77,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


@entry(longest_reply='"max_completion_tokens"', asks_for_usage="false")
async def test_an_entry_says_which_fields_its_provider_knows(fake: Fake, dialect: None) -> None:
    await ask()

    assert fake.requests[0]["max_completion_tokens"] == 77
    assert {"max_tokens", "stream_options"}.isdisjoint(fake.requests[0])


@entry(takes='["image", "audio"]', image_tokens="1000", audio_tokens_per_second="7")
async def test_an_entry_says_what_its_provider_takes_and_what_that_costs(
    fake: Fake, dialect: None
) -> None:
    parts: tuple[Part, ...] = (Image("image/png", b"x"), Audio("audio/mpeg", b"y", 2.5))

    await ask(Prompt("", (PromptMessage(Role.USER, parts),), Parameters(77)))

    kinds = [each["type"] for each in fake.requests[0]["messages"][0]["content"]]
    assert kinds == ["image_url", "input_audio"]
    assert beyond_words_tokens(parts, COMPATIBLE.row()) == 1018


async def test_what_no_entry_allows_is_refused_by_name(fake: Fake) -> None:
    prompt = Prompt("", (PromptMessage(Role.USER, (Audio("audio/wav", b"", 1),)),), Parameters(77))

    with pytest.raises(ParameterNotTaken, match=r"^Llama 3\.2 takes no audio \(audio/wav\)"):
        await ask(prompt)


async def test_a_key_is_sent_and_none_where_the_entry_names_none(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ask()
    assert fake.headers[0]["authorization"] == "Bearer key-of-the-test"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1/"])
async def test_without_a_key_variable_a_provider_is_there_and_gets_no_key(
    fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, address: str
) -> None:
    path = tmp_path / "models.toml"
    address = address.replace("http://127.0.0.1:1", fake.endpoint)
    path.write_text(f"""
[[providers]]
name = "ollama"
address = "{address}"

[[models]]
model_id = "mine"
sent_as = "llama3.2:1b"
provider = "ollama"
name = "Mine"
tier = "BASIC"
context_window_tokens = 8192
max_output_tokens = 1024
""")
    monkeypatch.setenv("CATALOGUE_FILE", str(path))
    monkeypatch.setenv("OPENAI_API_KEY", "somebody-elses")
    get_settings.cache_clear()
    assert is_available(find("mine"))

    events = [event async for event in stream_reply(find("mine"), question())]

    assert Delta("Hello") in events
    assert "authorization" not in fake.headers[0]
    assert "somebody-elses" not in str(fake.headers)
    assert fake.requests[0]["model"] == "llama3.2:1b"


async def test_a_provider_whose_key_is_not_set_is_not_available(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_available(find(MODEL_ID))
    monkeypatch.setenv("COMPATIBLE_API_KEY", " ")
    get_settings.cache_clear()
    assert not is_available(find(MODEL_ID))


REPORTS = {
    "usage in a chunk of its own": (
        chunk({"content": "Hello"}),
        chunk({}, "stop"),
        {"choices": [], "usage": USAGE},
    ),
    "usage beside the end": (chunk({"content": "Hello"}), chunk({}, "stop", usage=USAGE)),
    "usage beside the last of the text": (chunk({"content": "Hello"}, "stop", usage=USAGE),),
    "usage that grows with each chunk": (
        chunk({"content": "Hel"}, usage={"prompt_tokens": 12, "completion_tokens": 1}),
        chunk({"content": "lo"}, usage={"prompt_tokens": 12, "completion_tokens": 2}),
        chunk({}, "stop", usage=USAGE),
    ),
    "usage behind the end": (
        chunk({"content": "Hello"}),
        chunk({"content": ""}, "stop"),
        {"id": "x", "object": "chat.completion.chunk", "usage": USAGE},
    ),
}


@pytest.mark.parametrize("chunks", REPORTS.values(), ids=list(REPORTS))
async def test_a_bill_counts_wherever_it_comes(fake: Fake, chunks: tuple[Any, ...]) -> None:
    fake.script(Reply(wire=(*chunks, "[DONE]")))

    events, finish = await ask()

    assert "".join(each.text for each in events if isinstance(each, Delta)) == "Hello"
    assert finish == Finish(FinishReason.STOP, Usage(12, None, 3, None, 15))


async def test_a_reply_without_a_bill_has_none(fake: Fake) -> None:
    fake.script(Reply(usage=None))

    assert (await ask())[1] == Finish(FinishReason.STOP, None)


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning", "thinking"])
async def test_thinking_is_told_under_any_of_its_names(fake: Fake, field: str) -> None:
    thought = chunk({"role": "assistant", "content": "", field: "Hm, let me see."})
    said = chunk({"content": "Hello"})
    fake.script(Reply(wire=(thought, thought, said, chunk({}, "stop", usage=USAGE))))

    events, finish = await ask()

    assert events == [ThinkingDelta("Hm, let me see.")] * 2 + [Delta("Hello")]
    assert finish.usage


async def test_thinking_that_is_told_twice_is_told_on_once(fake: Fake) -> None:
    thought = chunk({"reasoning": "Hm.", "reasoning_content": "Hm."})
    said = chunk({"content": "Hello"})
    fake.script(Reply(wire=(thought, said, chunk({}, "stop", usage=USAGE))))

    events, _ = await ask()

    assert events == [ThinkingDelta("Hm."), Delta("Hello")]


OLLAMA = {"message": "model 'llama3.2:3b' not found", "type": "not_found_error", "code": None}
OLD_OLLAMA = 'model "llama3.2:3b" not found, try pulling it first'
VLLM = {"object": "error", "message": "The model `m` does not exist.", "code": 404}
VLLM_LONG = "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens"
MISTRAL = {
    "object": "error",
    "type": "invalid_request_error",
    "message": {
        "detail": [{"type": "extra_forbidden", "msg": "Extra inputs are not permitted"}],
    },
}
OPENROUTER = {"error": {"code": 402, "message": "Insufficient credits", "metadata": {}}}
ANSWERS: dict[str, tuple[int, Any, type[ProviderError]]] = {
    "a model that Ollama has not pulled": (404, {"error": OLLAMA}, ProviderModelUnknown),
    "the same of an older one": (404, {"error": OLD_OLLAMA}, ProviderModelUnknown),
    "a model that vLLM does not serve": (404, VLLM, ProviderModelUnknown),
    "a window that vLLM does not have": (
        400,
        {"error": {"message": VLLM_LONG, "code": 400}},
        ProviderContextExceeded,
    ),
    "a field that Mistral does not know": (422, MISTRAL, ProviderParameterRefused),
    "a key that Mistral refuses": (401, {"message": "Unauthorized"}, ProviderKeyRefused),
    "a key that a gateway refuses": (403, {"detail": "Invalid API key"}, ProviderKeyRefused),
    "credit that OpenRouter misses": (402, OPENROUTER, ProviderQuotaExhausted),
    "a page in place of JSON": (404, b"<html>not here</html>", ProviderModelUnknown),
    "a server that starts": (503, b"loading model", ProviderOverloaded),
    "a detail in place of a message": (
        400,
        {"detail": "prompt is too long for the context window"},
        ProviderContextExceeded,
    ),
}


@pytest.mark.parametrize(("status", "body", "kind"), ANSWERS.values(), ids=list(ANSWERS))
async def test_a_refusal_of_any_shape_has_its_words(
    fake: Fake, status: int, body: Any, kind: type[ProviderError]
) -> None:
    fake.script(Reply(answer=(status, body)))

    with pytest.raises(ProviderError) as refusal:
        await ask()

    assert type(refusal.value) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (429, ProviderRateLimited),
        (502, ProviderError),
        (503, ProviderOverloaded),
        (402, ProviderQuotaExhausted),
        ("server_error", ProviderError),
        (7, ProviderError),
    ],
)
async def test_an_error_inside_the_stream_is_told_by_its_code(
    fake: Fake, code: Any, kind: type[ProviderError]
) -> None:
    error = {"code": code, "message": "Provider returned error"}
    broken = chunk({"content": ""}, "error") | {"error": error}
    fake.script(Reply(wire=(chunk({"content": "Hel"}), broken, "[DONE]")))

    with pytest.raises(ProviderError) as refusal:
        await ask()

    assert type(refusal.value) is kind


def called(index: Any, call_id: Any, name: str | None, arguments: Any) -> dict[str, Any]:
    told = {"index": index, "id": call_id, "function": {"name": name, "arguments": arguments}}
    return chunk({"tool_calls": [{key: value for key, value in told.items() if value != "none"}]})


CALLS: dict[str, tuple[Any, ...]] = {
    "numbered and in pieces": (
        called(0, "a", "clock", ""),
        called(0, "none", None, '{"x":'),
        called(0, "none", None, " 1}"),
        called(1, "b", "clock", "{}"),
    ),
    "every index is 0": (called(0, "a", "clock", '{"x": 1}'), called(0, "b", "clock", "{}")),
    "no index": (called("none", "a", "clock", '{"x": 1}'), called("none", "b", "clock", "{}")),
    "id and name in each piece": (
        called(0, "a", "clock", '{"x":'),
        called(0, "a", "clock", " 1}"),
        called(1, "b", "clock", "{}"),
    ),
    "pieces that take turns": (
        called(0, "a", "clock", '{"x":'),
        called(1, "b", "clock", "{"),
        called(0, None, None, " 1}"),
        called(1, None, None, "}"),
    ),
    "arguments as an object": (called(0, "a", "clock", {"x": 1}), called(1, "b", "clock", {})),
    "things that are no calls between them": (
        called(0, "a", "clock", '{"x": 1}'),
        chunk({"tool_calls": None}),
        chunk(
            {"tool_calls": [None, 7, {"index": 9}, {"function": {"arguments": "x"}, "index": 9}]}
        ),
        called(1, "b", "clock", "{}"),
    ),
}


@pytest.mark.parametrize("reason", ["tool_calls", "stop"])
@pytest.mark.parametrize("chunks", CALLS.values(), ids=list(CALLS))
async def test_calls_are_told_apart_however_they_are_numbered(
    fake: Fake, chunks: tuple[Any, ...], reason: str
) -> None:
    fake.script(Reply(wire=(*chunks, chunk({}, reason, usage=USAGE), "[DONE]")))
    prompt = Prompt("", question().messages, Parameters(77, tools=(CLOCK,)))

    events, finish = await ask(prompt)

    arguments: dict[int, str] = {}
    ids: dict[int, str] = {}
    for event in events:
        assert isinstance(event, ToolCallDelta)
        arguments[event.index] = arguments.get(event.index, "") + event.arguments
        ids.setdefault(event.index, event.call_id)
    assert arguments == {0: '{"x": 1}', 1: "{}"}
    assert ids == {0: "a", 1: "b"}
    assert finish.reason is FinishReason.TOOL_CALLS


async def test_calls_without_ids_get_some(fake: Fake) -> None:
    calls = (called(0, None, "clock", "{}"), called(1, "", "clock", "{}"))
    fake.script(Reply(wire=(*calls, chunk({}, "tool_calls"))))
    prompt = Prompt("", question().messages, Parameters(77, tools=(CLOCK,)))

    events, _ = await ask(prompt)

    ids = {event.call_id for event in events if isinstance(event, ToolCallDelta)}
    assert len(ids) == 2
    assert all(ids)


async def test_the_list_of_its_models_tells_what_it_has(fake: Fake) -> None:
    fake.models = ("a", "b")

    assert await COMPATIBLE.adapter().models() == {"a", "b"}


@pytest.mark.parametrize("parts", [(Text("Hello"),), (Image("image/png", b"x"),)])
async def test_nobody_is_asked_to_count(fake: Fake, parts: tuple[Any, ...]) -> None:
    assert await COMPATIBLE.adapter().count(find(MODEL_ID), parts) is None
    assert fake.keys == []
