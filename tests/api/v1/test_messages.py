"""Any list of messages is answered or refused by name; the server never fails for it."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.api.v1.conftest import CHAT, Program

# Hundreds of talks, some of them long, are paid by one account.
pytestmark = pytest.mark.settings(DEFAULT_TOKEN_LIMIT=10**8)

_words = st.one_of(
    st.text(max_size=40), st.sampled_from(["", " ", "\0", "\u202e", "🏳️‍🌈", "a" * 5000])
)
_ids = st.sampled_from(["1", "2", "3", "", "1__signed__", "1__signed__AAAA", "é" * 40])
_names = st.sampled_from(["f", "g", "weather", "a b", ""])
_pictures = st.sampled_from(
    [
        "data:image/png;base64,iVBORw0KGgo=",
        "https://example.org/a.png",
        "data:image/png;base64,a",
        "",
    ]
)
_parts = st.one_of(
    st.builds(lambda text: {"type": "text", "text": text}, _words),
    st.builds(lambda text: {"type": "refusal", "refusal": text}, _words),
    st.builds(lambda url: {"type": "image_url", "image_url": {"url": url}}, _pictures),
    st.just({"type": "input_audio", "input_audio": {"data": "", "format": "wav"}}),
    st.just({"type": "text"}),
)
_content: SearchStrategy[Any] = st.one_of(
    _words, st.none(), st.lists(_parts, max_size=3), st.integers(), st.just({})
)
_arguments = st.one_of(st.sampled_from(["{}", "", "[]", "{", '{"a": 1e999}', "null"]), _words)
_calls = st.lists(
    st.builds(
        lambda call_id, name, arguments: {
            "id": call_id,
            "type": "function",
            "function": {"name": name, "arguments": arguments},
        },
        _ids,
        _names,
        _arguments,
    ),
    max_size=3,
)
_any = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "developer", "user", "assistant", "tool", "function", ""])},
    optional={"content": _content, "tool_calls": _calls, "tool_call_id": _ids, "name": _words},
)
_talks = st.lists(_any, max_size=6)


@st.composite
def _fitting(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return a talk whose calls have their results, in any order."""
    talk: list[dict[str, Any]] = [{"role": "user", "content": draw(_words)}]
    for index in range(draw(st.integers(0, 3))):
        ids = [f"{index}-{each}" for each in range(draw(st.integers(1, 3)))]
        calls = [
            {
                "id": each,
                "type": "function",
                "function": {"name": "f", "arguments": draw(_arguments)},
            }
            for each in ids
        ]
        talk.append({"role": "assistant", "content": draw(_words), "tool_calls": calls})
        talk += [
            {"role": "tool", "tool_call_id": each, "content": draw(_words)}
            for each in draw(st.permutations(ids))
        ]
        if draw(st.booleans()):
            talk.append(
                {"role": draw(st.sampled_from(["user", "system"])), "content": draw(_words)}
            )
    return talk


async def _ask(program: Program, talk: Any, **fields: Any) -> tuple[int, dict[str, Any]]:
    # Text of any kind, half a surrogate pair among it: not all of it is JSON in UTF-8.
    asked = {"model": "simulated", "messages": talk, "max_tokens": 16} | fields
    answer = await program.http.post(CHAT, content=json.dumps(asked))
    return answer.status_code, answer.json()


@given(talk=st.one_of(_talks, _fitting(), st.just("Hello"), st.lists(st.integers(), max_size=2)))
@example(talk=[{"role": "user", "content": "\ud800"}])
@settings(max_examples=150)
async def test_no_talk_makes_the_server_fail(program: Program, talk: Any) -> None:
    status, body = await _ask(program, talk)
    if status == 200:
        assert body["choices"][0]["finish_reason"] in {"stop", "length"}
    else:
        assert (status, bool(body["error"]["message"])) == (400, True), body


@given(talk=_fitting())
@settings(max_examples=50)
async def test_a_talk_whose_calls_have_their_results_is_answered(
    program: Program, talk: Any
) -> None:
    status, body = await _ask(program, [*talk, {"role": "user", "content": "Go on"}])
    assert status == 200, body


@pytest.mark.parametrize("call_id", ["call_1", "toolu_01", "1", "é", "x" * 300])
async def test_ids_of_calls_are_what_clients_make_of_them(program: Program, call_id: str) -> None:
    call = {"id": call_id, "type": "function", "function": {"name": "f", "arguments": "{}"}}
    status, body = await _ask(
        program,
        [
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call_id, "content": ""},
        ],
    )
    assert status == 200, body
