"""What each app's export says: who said what to whom, when, and what is left out of it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from chat_app.errors import InvalidImport
from chat_app.llm.types import Role
from chat_app.models import MessageStatus, Reaction
from chat_app.services.imports.conversations import LeftOut, Source
from chat_app.services.imports.reading import _SOURCES, Found, conversations_in
from chat_app.services.imports.trees import tree_of
from tests.services.exported import (
    ROOT_OF_CLAUDE,
    as_json,
    chat_ui_chat,
    chat_ui_message,
    chatgpt_chat,
    chatgpt_node,
    claude_chat,
    claude_message,
    librechat_chat,
    librechat_message,
    open_webui_chat,
    open_webui_message,
    says,
)


def read(*chats: dict[str, Any]) -> list[Found]:
    return list(conversations_in(BytesIO(as_json(list(chats))), 10))


def read_parsed(chat: Any) -> None:
    """Read a value that is no text any more, as there may be some that JSON has no words for."""
    for source in _SOURCES:
        if isinstance(chat, dict) and source.fits(chat):
            tree_of(source.read(chat))


def only(chat: dict[str, Any]) -> Found:
    (found,) = read(chat)
    return found


def told(found: Found) -> list[tuple[str, str, int | None]]:
    """Return who said what, and which of the messages it follows."""
    return [(each.said.role.value, each.said.text, each.parent) for each in found.tree.messages]


def left_out(found: Found) -> dict[str, int]:
    return {kind.value: n for kind, n in found.conversation.left_out.items() if n}


TWO = [("user", "Hi", None), ("assistant", "Hello", 0)]
CHATGPT = chatgpt_chat(
    chatgpt_node("q", "client-created-root", "user", "Hi"),
    chatgpt_node("a", "q", "assistant", "Hello", metadata={"model_slug": "o4-mini"}),
)
CLAUDE = claude_chat(
    claude_message("q", "human", says("Hi"), parent=ROOT_OF_CLAUDE),
    claude_message("a", "assistant", says("Hello"), parent="q"),
)
OPEN_WEBUI = open_webui_chat(
    open_webui_message("q", None, "user", "Hi"),
    open_webui_message("a", "q", "assistant", "Hello", model="llama3.1:latest", done=True),
    params={"system": "Be kind."},
)
LIBRECHAT = librechat_chat(
    librechat_message("q", True, "Hi"), librechat_message("a", False, "Hello", "q")
)
CHAT_UI = chat_ui_chat(
    chat_ui_message("s", "system", "Be brief.", ancestors=[]),
    chat_ui_message("q", "user", "Hi", ancestors=["s"]),
    chat_ui_message("a", "assistant", "Hello", ancestors=["s", "q"], score=1),
)
TALLY = {
    "chat_id": "019de2b4-8a17-7b52-8f6d-0c9be5d3f702",
    "title": "Greeting",
    "model": "simulated",
    "created_at": "2026-11-21T09:30:00Z",
    "updated_at": "2026-11-21T09:30:04.125000Z",
    "tokens_consumed": 208,
    "messages": [
        {"message_id": "q", "role": "user", "content": "Hi", "model": "simulated"},
        {"message_id": "a", "role": "assistant", "content": "Hello", "model": "simulated"},
    ],
}
EVERY = [CHATGPT, CLAUDE, OPEN_WEBUI, LIBRECHAT, CHAT_UI, TALLY]


@pytest.mark.parametrize(
    ("chat", "source", "title", "model", "prompt", "day"),
    [
        (CHATGPT, "chatgpt", "Rolling back", "gpt-5", "", (2025, 8, 24)),
        (CLAUDE, "claude", "Chess openings", "", "", (2026, 3, 1)),
        (
            OPEN_WEBUI,
            "open-webui",
            "Fifteen times seventeen",
            "deepseek-r1",
            "Be kind.",
            (2023, 11, 14),
        ),
        (LIBRECHAT, "librechat", "A long story", "gpt-4o", "You tell stories.", None),
        (
            CHAT_UI,
            "chat-ui",
            "Bread",
            "meta-llama/Llama-3.3-70B-Instruct",
            "Be brief.",
            (2026, 8, 1),
        ),
        (TALLY, "tally", "Greeting", "simulated", "", (2026, 11, 21)),
    ],
    ids=[source.value for source in Source],
)
def test_every_app_is_understood(
    chat: dict[str, Any], source: str, title: str, model: str, prompt: str, day: Any
) -> None:
    found = only(chat)
    conversation = found.conversation
    assert told(found) == TWO
    assert found.tree.leaf == 1
    assert (conversation.source, conversation.title) == (source, title)
    assert (conversation.model, conversation.system_prompt) == (model, prompt)
    assert (conversation.created_at and conversation.created_at.timetuple()[:3]) == day
    assert left_out(found) == {}


def test_a_file_may_be_one_object_or_name_its_list() -> None:
    for whole in (LIBRECHAT, {"conversations": [LIBRECHAT]}, OPEN_WEBUI["chat"]):
        (found,) = conversations_in(BytesIO(b"\xef\xbb\xbf \n" + as_json(whole)), 10)
        assert told(found) == TWO


def test_chatgpts_branches_are_kept_and_the_one_that_was_read_is_known() -> None:
    found = only(
        chatgpt_chat(
            chatgpt_node("q1", "client-created-root", "user", "One?", at=10e8),
            chatgpt_node("a1", "q1", "assistant", "First", at=10e8 + 1),
            chatgpt_node("a2", "q1", "assistant", "Second", at=10e8 + 5),
            chatgpt_node("q2", "client-created-root", "user", "Two?", at=10e8 + 3),
            chatgpt_node("b1", "q2", "assistant", "Third", at=10e8 + 4),
            current_node="a1",
        )
    )
    assert told(found) == [
        ("user", "One?", None),
        ("assistant", "First", 0),
        ("user", "Two?", None),
        ("assistant", "Third", 2),
        ("assistant", "Second", 0),
    ]
    assert found.tree.leaf == 1


def test_what_chatgpt_thought_and_said_around_tools_is_one_reply() -> None:
    recap = {"content_type": "reasoning_recap", "content": "Thought for 4 s"}
    thoughts = {
        "content_type": "thoughts",
        "thoughts": [{"summary": "Weather", "content": "I need it."}, {"summary": "Ask"}],
    }
    found = only(
        chatgpt_chat(
            chatgpt_node("q", None, "user", "Weather?"),
            chatgpt_node("t", "q", "assistant", content=thoughts),
            chatgpt_node("r", "t", "assistant", content=recap),
            chatgpt_node("s", "r", "assistant", "Let me look."),
            chatgpt_node("c", "s", "assistant", "search('x')", kind="code", recipient="web.run"),
            chatgpt_node("o", "c", "tool", "18 °C", kind="execution_output"),
            chatgpt_node("a", "o", "assistant", "It is 18 °C."),
        )
    )
    assert told(found) == [
        ("user", "Weather?", None),
        ("assistant", "Let me look.\n\nIt is 18 °C.", 0),
    ]
    assert found.tree.messages[1].said.thinking == "I need it.\n\nAsk"
    assert left_out(found) == {"tools": 2}


def test_chatgpts_custom_instructions_become_the_system_prompt_and_hidden_ones_do_not() -> None:
    mine = {
        "content_type": "user_editable_context",
        "user_profile": "I am an SRE.",
        "user_instructions": "Be concise.",
    }
    hidden = {"is_visually_hidden_from_conversation": True}
    found = only(
        chatgpt_chat(
            chatgpt_node("x", "client-created-root", "system", "You are GPT", metadata=hidden),
            chatgpt_node("u", "x", "user", content=mine, metadata=hidden),
            chatgpt_node("q", "u", "user", "Hi"),
        )
    )
    assert found.conversation.system_prompt == "I am an SRE.\n\nBe concise."
    assert told(found) == [("user", "Hi", None)]


def test_chatgpts_pictures_files_and_recordings_are_counted_and_its_documents_kept() -> None:
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}
    sound = {"content_type": "audio_asset_pointer", "asset_pointer": "sediment://file_2"}
    heard = {"content_type": "audio_transcription", "text": "as spoken"}
    files = {
        "attachments": [
            {"name": "a.pdf", "mime_type": "application/pdf"},
            {"name": "b.png", "mime_type": "image/png"},
        ]
    }
    canvas = '{"name": "Plan", "type": "code/python", "content": "print(1)"}'
    found = only(
        chatgpt_chat(
            chatgpt_node(
                "q", None, "user", picture, "Look", sound, heard, kind="multimodal_text",
                metadata=files,
            ),
            chatgpt_node("d", "q", "assistant", canvas, recipient="canmore.create_textdoc"),
            chatgpt_node("p", "d", "tool", picture, kind="multimodal_text"),
            chatgpt_node("c", "p", "assistant", content={
                "content_type": "code", "language": "unknown", "text": "x = 1"
            }),
        )
    )  # fmt: skip
    assert told(found) == [
        ("user", "Look\n\nas spoken", None),
        ("assistant", "**Plan**\n\n```python\nprint(1)\n```\n\n```\nx = 1\n```", 0),
    ]
    assert left_out(found) == {"pictures": 2, "recordings": 1, "files": 1}


def test_marks_of_chatgpts_sources_become_links_or_go() -> None:
    modern = "Rain.\ue200cite\ue202turn0search1\ue201 Wind.\ue200cite\ue202turn0search2\ue201"
    references = [
        {"matched_text": "\ue200cite\ue202turn0search1\ue201", "alt": " ([met](https://met.test))"},
        {"matched_text": " ", "alt": None, "type": "sources_footnote"},
    ]
    old = "Sun【12†source】 and rain【13†source】."
    cited = [
        {"start_ix": 3, "end_ix": 14, "metadata": {"title": "Sun [1]", "url": "https://sun.test"}},
        {"start_ix": 900, "end_ix": 901, "metadata": {"url": "https://off.test"}},
        {"start_ix": "3", "end_ix": None},
    ]
    found = only(
        chatgpt_chat(
            chatgpt_node("a", None, "user", modern, metadata={"content_references": references}),
            chatgpt_node("b", "a", "assistant", old, metadata={"citations": cited}),
        )
    )
    assert [text for _, text, _ in told(found)] == [
        "Rain. ([met](https://met.test)) Wind.",
        "Sun ([Sun 1](https://sun.test)) and rain.",
    ]


def test_a_reply_that_was_stopped_says_so() -> None:
    stopped = {"finish_details": {"type": "interrupted"}}
    chats = [
        chatgpt_chat(chatgpt_node("a", None, "assistant", "Half", metadata=stopped)),
        librechat_chat(librechat_message("a", False, "Half", unfinished=True)),
        chat_ui_chat(chat_ui_message("a", "assistant", "Half", interrupted=True)),
    ]
    for chat in chats:
        assert only(chat).tree.messages[0].said.status is MessageStatus.STOPPED
    cut = open_webui_message("a", None, "assistant", "Half", done=False)
    assert only(open_webui_chat(cut)).tree.messages[0].said.status is MessageStatus.PARTIAL


def test_claudes_branches_are_kept_and_old_exports_are_one_branch() -> None:
    new = only(
        claude_chat(
            claude_message("q", "human", says("Hi"), parent=ROOT_OF_CLAUDE),
            claude_message("a", "assistant", says("One"), parent="q"),
            claude_message("b", "assistant", says("Two"), parent="q"),
        )
    )
    old = only(
        claude_chat(
            claude_message("q", "human", says("Hi")),
            claude_message("a", "assistant", says("One")),
            claude_message("b", "human", says("More")),
        )
    )
    assert [parent for _, _, parent in told(new)] == [None, 0, 0]
    assert [parent for _, _, parent in told(old)] == [None, 0, 1]


def test_claudes_thoughts_documents_and_pasted_texts_are_kept_and_its_tools_counted() -> None:
    artifact = {
        "type": "tool_use",
        "name": "artifacts",
        "input": {
            "command": "create",
            "title": "Page",
            "type": "text/html",
            "content": "<p>```</p>",
        },
    }
    found = only(
        claude_chat(
            claude_message(
                "q",
                "human",
                says("Read this"),
                attachments=[
                    {"file_name": "notes.txt", "extracted_content": "milk"},
                    {"file_name": "scan.pdf", "file_size": 9},
                ],
                files=[{"file_name": "cat.PNG"}, {"file_name": "table.xlsx"}],
            ),
            claude_message(
                "a",
                "assistant",
                {"type": "thinking", "thinking": "A list."},
                says("Here:"),
                artifact,
                {"type": "tool_use", "name": "web_search", "input": {"query": "milk"}},
                {"type": "tool_result", "content": [{"type": "text", "text": "much"}]},
                {"type": "token_budget"},
            ),
        )
    )
    assert told(found) == [
        ("user", "Read this\n\n**notes.txt**\n\n```\nmilk\n```", None),
        ("assistant", "Here:\n\n**Page**\n\n````html\n<p>```</p>\n````", 0),
    ]
    assert found.tree.messages[1].said.thinking == "A list."
    assert left_out(found) == {"files": 2, "pictures": 1, "tools": 1}


def test_what_open_webui_folds_into_a_text_is_taken_apart() -> None:
    folded = (
        '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds'
        "</summary>\n&gt; 15 × 17\n> = 255\n</details>\n"
        '<details type="tool_calls" done="true"><summary>Tool</summary></details>255'
    )
    output = [
        {"type": "reasoning", "summary": None, "content": [{"text": "It is easy."}]},
        {"type": "function_call", "name": "add", "arguments": "{}"},
        {"type": "message", "content": [{"type": "output_text", "text": "256"}]},
    ]
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}
    found = only(
        open_webui_chat(
            open_webui_message("q", None, "user", [{"type": "text", "text": "?"}, picture]),
            open_webui_message("a", "q", "assistant", folded, annotation={"rating": -1}),
            open_webui_message("b", "q", "assistant", folded, output=output),
            open_webui_message("c", "q", "assistant", "", error={"content": "no key"}),
            open_webui_message("d", "q", "user", "!", files=[{"type": "image"}, {"type": "file"}]),
        )
    )
    assert told(found) == [
        ("user", "?", None),
        ("assistant", "255", 0),
        ("assistant", "256", 0),
        ("user", "!", 0),
    ]
    said = [each.said for each in found.tree.messages]
    assert [each.thinking for each in said] == ["", "15 × 17\n= 255", "It is easy.", ""]
    assert said[1].reaction is Reaction.DISLIKE
    assert left_out(found) == {"pictures": 2, "tools": 2, "files": 1, "errors": 1}


def test_open_webuis_list_without_a_tree_is_one_branch() -> None:
    chat = open_webui_chat()
    chat["chat"] |= {"history": {}, "messages": [{"role": "user", "content": "Hi"}]}
    chat["chat"]["messages"].append({"role": "assistant", "content": "Hello"})
    assert told(only(chat)) == TWO


def test_librechats_messages_within_messages_are_a_tree_however_deep() -> None:
    depth = 5_000
    inmost: list[dict[str, Any]] = []
    for number in reversed(range(depth)):
        message = librechat_message(str(number), number % 2 == 0, f"{number}")
        inmost = [message | {"children": inmost}]
    chat = librechat_chat(recursive=True, messagesTree=inmost)
    del chat["messages"]
    text = _written(chat)

    (found,) = conversations_in(BytesIO(text), 10)

    assert [each.parent for each in found.tree.messages] == [None, *range(depth - 1)]
    assert found.tree.messages[-1].said.text == str(depth - 1)


def _written(value: Any) -> bytes:
    """Write JSON of any depth, which Python's own writer does not."""
    parts: list[str] = []
    waiting: list[Any] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, bytes):
            parts.append(each.decode())
        elif isinstance(each, dict):
            items = [[as_json(name) + b":", item, b","] for name, item in each.items()]
            inside = [part for item in items for part in item][:-1]
            waiting += [b"}", *reversed(inside), b"{"]
        elif isinstance(each, list):
            inside = [part for item in each for part in (item, b",")][:-1]
            waiting += [b"]", *reversed(inside), b"["]
        else:
            parts.append(as_json(each).decode())
    return "".join(parts).encode()


def test_librechats_parts_are_text_thought_or_left_out() -> None:
    parts = [
        {"type": "think", "think": "Hm."},
        {"type": "text", "text": {"value": "One"}},
        {"type": "tool_call", "tool_call": {"name": "f"}},
        {"type": "text", "text": "Two"},
        {"type": "image_file"},
    ]
    found = only(
        librechat_chat(
            librechat_message("q", True, "?"),
            librechat_message("a", False, "", "q", content=parts, feedback={"rating": "thumbsUp"}),
            librechat_message("e", False, "No key", "q", error=True),
        )
    )
    assert told(found) == [("user", "?", None), ("assistant", "One\n\nTwo", 0)]
    assert found.tree.messages[1].said.thinking == "Hm."
    assert found.tree.messages[1].said.reaction is Reaction.LIKE
    assert left_out(found) == {"tools": 1, "pictures": 1, "errors": 1}


def test_chat_uis_files_are_counted_once_and_its_thoughts_found() -> None:
    names = ["file-1-ab.png", "file-1-cd.pdf"]
    found = only(
        chat_ui_chat(
            chat_ui_message("q", "user", "?", ancestors=[], files=names),
            chat_ui_message(
                "a", "assistant", "<think>\nHm.\n</think>\n\nYes", ancestors=["q"], files=names
            ),
            chat_ui_message("b", "assistant", "No", ancestors=["q"], reasoning="Hm?", files=names),
        )
    )
    assert told(found) == [("user", "?", None), ("assistant", "Yes", 0), ("assistant", "No", 0)]
    assert [each.said.thinking for each in found.tree.messages] == ["", "Hm.", "Hm?"]
    assert left_out(found) == {"pictures": 1, "files": 1}


def test_files_of_this_app_are_named_in_the_text_and_counted() -> None:
    attachments = [
        {"name": "sea\n.png", "kind": "image", "sha256": "9f86d081"},
        {"name": "tides.pdf", "kind": "document"},
        {"kind": "audio"},
    ]
    asked = {"message_id": "q", "role": "user", "content": "Hi", "attachments": attachments}
    alone = {"message_id": "r", "role": "user", "content": "", "attachments": attachments[1:2]}

    (found,) = read(TALLY | {"messages": [asked, alone]})

    said = [each.said.text for each in found.tree.messages]
    assert said == ["Files: sea .png, tides.pdf, ?\n\nHi", "Files: tides.pdf"]
    assert found.conversation.left_out == {
        LeftOut.PICTURES: 1,
        LeftOut.FILES: 2,
        LeftOut.RECORDINGS: 1,
    }


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (1_756_000_000, datetime(2025, 8, 24, 1, 46, 40, tzinfo=UTC)),
        ("2025-08-24T03:46:40+02:00", datetime(2025, 8, 24, 1, 46, 40, tzinfo=UTC)),
        ("2025-08-24T01:46:40", datetime(2025, 8, 24, 1, 46, 40, tzinfo=UTC)),
        (1_756_000_000_000, datetime(2025, 8, 24, 1, 46, 40, tzinfo=UTC)),
        *((odd, None) for odd in (0, -5, True, "soon", "", [], {"$date": {"$date": 1}}, 1e308)),
    ],
    ids=str,
)
def test_times_are_read_as_they_come_and_odd_ones_passed_over(
    written: Any, read_as: datetime | None
) -> None:
    chat = CHATGPT | {"create_time": written, "update_time": written}
    found = only(chat).conversation
    assert found.created_at == found.updated_at == read_as


def test_no_chat_is_from_the_future() -> None:
    found = only(CHATGPT | {"update_time": 4e9}).conversation
    assert found.updated_at
    assert found.updated_at <= datetime.now(UTC)


@pytest.mark.parametrize(
    "broken",
    [
        CHATGPT | {"mapping": []},
        CHATGPT | {"mapping": {"a": 1}},
        CHATGPT | {"mapping": {"a": {"message": "Hi"}}},
        chatgpt_chat(chatgpt_node("q", None, content={"content_type": "text", "parts": "Hi"})),
        CLAUDE | {"chat_messages": {}},
        CLAUDE | {"chat_messages": ["Hi"]},
        open_webui_chat() | {"chat": {"history": {"messages": ["Hi"]}}},
        LIBRECHAT | {"messages": [5]},
        CHAT_UI | {"messages": [{"from": "user", "ancestors": "s"}]},
        TALLY | {"messages": "Hi"},
    ],
    ids=lambda chat: str(chat)[:40],
)
def test_what_is_not_built_as_it_should_be_is_refused_with_its_place(
    broken: dict[str, Any],
) -> None:
    with pytest.raises(InvalidImport, match=r"^file #1 is not built as it should be: .* must be"):
        read(broken)


@pytest.mark.parametrize("other", [chat for chat in EVERY if chat is not CHATGPT])
def test_a_file_is_of_one_app(other: dict[str, Any]) -> None:
    with pytest.raises(InvalidImport, match="another app"):
        read(CHATGPT, other)


@pytest.mark.parametrize("chat", EVERY, ids=[source.value for source in Source])
def test_values_of_any_kind_where_text_is_expected_bring_nobody_down(
    chat: dict[str, Any],
) -> None:
    odd: list[Any] = [None, 7, 1.5, True, [], {}, [None], {"a": None}, "\0", "\ud800", 10**400]
    for value in odd:
        for changed in _with_each_replaced(chat, value):
            with suppress(InvalidImport):
                read_parsed(changed)


def _with_each_replaced(value: Any, odd: Any) -> Iterator[Any]:
    """Yield copies of a value in which one part, however deep, is replaced."""
    yield odd
    if isinstance(value, dict):
        for name, inside in value.items():
            for changed in _with_each_replaced(inside, odd):
                yield value | {name: changed}
    elif isinstance(value, list):
        for place, inside in enumerate(value):
            for changed in _with_each_replaced(inside, odd):
                yield [*value[:place], changed, *value[place + 1 :]]


def test_roles_of_everybody_are_two() -> None:
    for chat in EVERY:
        assert {each.said.role for each in only(chat).tree.messages} == {Role.USER, Role.ASSISTANT}
