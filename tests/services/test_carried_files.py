"""Files of earlier messages: carried along, kept by what is asked anew, and left out at last."""

import asyncio
from dataclasses import replace

import pytest

from chat_app.config import get_settings
from chat_app.db import read_briefly
from chat_app.errors import FileTooLarge, IdempotencyConflict
from chat_app.llm.catalogue import Model, catalogue, find
from chat_app.llm.provider_table import PROVIDERS
from chat_app.llm.types import Image, Parameters, Role, Text, Usage
from chat_app.models import Chat, File, MessageStatus, User
from chat_app.services import chats, files, turns
from chat_app.services.accounts.callers import Scope
from chat_app.services.admin import users
from chat_app.services.budgets import ledger
from chat_app.services.chats import OpenChat
from chat_app.services.files import contents
from chat_app.services.turns import prompts, sweeper
from chat_app.services.turns.attachments import attach
from chat_app.services.turns.context import Earlier, Told, tell
from chat_app.services.turns.drafts import Place, end_of_chat, make_draft
from tests.callers import by
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS, Vendor
from tests.pictures import picture
from tests.services.exchanges import turn_of
from tests.services.listening import hear
from tests.services.saved import left_behind_saying
from tests.services.sent_files import NOTE, TEXT, files_of, kinds, recording, save, send, told

GEMINI, GPT, CLAUDE, GROK = (vendor.model_id for vendor in VENDORS)
on_either_basis = pytest.mark.parametrize(
    "basis",
    [
        pytest.param(basis, marks=pytest.mark.settings(BUDGET_BASIS=basis))
        for basis in ("exchange", "provider")
    ],
)


@on_either_basis
async def test_later_messages_carry_files_along_as_a_part_of_the_history(
    basis: str, fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    file = await save(user)
    plain = await turns.quote(by(user), chat.chat_id, TEXT)
    fake.script(Reply(usage=Usage(400, 0, 3, 0, 403)))
    await send(user, chat, file)

    quoted = await turns.quote(by(user), chat.chat_id, "And now?")
    _, end = await send(user, chat, text="And now?")

    first, *_ = told(fake, vendor)
    assert kinds(first) == [Image, Text]
    assert plain.history_tokens == 0
    assert quoted.history_tokens > quoted.attachment_tokens == 0
    assert end.breakdown
    assert end.breakdown.attachment_tokens == 0
    assert (end.breakdown.history_tokens > 0) is (basis == "provider")


async def test_a_deleted_file_stays_for_the_chat_that_holds_it(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    file = await save(user)
    started, _ = await send(user, chat, file)
    await files.delete(by(user), file.file_id)

    await hear(await turns.regenerate(by(user), chat.chat_id, started.message_id))

    (message,) = told(fake, vendor)
    assert kinds(message) == [Image, Text]
    assert [each.file for each in await files_of(user, chat.chat_id, started.user_message_id)]


async def test_a_picture_that_another_model_saw_is_left_out_for_one_that_sees_none_and_said_so(
    fakes: dict[str, Fake], user: User, chat: Chat
) -> None:
    await send(user, chat, await save(user, recording(), "call.wav"))

    quoted = await turns.quote(by(user), chat.chat_id, "And now?", model=CLAUDE)
    await send(user, chat, text="And now?", model=CLAUDE)

    assert quoted.attachments_dropped == 1
    first = VENDORS[2].read(fakes["anthropic"].requests[-1]).prompt.messages[0]
    assert kinds(first) == [Text]
    assert "left out now: call.wav" in first.text
    assert first.text.endswith(TEXT)


async def test_an_edit_keeps_the_files_or_has_others_and_deleted_ones_may_stay(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    old, new = await save(user), await save(user, NOTE, "tide.md")
    started, _ = await send(user, chat, old)
    await files.delete(by(user), old.file_id)

    async def edit(*sent: File, keeps: bool = False) -> tuple[str, ...]:
        ids = None if keeps else [file.file_id for file in sent]
        message = chat.chat_id, started.user_message_id, "And this?"
        quoted = await turns.quote_edit(by(user), *message, ids)
        edited = await turns.edit(by(user), *message, attachments=ids)
        _, end = await hear(edited)
        assert end.breakdown
        assert end.breakdown.attachment_tokens <= quoted.attachment_tokens
        attached = await files_of(user, chat.chat_id, edited.user_message_id)
        assert sum(each.tokens or 0 for each in attached) == end.breakdown.attachment_tokens
        return tuple(each.file.name for each in attached)

    assert await edit(keeps=True) == ("sea.png",)
    assert await edit(new, old) == ("tide.md", "sea.png")
    assert await edit() == ()
    (message,) = told(fake, vendor)
    assert kinds(message) == [Text]


async def test_what_is_answered_again_or_gone_on_with_keeps_its_files(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    fake.script(Reply(finish=None), Reply())
    started, _ = await send(user, chat, await save(user))

    await hear(await turns.continue_reply(by(user), chat.chat_id, started.message_id))
    question, cut, _ = told(fake, vendor)
    assert (kinds(question), kinds(cut)) == ([Image, Text], [Text])

    await hear(await turns.regenerate(by(user), chat.chat_id, started.message_id))
    (question,) = told(fake, vendor)
    assert kinds(question) == [Image, Text]
    quoted = await turns.quote_again(by(user), chat.chat_id, started.message_id)
    assert quoted.attachment_tokens > 0


async def test_two_models_are_told_of_the_same_files_and_each_reply_shows_its_own_receipt(
    fakes: dict[str, Fake], user: User, chat: Chat
) -> None:
    ids = [(await save(user)).file_id, (await save(user, NOTE, "tide.md")).file_id]
    models = (GEMINI, GROK)

    quotes = await turns.quote_pair(by(user), chat.chat_id, TEXT, models, attachments=ids)
    started = await turns.compare(by(user), chat.chat_id, TEXT, models, attachments=ids)
    assert started.rival_id
    for reply_id, quoted in zip((started.message_id, started.rival_id), quotes, strict=True):
        turn = await turn_of(reply_id)
        assert turn.reserved_tokens == quoted.max_total_tokens
        await chats.choose_branch(by(user), chat.chat_id, reply_id)
        async for event in turns.attach(reply_id):
            del event
        question, reply = await chats.messages(user, chat.chat_id)
        assert reply.breakdown
        told_tokens = sum(each.tokens or 0 for each in question.attachments)
        assert told_tokens == reply.breakdown.attachment_tokens > 0


@pytest.mark.settings(REPLY_CACHE_TTL_S="60")
async def test_a_kept_reply_is_given_for_the_same_files_alone(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    first, alike = await save(user), await save(user, name="again.png")
    other = await save(user, picture(size=(70, 40)))

    ends: list[bool] = []
    for file in (first, alike, other):
        anew = await chats.create(by(user), model=chat.model)
        _, end = await send(user, anew, file)
        assert end.breakdown
        ends.append(end.breakdown.cached)
        assert (end.tokens_used == 0) is end.breakdown.cached

    assert ends == [False, True, False]


async def test_a_key_stands_for_its_files_and_begins_one_turn(
    fake: Fake, user: User, chat: Chat
) -> None:
    file = await save(user)

    async def ask(*sent: File) -> turns.Started:
        opened = await prompts.open_session(
            by(user),
            model=GEMINI,
            prompt=TEXT,
            chat_id=chat.chat_id,
            attachments=[each.file_id for each in sent],
            key="once",
        )
        return await prompts.reply_of(by(user), opened.session_id)

    begun = await ask(file)
    _, end = await hear(begun)
    assert (await ask(file)).message_id == begun.message_id
    assert end.breakdown
    assert end.breakdown.attachment_tokens > 0
    with pytest.raises(IdempotencyConflict):
        await ask()


@on_either_basis
async def test_a_turn_whose_process_is_gone_is_charged_for_its_files(
    basis: str, fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    sent = [await save(user), await save(user, NOTE, "tide.md")]
    _, whole = await send(user, await chats.create(by(user), model=chat.model), *sent)
    draft = await make_draft(by(user), Place(OpenChat(chat), None), TEXT, sent)
    (reply_id,) = await left_behind_saying("Hello there!", user, draft)

    await sweeper.sweep()

    turn = await turn_of(reply_id)
    question, reply = await chats.messages(user, chat.chat_id)
    assert reply.message.content == "Hello there!"
    assert turn.attachment_tokens == sum(each.tokens or 0 for each in question.attachments) > 0
    if basis == "exchange":
        assert whole.breakdown
        assert turn.attachment_tokens == whole.breakdown.attachment_tokens


@on_either_basis
@pytest.mark.parametrize("asked_before", [False, True], ids=["first message", "later one"])
async def test_a_turn_whose_process_is_gone_does_not_wait_for_the_place_of_files(
    asked_before: bool, basis: str, user: User, chat: Chat, fake: Fake
) -> None:
    sent = [await save(user), await save(user, NOTE, "tide.md")]
    if asked_before:
        await send(user, chat, *sent)
    draft = await make_draft(by(user), await end_of_chat(by(user), chat.chat_id), TEXT, sent)
    (reply_id,) = await left_behind_saying("Hello there!", user, draft)
    folder = get_settings().files_folder
    assert folder
    folder.rename(folder.with_name("elsewhere"))
    folder.touch()
    contents._texts.clear()

    await sweeper.sweep()

    turn = await turn_of(reply_id)
    views = {each.message.message_id: each for each in await chats.messages(user, chat.chat_id)}
    reply = views[reply_id].message
    assert (reply.status, turn.settled_at is None) == (MessageStatus.PARTIAL, False)
    assert reply.parent_id
    held = views[reply.parent_id].attachments
    assert turn.attachment_tokens == sum(each.tokens or 0 for each in held) > 0


async def carried(model: Model, *histories: list[File], affordable: int | None = None) -> Told:
    """Return what a model is told after messages with these files, and check that it adds up."""
    history = [Earlier(Role.USER, "Look", tuple(sent)) for sent in histories]
    told = await tell(model, "", history, TEXT, [], Parameters(100), affordable)
    assert len(told.files) + told.attachments_dropped == sum(map(len, histories))
    assert len(told.prompt.history) + told.messages_dropped == len(histories)
    for message, sent in zip(told.prompt.history[::-1], histories[::-1], strict=False):
        assert message.text.endswith("Look")
        for file in sent:
            assert (f"left out now: {file.name}" in message.text) is (file not in told.files)
    return told


@pytest.fixture
async def three(user: User) -> list[File]:
    """Return three pictures of one size."""
    return [await save(user, picture(mode=mode), f"{mode}.png") for mode in ("RGB", "L", "RGBA")]


async def test_the_oldest_files_are_left_out_first_where_the_window_is_full(
    three: list[File],
) -> None:
    histories = [[each] for each in three]
    whole = await carried(find(GEMINI), *histories)
    window = whole.price.tokens + 100

    def small(tokens: int) -> Model:
        return find(GEMINI).model_copy(update={"context_window_tokens": tokens})

    assert list((await carried(small(window), *histories)).files) == three
    assert list((await carried(small(window - 1), *histories)).files) == three[1:]
    least = await carried(small(220), *histories)
    assert least.files == ()
    # What they say stays, as long as there is room for words.
    assert least.messages_dropped < 3


async def test_the_oldest_files_are_left_out_first_where_they_cost_more_than_is_left(
    three: list[File],
) -> None:
    histories = [[each] for each in three]
    whole = await carried(find(GEMINI), *histories)
    left = whole.price.tokens + 100

    assert list((await carried(find(GEMINI), *histories, affordable=left)).files) == three
    assert list((await carried(find(GEMINI), *histories, affordable=left - 1)).files) == three[1:]


@pytest.mark.settings(BUDGET_BASIS="provider")
async def test_where_earlier_files_are_paid_for_a_message_is_sent_without_them_once_they_are_dear(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    await send(user, chat, *[await save(user, picture(mode=mode)) for mode in ("RGB", "L")])
    whole = await turns.quote(by(user), chat.chat_id, "And now?")
    used = (await read_briefly(ledger.balance, ledger.Owner.of(user))).total_tokens_used
    limit = used + whole.max_total_tokens - 1
    admin = replace(by(user), scopes=frozenset(Scope))
    await users.update_user(admin, user.user_id, token_limit=limit)

    quoted = await turns.quote(by(user), chat.chat_id, "And now?")
    await send(user, chat, text="And now?")

    first, *_ = told(fake, vendor)
    assert whole.attachments_dropped == 0
    assert quoted.attachments_dropped == 1
    assert kinds(first) == [Image, Text]


async def test_files_are_left_out_that_a_request_has_no_room_for_and_refused_in_the_message_itself(
    three: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    each_bytes = -(-max(file.size_bytes for file in three) // 3) * 4
    row = replace(PROVIDERS["gemini"], request_bytes=2 * each_bytes)
    monkeypatch.setitem(catalogue().providers, "gemini", row)

    told = await carried(find(GEMINI), *[[each] for each in three])

    assert list(told.files) == three[1:]
    with pytest.raises(FileTooLarge, match="at once; remove some of the files"):
        await tell(find(GEMINI), "", [], TEXT, three, Parameters(100))


async def test_files_go_along_with_the_ten_messages_after_them(user: User) -> None:
    file = await save(user)

    def after(count: int) -> list[list[File]]:
        return [[file], *([[]] * count)]

    assert (await carried(find(GEMINI), *after(9))).files == (file,)
    assert (await carried(find(GEMINI), *after(10))).files == ()


def lose(*lost: File) -> None:
    """Take the bytes of files away behind the app's back."""
    folder = get_settings().files_folder
    assert folder
    for file in lost:
        for path in folder.rglob(f"{file.sha256}*"):
            path.unlink()


async def test_a_message_whose_file_is_lost_is_refused_in_words_and_free_of_charge(
    fake: Fake, user: User, chat: Chat
) -> None:
    file = await save(user)
    lose(file)

    started, end = await send(user, chat, file)

    assert (end.status, end.error_code, end.tokens_used) == (
        MessageStatus.FAILED,
        "FILE_NOT_FOUND",
        0,
    )
    assert end.error_message == "A file of this message is gone; remove it and send it anew"
    assert not fake.requests
    (attached,) = await files_of(user, chat.chat_id, started.user_message_id)
    assert attached.tokens is None


async def test_a_chat_goes_on_without_earlier_files_that_are_lost(
    fake: Fake, user: User, chat: Chat, vendor: Vendor
) -> None:
    sent = await save(user), await save(user, NOTE, "tide.md")
    await send(user, chat, *sent)
    lose(*sent)
    contents._texts.clear()

    _, end = await send(user, chat, text="And now?")

    assert end.status is MessageStatus.COMPLETE
    first, *_ = told(fake, vendor)
    assert "is gone" in first.text
    assert "left out now: tide.md" in first.text
    assert first.text.endswith(TEXT)


async def test_others_are_served_between_one_long_file_and_the_next(user: User) -> None:
    made = [await save(user, NOTE * 2_000 + bytes([65 + each]), "a.txt") for each in range(4)]
    model = find(GEMINI)
    await attach(model, made)
    turns_of_others = 0

    async def others() -> None:
        nonlocal turns_of_others
        while True:
            await asyncio.sleep(0)
            turns_of_others += 1

    waiting = asyncio.create_task(others())
    await asyncio.sleep(0)
    # Nothing is read or priced that is not known: what is left to do asks for no pause by itself.
    await attach(model, made)
    waiting.cancel()
    assert turns_of_others >= len(made)
