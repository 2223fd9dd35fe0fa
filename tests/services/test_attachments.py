"""Files in messages: sent, counted, quoted, charged, carried along and kept, to the token."""

from uuid import uuid4

import pytest

from chat_app.errors import (
    FileNotFound,
    InvalidMessage,
    InvalidRequest,
    ModelLacksInput,
)
from chat_app.llm.types import (
    Audio,
    Document,
    Image,
    Text,
)
from chat_app.models import Chat, MemberRole, User
from chat_app.services import chats, files, turns
from chat_app.services.chats import members
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS, Vendor
from tests.pictures import picture
from tests.services.exchanges import turn_of
from tests.services.listening import hear
from tests.services.sent_files import (
    NOTE,
    TEXT,
    document,
    files_of,
    kinds,
    recording,
    save,
    send,
    told,
)

GEMINI, GPT, CLAUDE, GROK = (vendor.model_id for vendor in VENDORS)
each_vendor = pytest.mark.parametrize("vendor", VENDORS, indirect=True, ids=lambda each: each.name)
on_either_basis = pytest.mark.parametrize(
    "basis",
    [
        pytest.param(basis, marks=pytest.mark.settings(BUDGET_BASIS=basis))
        for basis in ("exchange", "provider")
    ],
)


@on_either_basis
@each_vendor
async def test_a_picture_goes_before_the_words_and_stands_apart_in_quote_and_receipt(
    basis: str, vendor: Vendor, fake: Fake, user: User, chat: Chat
) -> None:
    file = await save(user)

    quoted = await turns.quote(by(user), chat.chat_id, TEXT, attachments=[file.file_id])
    started, end = await send(user, chat, file)

    (message,) = told(fake, vendor)
    shown, words = message.parts
    assert isinstance(shown, Image)
    assert shown.content == await files.read(file)
    assert words == Text(TEXT)
    turn = await turn_of(started.message_id)
    assert turn.reserved_tokens == quoted.max_total_tokens
    assert [each.file_id for each in quoted.attachments] == [file.file_id]
    assert quoted.attachment_tokens == quoted.attachments[0].tokens > 0
    assert quoted.most.files.tokens == quoted.attachment_tokens
    receipt = end.breakdown
    assert receipt
    parts = (
        receipt.user_tokens,
        receipt.attachment_tokens,
        receipt.history_tokens,
        receipt.ai_tokens,
        receipt.system_tokens,
        receipt.overhead_tokens,
    )
    assert sum(parts) - receipt.waived_tokens == receipt.total_tokens == end.tokens_used
    assert receipt.attachment_tokens <= quoted.attachment_tokens
    (attached,) = await files_of(user, chat.chat_id, started.user_message_id)
    assert attached.tokens == receipt.attachment_tokens
    assert end.attachments == (attached.tokens,)


async def test_a_question_may_be_files_alone_and_names_the_chat(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    started, _ = await send(
        user, chat, await save(user), await save(user, NOTE, "tide.md"), text=""
    )

    (message,) = told(fake, vendor)
    assert kinds(message) == [Image, Text]
    assert started.title == "sea.png, tide.md"
    with pytest.raises(InvalidMessage):
        await send(user, chat, text=" ")


@each_vendor
async def test_what_a_model_cannot_be_shown_reaches_it_as_its_words(
    vendor: Vendor, fake: Fake, user: User, chat: Chat
) -> None:
    sent = await save(user, document(), "moon.pdf"), await save(user, NOTE, "tide.md")

    started, end = await send(user, chat, *sent)

    (message,) = told(fake, vendor)
    takes_documents = Document in vendor.takes
    words = "".join(part.text for part in message.parts if isinstance(part, Text))
    assert (Document in kinds(message)) is takes_documents
    assert ("moon.pdf" in words and "What the Moon does" in words) is not takes_documents
    assert f"tide.md:\n\n{NOTE.decode()}" in words
    assert words.endswith(TEXT)
    shown = await files_of(user, chat.chat_id, started.user_message_id)
    assert [each.as_text for each in shown] == [not takes_documents, True]
    assert end.breakdown
    assert sum(each.tokens or 0 for each in shown) == end.breakdown.attachment_tokens > 0


@pytest.mark.parametrize(
    ("model", "content", "name"),
    [(CLAUDE, recording(), "call.wav"), (GROK, recording(), "call.wav")],
)
async def test_what_a_model_neither_sees_nor_reads_is_refused_before_anything_is_saved(
    model: str, content: bytes, name: str, user: User, chat: Chat, fakes: dict[str, Fake]
) -> None:
    file = await save(user, content, name)

    with pytest.raises(
        ModelLacksInput, match=f"does not take {name}; choose one of these: .*Gemini"
    ):
        await turns.quote(by(user), chat.chat_id, TEXT, model=model, attachments=[file.file_id])
    with pytest.raises(ModelLacksInput):
        await send(user, chat, file, model=model)

    assert await chats.messages(user, chat.chat_id) == []
    assert not any(fake.requests for fake in fakes.values())


async def test_a_recording_is_heard_by_who_hears(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    _, end = await send(user, chat, await save(user, recording(2), "call.wav"))

    (message,) = told(fake, vendor)
    assert kinds(message) == [Audio, Text]
    assert end.breakdown
    assert end.breakdown.attachment_tokens > 0


async def test_files_of_others_and_deleted_ones_cannot_be_sent(
    user: User, chat: Chat, new_user: NewUser
) -> None:
    others = await save(await new_user())
    deleted = await save(user)
    await files.delete(by(user), deleted.file_id)

    for file_id in (others.file_id, deleted.file_id, uuid4()):
        with pytest.raises(FileNotFound):
            await turns.start(by(user), chat.chat_id, TEXT, attachments=[file_id])
    with pytest.raises(InvalidRequest, match="10 files at most"):
        await turns.start(by(user), chat.chat_id, TEXT, attachments=[uuid4() for _ in range(11)])
    assert await chats.messages(user, chat.chat_id) == []


async def test_a_command_takes_no_files(user: User, chat: Chat) -> None:
    file = await save(user)

    for ask in (turns.start, turns.quote):
        with pytest.raises(InvalidRequest, match="Commands take no files"):
            await ask(by(user), chat.chat_id, "/help", attachments=[file.file_id])


async def test_an_owner_who_writes_a_members_question_anew_keeps_its_files(
    fake: Fake, user: User, chat: Chat, new_user: NewUser
) -> None:
    bob = await new_user(name="Bob", tier="ENTERPRISE")
    await members.add(by(user), chat.chat_id, bob.email, MemberRole.EDITOR)
    fake.script(*[Reply(deltas=("A sea.",))] * 3)
    his, mine = await save(bob), await save(user, picture(size=(9, 9)), "mine.png")
    started, _ = await send(bob, chat, his)

    for wanted in (None, [his.file_id, mine.file_id]):
        edited = await turns.edit(
            by(user), chat.chat_id, started.user_message_id, "And now?", attachments=wanted
        )
        await hear(edited)
        held = await files_of(user, chat.chat_id, edited.user_message_id)
        assert [each.file.file_id for each in held] == (wanted or [his.file_id])
    # Elsewhere it is still Bob's alone.
    with pytest.raises(FileNotFound):
        await turns.start(by(user), chat.chat_id, "Mine?", attachments=[his.file_id])
