"""Pictures in replies: kept, told in their place, charged, and drawn in any chat by `/image`."""

from contextlib import aclosing
from uuid import UUID

import anyio
import pytest

from chat_app.config import get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import (
    InvalidRequest,
    ModelNotAllowed,
    ModelUnavailable,
    TokenLimitExceeded,
)
from chat_app.llm.catalogue import SIMULATED_IMAGE, find
from chat_app.llm.types import FinishReason, Image, PictureDelta, Role, Task, Usage
from chat_app.models import (
    Attachment,
    Chat,
    File,
    FileOrigin,
    MessageStatus,
    User,
)
from chat_app.services import chats, files, turns
from chat_app.services.broker import End, Picture, Piece
from chat_app.services.chats import OpenChat, purge
from chat_app.services.turns import Started, sweeper
from chat_app.services.turns.drafts import Place, make_draft
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes import gemini
from tests.fakes.script import Fake, Reply
from tests.llm.vendors import VENDORS
from tests.pictures import opened, picture
from tests.services.exchanges import turn_of
from tests.services.saved import left_behind_saying

GEMINI = "gemini-3.1-flash-image"
OPENAI = next(vendor for vendor in VENDORS if vendor.name == "openai")
RED = PictureDelta("image/png", picture())
BLUE = PictureDelta("image/png", picture(size=(80, 40)))
BILL = Usage(12, 0, 1300, 0, 1312, picture_tokens=1120)

pytestmark = pytest.mark.settings(SIM_DELAY_MS="0")


async def heard_from(message_id: UUID, after: int = 0) -> tuple[list[str | UUID], End]:
    """Hear a reply, each piece in its place: text as it came, pictures by their files."""
    said: list[str | UUID] = []
    async with aclosing(turns.attach(message_id, after)) as events:
        async for event in events:
            if isinstance(event, End):
                return said, event
            assert isinstance(event, Piece | Picture)
            assert event.offset == after
            after = event.end
            if isinstance(event, Picture):
                said.append(event.file_id)
            elif said and isinstance(said[-1], str):
                said[-1] += event.text
            else:
                said.append(event.text)
    raise AssertionError("no End")


async def draw(
    user: User, what: str = "A red fox", model: str = GEMINI, chat: Chat | None = None
) -> tuple[Started, list[str | UUID], End]:
    chat = chat or await chats.create(by(user), model=model)
    started = await turns.start(by(user), chat.chat_id, what)
    return started, *await heard_from(started.message_id)


async def held_by(message_id: UUID) -> list[tuple[Attachment, File]]:
    async with reading() as session:
        return (await briefly(session, files.attached, [message_id])).get(message_id, [])


async def test_a_picture_is_kept_and_told_between_the_words_it_came_between(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Here: ", RED, "and ", BLUE, "done."), usage=BILL))

    started, said, end = await draw(user)

    first, second = (picture.file_id for picture in end.pictures)
    assert said == ["Here: ", first, "and ", second, "done."]
    assert [picture.offset for picture in end.pictures] == [6, 11]
    assert (end.text, end.status) == ("Here: and done.", MessageStatus.COMPLETE)
    file = await files.get(user, first)
    assert (file.origin, file.media_type) == (FileOrigin.DRAWN, "image/png")
    assert file.name == "A red fox.png"
    assert [picture.alt for picture in end.pictures] == ["A red fox"] * 2
    assert opened(await files.read(file)).size == (file.width, file.height) == (60, 40)
    view = await chats.get_view(user, started.chat_id, started.message_id)
    parts = [each if isinstance(each, str) else each.file.file_id for each in view.parts]
    assert parts == said


async def test_a_listener_from_any_place_hears_the_rest_while_it_runs_and_afterwards(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(RED, "a🙂", BLUE, "漢", RED), usage=BILL, pause_seconds=0.01))
    chat = await chats.create(by(user), model=GEMINI)
    started = await turns.start(by(user), chat.chat_id, "A fox")
    heard: dict[tuple[str, int], list[str | UUID]] = {}

    async def hear(when: str, after: int) -> None:
        heard[when, after], _ = await heard_from(started.message_id, after)

    async with anyio.create_task_group() as tasks:
        for after in range(7):
            tasks.start_soon(hear, "live", after)
    for after in range(7):
        await hear("replay", after)

    units = [*heard["replay", 0]]
    whole = [unit for each in units for unit in (each if isinstance(each, str) else [each])]
    assert len(whole) == 6
    for (_, after), said in heard.items():
        rest = [unit for each in said for unit in (each if isinstance(each, str) else [each])]
        assert rest == whole[after:]


async def test_a_picture_is_charged_by_the_vendors_figures_and_within_its_quote(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Here: ", RED), usage=BILL))
    chat = await chats.create(by(user), model=GEMINI)
    quoted = await turns.quote(by(user), chat.chat_id, "A red fox")

    started, _, end = await draw(user, chat=chat)

    receipt = end.breakdown
    assert receipt
    assert receipt.ai_tokens == 1300
    assert receipt.total_tokens == end.tokens_used <= quoted.max_total_tokens
    model = find(GEMINI, Task.IMAGE)
    assert quoted.max_ai_tokens == model.picture_tokens + get_settings().MAX_OUTPUT_TOKENS
    assert fake.requests[0].generation_config.max_output_tokens == quoted.max_ai_tokens
    # 12 at 0.5, 180 words at 3 and 1120 at 60 dollars a million.
    assert receipt.cost_micro_usd == 6 + 540 + 67_200
    turn = await turn_of(started.message_id)
    assert (turn.billed_picture_tokens, turn.price_picture) == (1120, 60_000_000)
    ((attachment, _),) = await held_by(started.message_id)
    assert attachment.tokens == 1120


async def test_what_no_vendor_billed_is_charged_by_the_rule_for_its_size(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Here: ", RED, BLUE), usage=None))

    started, _, end = await draw(user)

    rule = find(GEMINI, Task.IMAGE).picture_tokens
    assert end.breakdown
    assert end.breakdown.ai_tokens - 2 * rule in range(1, 10)
    assert end.breakdown.method == "estimate"
    assert end.breakdown.cost_micro_usd
    assert end.breakdown.cost_micro_usd > 2 * rule * 60
    assert [each.tokens for each, _ in await held_by(started.message_id)] == [rule, rule]


@pytest.mark.parametrize("vendor", [OPENAI], indirect=True)
async def test_who_only_draws_is_told_the_message_alone_and_charged_for_no_more(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(RED,)))
    chat = await chats.create(by(user), model="gpt-image-2", system_prompt="Be brief.")
    quoted = await turns.quote(by(user), chat.chat_id, "A red fox")

    await draw(user, "Hello", chat=chat)
    started, said, end = await draw(user, chat=chat)

    assert [type(each) for each in said] == [UUID]
    assert end.text == ""
    assert fake.requests[-1]["prompt"] == "A red fox"
    assert end.breakdown
    assert (end.breakdown.system_tokens, end.breakdown.ai_tokens) == (0, 1756)
    assert end.history_dropped == 0
    assert end.tokens_used <= quoted.max_total_tokens
    assert quoted.max_ai_tokens == 1756
    ((attachment, _),) = await held_by(started.message_id)
    assert (attachment.text_offset, attachment.tokens) == (0, 1756)


@pytest.mark.parametrize("vendor", [OPENAI], indirect=True)
async def test_a_budget_too_small_for_a_picture_is_refused_with_the_numbers(
    fake: Fake, fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="PRO", token_limit=1700)
    chat = await chats.create(by(user), model="gpt-image-2")

    with pytest.raises(TokenLimitExceeded, match="at least 1756 for a reply"):
        await turns.start(by(user), chat.chat_id, "A red fox")

    assert fake.requests == []


@pytest.mark.parametrize(
    ("reply", "is_charged"),
    [
        (Reply(deltas=(), usage=Usage(12, 0, 40, 0, 52), finish=FinishReason.SAFETY), True),
        (Reply(deltas=(), usage=None, finish=FinishReason.SAFETY), False),
    ],
)
async def test_a_blocked_picture_says_so_and_costs_what_the_vendor_bills(
    fake: Fake, user: User, reply: Reply, is_charged: bool
) -> None:
    fake.script(reply)

    _, said, end = await draw(user)

    assert (said, end.status, end.error_code) == ([], MessageStatus.FAILED, "CONTENT_BLOCKED")
    assert bool(end.tokens_used) is is_charged
    assert bool(end.breakdown) is is_charged
    if is_charged:
        assert end.breakdown
        assert end.breakdown.billed
        assert (end.breakdown.ai_tokens, end.breakdown.billed.total_tokens) == (40, 52)


async def test_what_is_no_picture_ends_the_reply_in_words_and_leaves_nothing(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Here: ", PictureDelta("image/png", b"no picture"))))

    started, said, end = await draw(user)

    assert said == ["Here: "]
    assert (end.status, end.error_code) == (MessageStatus.PARTIAL, "PROVIDER_ERROR")
    assert await held_by(started.message_id) == []
    assert (await files.page(user)).files == []


@pytest.mark.settings(SIM_DELAY_MS="1-60")
async def test_a_stop_keeps_the_pictures_that_have_come_and_charges_those(app_user: User) -> None:
    chat = await chats.create(by(app_user), model="simulated-image")
    started = await turns.start(by(app_user), chat.chat_id, "9 pictures of a fox")
    async with aclosing(turns.attach(started.message_id)) as events:
        async for event in events:
            if isinstance(event, Picture):
                break
    await turns.stop(app_user, chat.chat_id)

    said, end = await heard_from(started.message_id)

    assert end.status is MessageStatus.STOPPED
    drawn = [each for each in said if isinstance(each, UUID)]
    assert len(drawn) in {1, 2}
    assert [each.file_id for each in end.pictures] == drawn
    assert end.breakdown
    assert end.breakdown.ai_tokens in range(len(drawn) * 258, len(drawn) * 258 + 100)


async def test_a_crash_with_a_picture_there_keeps_and_charges_it(app_user: User) -> None:
    _, said, end = await draw(app_user, model="simulated-image")
    chat = await chats.create(by(app_user), model="simulated-image")
    draft = await make_draft(by(app_user), Place(OpenChat(chat), None), "A red fox")
    (reply_id,) = await left_behind_saying(end.text, app_user, draft)
    async with transaction() as session:
        held: dict[str, int] = {"place": 0, "text_offset": len(end.text)}
        ids = reply_id, [end.pictures[0].file_id]
        await briefly(session, files.attach, *ids, **held)

    assert await sweeper.sweep() == 1

    swept_said, swept = await heard_from(reply_id)
    assert swept_said == said
    assert (swept.status, swept.pictures) == (MessageStatus.PARTIAL, end.pictures)
    assert swept.breakdown
    assert swept.breakdown.ai_tokens >= SIMULATED_IMAGE.picture_tokens
    ((attachment, _),) = await held_by(reply_id)
    assert attachment.tokens == SIMULATED_IMAGE.picture_tokens


@pytest.fixture
async def app_user(app: object, new_user: NewUser) -> User:
    return await new_user()


@pytest.mark.settings(REPLY_CACHE_TTL_S="3600", SIM_DELAY_MS="0")
async def test_a_kept_reply_is_given_again_with_pictures_of_the_readers_own_for_nothing(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Here: ", RED, "done."), usage=BILL))
    _, first_said, first = await draw(user)

    _, said, end = await draw(user)

    assert len(fake.requests) == 1
    assert end.breakdown
    assert (end.breakdown.cached, end.tokens_used) == (True, 0)
    assert [each for each in said if isinstance(each, str)] == ["Here: ", "done."]
    assert isinstance(said[1], UUID)
    kept, again = await files.get(user, first.pictures[0].file_id), await files.get(user, said[1])
    assert (kept.sha256, kept.width) == (again.sha256, again.width)
    assert first_said[1] != said[1]


@pytest.mark.settings(REPLY_CACHE_TTL_S="3600", SIM_DELAY_MS="0")
async def test_a_kept_reply_whose_picture_is_gone_is_drawn_anew(fake: Fake, user: User) -> None:
    fake.script(Reply(deltas=(RED,), usage=BILL))
    started, _, _ = await draw(user)
    await chats.delete(by(user), started.chat_id)
    await purge.erase([started.chat_id])

    _, said, end = await draw(user)

    assert len(fake.requests) == 2
    assert end.breakdown
    assert not end.breakdown.cached
    assert len(said) == 1


async def test_image_asks_a_model_that_draws_from_any_chat_and_changes_nothing_of_it(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=("Here: ", RED), usage=BILL))
    chat = await chats.create(by(user), model="gemini-3.8-flash")

    started, said, end = await draw(user, "/image  A red fox", chat=chat)

    assert started.model == "gemini-3.1-flash-lite-image"
    assert len(said) == 2
    assert end.tokens_used > 1300
    assert started.title == "A red fox"
    asked = gemini.read(fake.requests[0])
    assert asked.model_id == "gemini-3.1-flash-lite-image"
    assert asked.prompt.question.text == "A red fox"
    assert (await chats.get(user, chat.chat_id)).model == "gemini-3.8-flash"
    question = await chats.get_message(user, chat.chat_id, started.user_message_id)
    assert question.content == "/image  A red fox"
    async with reading() as session:
        last = await session.get_one(User, user.user_id)
    assert last.last_model != started.model


async def test_image_is_quoted_as_what_it_costs_and_alone_as_nothing(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(RED,), usage=BILL))
    chat = await chats.create(by(user), model="gemini-3.8-flash")

    quoted = await turns.quote(by(user), chat.chat_id, "/image A red fox")
    nothing = await turns.quote(by(user), chat.chat_id, "/image")
    _, _, end = await draw(user, "/image A red fox", chat=chat)

    assert nothing.max_total_tokens == 0
    assert end.tokens_used <= quoted.max_total_tokens
    assert quoted.likely.reply.tokens >= 1120
    assert quoted.likely.reply.cost_micro_usd >= 1120 * 30
    assert quoted.most.reply.cost_micro_usd >= quoted.likely.reply.cost_micro_usd


async def test_image_alone_is_answered_with_a_hint_for_nothing(fake: Fake, user: User) -> None:
    chat = await chats.create(by(user), model="gemini-3.8-flash")

    _, said, end = await draw(user, "/image", chat=chat)

    assert "/image A fox in the snow" in str(said[0])
    assert end.tokens_used == 0
    assert fake.requests == []


async def test_what_was_drawn_is_told_to_models_that_see_without_its_command(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(RED,), usage=BILL), Reply())
    chat = await chats.create(by(user), model="gemini-3.8-flash")
    await draw(user, "/image A red fox", chat=chat)

    await draw(user, "What is it?", chat=chat)

    asked = gemini.read(fake.requests[1])
    assert asked.model_id == "gemini-3.8-flash"
    question, drawn, _ = asked.prompt.messages
    assert question.text == "A red fox"
    assert drawn.role is Role.ASSISTANT
    (shown,) = drawn.parts
    assert isinstance(shown, Image)
    assert opened(shown.content).size == (60, 40)


async def test_a_picture_is_drawn_again_and_differently_by_edit_and_regenerate(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(RED,), usage=BILL))
    chat = await chats.create(by(user), model="gemini-3.8-flash")
    first, _, _ = await draw(user, "/image A red fox", chat=chat)

    again = await turns.regenerate(by(user), chat.chat_id, first.message_id)
    await heard_from(again.message_id)
    edited = await turns.edit(by(user), chat.chat_id, first.user_message_id, "/image A boat")
    await heard_from(edited.message_id)

    models = [gemini.read(request).model_id for request in fake.requests]
    assert models == ["gemini-3.1-flash-lite-image"] * 3
    assert gemini.read(fake.requests[2]).prompt.question.text == "A boat"
    view = await chats.get_view(user, chat.chat_id, again.message_id)
    assert view.sibling_ids == [first.message_id, again.message_id]
    assert len({(await held_by(each))[0][1].file_id for each in view.sibling_ids}) == 2


@pytest.mark.settings(IMAGE_MODEL="gpt-image-2", SIM_DELAY_MS="0")
async def test_who_may_not_use_the_model_for_pictures_is_told_so(
    fakes: dict[str, Fake], new_user: NewUser
) -> None:
    user = await new_user(tier="BASIC")
    chat = await chats.create(by(user), model="gemini-3.5-flash-lite")

    with pytest.raises(ModelNotAllowed):
        await turns.start(by(user), chat.chat_id, "/image A red fox")


@pytest.mark.settings(IMAGE_MODEL="gpt-image-2", SIM_DELAY_MS="0")
async def test_a_model_for_pictures_without_its_key_is_unavailable(
    app: object, new_user: NewUser
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model="simulated")

    with pytest.raises(ModelUnavailable):
        await turns.start(by(user), chat.chat_id, "/image A red fox")


async def test_a_model_that_embeds_is_no_model_of_a_chat(
    fakes: dict[str, Fake], user: User
) -> None:
    with pytest.raises(InvalidRequest, match="is for embeddings"):
        await chats.create(by(user), model="text-embedding-3-small")


@pytest.mark.settings(BUDGET_BASIS="provider", SIM_DELAY_MS="0")
async def test_where_the_bill_is_charged_a_picture_is_in_it(fake: Fake, user: User) -> None:
    fake.script(Reply(deltas=("Here: ", RED), usage=BILL))

    _, _, end = await draw(user)

    assert end.tokens_used == 1312
    assert end.breakdown
    assert end.breakdown.ai_tokens == 1300


async def test_a_picture_of_a_reply_is_not_deleted_while_the_chat_has_it(
    fake: Fake, user: User
) -> None:
    fake.script(Reply(deltas=(RED,), usage=BILL))
    started, _, end = await draw(user)
    file_id = end.pictures[0].file_id

    await files.delete(by(user), file_id)

    assert (await files.page(user)).files == []
    assert (await files.get(user, file_id)).file_id == file_id
    said, _ = await heard_from(started.message_id)
    assert said == [file_id]


async def test_a_picture_that_was_cut_off_is_not_gone_on_with(app_user: User) -> None:
    chat = await chats.create(by(app_user), model="simulated-image")
    started, _, end = await draw(app_user, "9 pictures of a fox", chat=chat)
    assert end.finish_reason is FinishReason.LENGTH

    with pytest.raises(InvalidRequest, match="picture cannot be gone on with"):
        await turns.continue_reply(by(app_user), chat.chat_id, started.message_id)
