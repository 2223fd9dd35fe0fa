"""What talking costs, over HTTP."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from tests.api.conftest import Person, refused

PARTS = ["message", "history", "system", "files", "overhead", "reply", "total"]
PARAMETERS = {"temperature": 0.5, "max_output_tokens": 120, "reasoning_effort": "low"}


async def post(person: Person, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await person.http.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_message_is_quoted_likely_and_most_part_by_part(ada: Person) -> None:
    path = f"/api/chat/{await ada.new_chat()}"

    quoted = await post(ada, f"{path}/quote", {"message": "What is a token?"})

    assert quoted["most"]["total"]["tokens"] == quoted["max_total_tokens"]
    assert quoted["payer"] == {"user_id": ada.user["user_id"], "name": ada.user["name"]}
    for bill in (quoted["likely"], quoted["most"]):
        assert set(bill) == {
            *["message", "history", "system", "files", "overhead", "reply", "total"]
        }
        assert all(part.keys() == {"tokens", "cost_micro_usd"} for part in bill.values())
    assert quoted["likely_from"] == "guess"
    assert (await post(ada, f"{path}/quote", {"message": "/"}))["most"]["total"]["tokens"] == 0


async def test_what_is_asked_anew_is_quoted(ada: Person) -> None:
    chat_id = await ada.new_chat()
    reply_id = await ada.say(chat_id, "What is a token?")
    listed = (await ada.http.get(f"/api/chat/{chat_id}/messages")).json()["messages"]
    question_id = listed[0]["message_id"]
    path = f"/api/chat/{chat_id}/message"

    edited = await post(ada, f"{path}/{question_id}/quote", {"message": "A longer question " * 9})
    again = await post(ada, f"{path}/{reply_id}/quote", {"model": "simulated"})

    assert edited["user_tokens"] > again["user_tokens"] > 0
    both = {"message": "A longer question " * 9, "model": "simulated"}
    assert await post(ada, f"{path}/{question_id}/quote", both) == edited
    refused(await ada.http.post(f"{path}/{uuid7()}/quote", json={}), 404, "MESSAGE_NOT_FOUND")


async def test_older_messages_are_left_out_and_taken_back(ada: Person, eve: Person) -> None:
    chat_id = await ada.new_chat()
    reply_id = await ada.say(chat_id, "What is a token?")
    path = f"/api/chat/{chat_id}/context"
    assert (await ada.http.get(path)).json()["history_messages"] == 2

    left = (await ada.http.put(path, json={"left_out_id": reply_id})).json()
    assert (left["history_messages"], left["left_out_messages"]) == (0, 2)
    assert left["left_out_id"] == reply_id
    _, events = await ada.stream(
        f"/api/chat/{chat_id}/message?dialect=typed", json={"message": "And why?"}
    )
    assert events[-1].json()["history_dropped"] == 2
    back = (await ada.http.put(path, json={"left_out_id": None})).json()
    assert (back["history_messages"], back["left_out_id"]) == (4, None)
    refused(await eve.http.get(path), 403, "UNAUTHORIZED_CHAT_ACCESS")
    refused(await ada.http.put(path, json={}), 400, "INVALID_REQUEST")


async def test_members_read_how_long_the_system_prompt_is_and_not_what_it_says(
    ada: Person, eve: Person
) -> None:
    chat_id = await ada.new_chat()
    path = f"/api/chat/{chat_id}"
    await ada.http.patch(path, json={"system_prompt": "Never tell of the merger."})
    for role in ("viewer", "editor"):
        wanted = {"email": eve.user["email"], "role": role}
        await ada.http.post(f"{path}/members", json=wanted)
        hers = await eve.http.get(f"{path}/context")
        left = await eve.http.put(f"{path}/context", json={"left_out_id": None})
        his = (await ada.http.get(f"{path}/context")).json()
        assert his["system_prompt"] == "Never tell of the merger."
        for answer in (hers, left):
            assert "merger" not in answer.text
            assert answer.json() == his | {"system_prompt": None}


async def test_a_chat_tells_what_it_did_cost(ada: Person) -> None:
    chat_id = await ada.new_chat()
    await ada.say(chat_id)

    cost = (await ada.http.get(f"/api/chat/{chat_id}/cost")).json()
    chat = (await ada.http.get(f"/api/chat/{chat_id}")).json()

    assert cost["exchanges"] == 1
    assert cost["tokens"] == chat["tokens_consumed"] > 0


async def test_a_chat_is_changed_in_its_prompt_and_parameters(ada: Person) -> None:
    path = f"/api/chat/{await ada.new_chat()}"

    async def changed(**changes: Any) -> tuple[Any, Any]:
        answer = await ada.http.patch(path, json=changes)
        assert answer.status_code == 200, answer.text
        context = (await ada.http.get(f"{path}/context")).json()
        return context["system_prompt"], context["parameters"]

    settings = {"system_prompt": "Be brief.", "parameters": PARAMETERS}
    assert await changed(**settings) == ("Be brief.", PARAMETERS)
    only = {"temperature": 0, "max_output_tokens": None, "reasoning_effort": None}
    assert await changed(parameters={"temperature": 0}) == ("Be brief.", only)
    assert await changed(parameters=None, system_prompt=None) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": 3}, {"reasoning_effort": "much"}, {"max_output_tokens": 0}, {"top_k": 1}],
    ids=str,
)
async def test_parameters_that_cannot_be_are_refused(ada: Person, wrong: dict[str, Any]) -> None:
    path = f"/api/chat/{await ada.new_chat()}"
    refused(await ada.http.patch(path, json={"parameters": wrong}), 400, "INVALID_REQUEST")


@pytest.mark.parametrize(
    "wrong", [{"temperature": True}, {"temperature": "1"}, {"max_output_tokens": "5"}], ids=str
)
async def test_a_parameter_of_another_kind_is_refused(ada: Person, wrong: dict[str, Any]) -> None:
    path = f"/api/chat/{await ada.new_chat()}"
    refused(await ada.http.patch(path, json={"parameters": wrong}), 400, "INVALID_REQUEST")
    assert (await ada.http.get(f"{path}/context")).json()["parameters"] is None
