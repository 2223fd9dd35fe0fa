"""Continue, retry with another model, compare: the services' rules, as programs get them."""

from uuid import UUID

import pytest
from sqlmodel import select

from chat_app.db import reading
from chat_app.models import Turn
from chat_app.services import turns
from chat_app.services.broker import End
from tests.api.test_talk import refused

pytestmark = pytest.mark.settings(
    DEFAULT_MODEL="simulated",
    SIM_DELAY_MS="0",
    MAX_OUTPUT_TOKENS="64",
    OPENAI_API_KEY="k",
    GEMINI_API_KEY="k",
)
OTHER = "gpt-6-luna"


async def messages(ada, chat_id):
    return (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]


async def test_a_cut_reply_is_gone_on_with_as_a_stream_for_what_was_quoted(ada):
    chat_id = await ada.new_chat()
    cut = await ada.say(chat_id, "write 60 words")
    path = f"/api/chat/{chat_id}/message"
    quoted = (await ada.http.post(f"{path}/{cut}/continue/quote")).json()

    response, events = await ada.stream(f"{path}/{cut}/continue?dialect=token")

    assert events[-1].json()["done"]
    _, first, rest = await messages(ada, chat_id)
    assert response.headers["x-message-id"] == rest["message_id"]
    assert (rest["parent_id"], rest["role"]) == (cut, "assistant")
    assert len((first["content"] + rest["content"]).split()) == 60
    async with reading() as session:
        of_rest = select(Turn).where(Turn.message_id == UUID(rest["message_id"]))
        reserved = (await session.exec(of_rest)).one().reserved_tokens
    assert quoted["max_total_tokens"] == reserved
    assert quoted["likely"]["total"]["tokens"] <= quoted["most"]["total"]["tokens"] == reserved
    for action in ("continue", "continue/quote"):
        whole = await ada.http.post(f"{path}/{rest['message_id']}/{action}")
        refused(whole, 400, "INVALID_REQUEST")


@pytest.mark.parametrize("action", ["regenerate", "continue"])
async def test_another_model_may_be_asked_and_no_other_field_is_taken(ada, action):
    chat_id = await ada.new_chat()
    reply = await ada.say(chat_id, "write 100 words")
    path = f"/api/chat/{chat_id}/message/{reply}/{action}"

    refused(await ada.http.post(path, json={"modelId": "simulated"}), 400, "INVALID_REQUEST")
    refused(await ada.http.post(path, json={"model": "nobody"}), 400, "INVALID_REQUEST")
    refused(await ada.http.post(path, json={"model": "claude-opus-5-5"}), 403, "MODEL_NOT_ALLOWED")
    response = await ada.http.post(path, json={"model": "simulated"})

    assert response.status_code == 200
    assert (await messages(ada, chat_id))[-1]["model"] == "simulated"


async def test_two_models_answer_at_once_and_one_reply_is_kept(ada, monkeypatch):
    chat_id = await ada.new_chat()
    body = {"message": "Which?", "models": ["simulated", OTHER]}
    path = f"/api/chat/{chat_id}/compare"

    begun = await ada.http.post(path, json=body, headers={"Idempotency-Key": "once"})
    again = await ada.http.post(path, json=body, headers={"Idempotency-Key": "once"})

    assert begun.status_code == 201
    assert again.json() == begun.json()
    replies = begun.json()["replies"]
    assert [each["model"] for each in replies] == body["models"]
    for each in replies:
        heard = f"/api/chat/{chat_id}/message/{each['message_id']}/stream"
        assert (await ada.http.get(heard)).status_code == 200
    kept = replies[1]["message_id"]
    await ada.http.put(f"/api/chat/{chat_id}/branch", json={"message_id": kept})
    question, reply = await messages(ada, chat_id)
    assert question["message_id"] == begun.json()["user_message_id"]
    assert reply["message_id"] == kept
    assert reply["sibling_ids"] == [each["message_id"] for each in replies]


@pytest.mark.parametrize(
    "models", [["simulated"], ["simulated", "simulated"], ["simulated", OTHER, "x"], "simulated"]
)
async def test_two_different_models_are_compared(ada, models):
    path = f"/api/chat/{await ada.new_chat()}/compare"
    refused(
        await ada.http.post(path, json={"message": "Which?", "models": models}),
        400,
        "INVALID_REQUEST",
    )


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_of_two_replies_one_is_stopped_by_its_id(ada):
    chat_id = await ada.new_chat()
    body = {"message": "write 60 words", "models": ["simulated", OTHER]}
    replies = (await ada.http.post(f"/api/chat/{chat_id}/compare", json=body)).json()["replies"]
    path, first = f"/api/chat/{chat_id}/stop", replies[0]["message_id"]

    unknown = {"message_id": "01939d64-0000-7000-8000-000000000000"}
    assert (await ada.http.post(path, json=unknown)).json() == {"stopped": False}
    assert (await ada.http.post(path, json={"message_id": first})).json() == {"stopped": True}

    *_, end = [event async for event in turns.attach(UUID(first))]
    assert isinstance(end, End)
    assert end.finish_reason == "cancelled"


async def test_what_a_model_thought_stands_beside_its_text(ada):
    chat_id = await ada.new_chat()
    await ada.say(chat_id, "Think, then write 5 words")
    _, reply = await messages(ada, chat_id)
    assert "a thought" in reply["thinking"]
    assert reply["thinking_ms"] >= 0
    assert reply["thinking"] not in reply["content"]
