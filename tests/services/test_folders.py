"""Folders: there for every mark of a chat, and what new chats in them begin with."""

import pytest
from sqlmodel import update

from chat_app.db import reading, transaction
from chat_app.errors import InvalidRequest, ModelNotAllowed, NotFound
from chat_app.llm.types import Tier
from chat_app.models import Chat, Folder, now
from chat_app.services import chats
from chat_app.services.chats import folders
from tests.callers import by

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def ada(database, new_user):
    return await new_user(tier=Tier.PRO)


async def marks(user, **wanted) -> list[str]:
    return [each.project_id for each in (await folders.page(user, **wanted)).folders]


@pytest.mark.parametrize("how", ["made", "changed", "written by others"])
async def test_a_mark_on_a_chat_makes_its_folder(ada, how: str):
    chat = await chats.create(by(ada), project_id="web/site" if how == "made" else None)
    if how == "changed":
        await chats.update(by(ada), chat.chat_id, project_id="web/site")
    if how == "written by others":
        async with transaction() as session:
            await session.exec(update(Chat).values(project_id="web/site"))
    page = await folders.page(ada)
    assert [(each.project_id, each.name) for each in page.folders] == [("web/site", "web/site")]
    assert page.chats == {"web/site": 1}


async def test_a_folder_keeps_its_name_when_more_chats_come(ada):
    await chats.create(by(ada), project_id="p")
    await folders.update(by(ada), "p", name="  Trip  to Rome ")
    await chats.create(by(ada), project_id="p")
    assert (await folders.get(ada, "p")).name == "Trip to Rome"


async def test_folders_are_paged_newest_first(ada):
    made = [await folders.create(by(ada), name=str(n)) for n in range(5)]
    async with transaction() as session:
        # Equal times: the mark decides.
        await session.exec(update(Folder).values(created_at=now()))
    seen, cursor = [], None
    while True:
        page = await folders.page(ada, limit=2, cursor=cursor)
        seen += [each.project_id for each in page.folders]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == sorted((each.project_id for each in made), reverse=True)
    with pytest.raises(InvalidRequest):
        await folders.page(ada, cursor="nothing like it")


async def test_a_new_chat_begins_with_the_model_and_prompt_of_its_folder(ada):
    folder = await folders.create(
        by(ada), name="Rome", system_prompt=" Be brief. ", model="simulated"
    )
    chat = await chats.create(by(ada), project_id=folder.project_id)
    assert (chat.model, chat.system_prompt) == ("simulated", "Be brief.")
    other = await chats.create(by(ada))
    assert other.system_prompt is None


async def test_chats_of_a_folder_keep_what_they_began_with(ada):
    folder = await folders.create(by(ada), name="Rome", system_prompt="Be brief.")
    chat = await chats.create(by(ada), project_id=folder.project_id)
    await folders.update(by(ada), folder.project_id, system_prompt=None)
    assert (await chats.get(ada, chat.chat_id)).system_prompt == "Be brief."


async def test_deleting_a_folder_leaves_its_chats(ada, new_user):
    eve = await new_user()
    kept = await chats.create(by(eve), project_id="p")
    chat = await chats.create(by(ada), project_id="p")
    trashed = await chats.create(by(ada), project_id="p")
    await chats.delete(by(ada), trashed.chat_id)
    await folders.delete(by(ada), "p")
    assert await marks(ada) == []
    assert (await chats.get(ada, chat.chat_id)).project_id is None
    assert (await chats.restore(by(ada), trashed.chat_id)).project_id is None
    assert (await chats.get(eve, kept.chat_id)).project_id == "p"
    assert await marks(eve) == ["p"]


async def test_nobody_reaches_the_folders_of_others(ada, new_user):
    eve = await new_user()
    await folders.create(by(ada), name="Mine")
    (mark,) = await marks(ada)
    assert await marks(eve) == []
    for attempt in (
        folders.get(eve, mark),
        folders.update(by(eve), mark, name="Hers"),
        folders.delete(by(eve), mark),
    ):
        with pytest.raises(NotFound):
            await attempt


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
async def test_a_name_has_1_to_100_characters(ada, name: str):
    with pytest.raises(InvalidRequest):
        await folders.create(by(ada), name=name)


async def test_a_folders_model_is_one_that_its_owner_may_use(new_user):
    with pytest.raises(ModelNotAllowed):
        await folders.create(by(await new_user()), name="n", model="gemini-3.8-flash")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("trip to rome", ["Trip to Rome"]),
        ("Trip-to-Rome", ["Trip to Rome"]),
        ("trip", ["Trip to Oslo", "Trip to Rome"]),
        ("rome", []),
    ],
)
async def test_a_folder_is_found_by_its_name_or_how_that_begins(ada, asked, found):
    made = {
        (await folders.create(by(ada), name=name)).project_id: name
        for name in ("Trip to Rome", "Trip to Oslo", "Books")
    }
    async with reading() as session:
        named = await folders.named(session, ada.user_id, asked)
    assert sorted(made[mark] for mark in named) == found


@pytest.mark.settings(GEMINI_API_KEY="k")
async def test_a_new_chat_in_a_folder_shows_its_model_as_long_as_it_can_be_used(ada):
    usual = await folders.model_of_new_chat(ada, "")
    made = await folders.create(by(ada), name="Own", model="simulated")
    assert await folders.model_of_new_chat(ada, made.project_id) == "simulated" != usual
    async with transaction() as session:
        await session.exec(update(Folder).values(model="gone-model"))
    assert await folders.model_of_new_chat(ada, made.project_id) == usual
    assert await folders.model_of_new_chat(ada, "no-such-folder") == usual
