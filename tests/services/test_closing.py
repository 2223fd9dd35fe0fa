"""Closed accounts: shut at once, whole again within 30 days, afterwards nobody's; books stay."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import String, cast, func
from sqlmodel import SQLModel, col, select, update
from uuid_utils.compat import uuid7

from chat_app.db import reading, transaction
from chat_app.errors import (
    ChatNotFound,
    EmailTaken,
    Forbidden,
    InvalidCredentials,
    KeyRefused,
    Unauthenticated,
)
from chat_app.llm.types import Role
from chat_app.models import (
    AuditEvent,
    Chat,
    ChatImport,
    IdempotencyKey,
    Identity,
    ImportedChat,
    LedgerEntry,
    Mail,
    MemberRole,
    Membership,
    Message,
    MessageStatus,
    OutgoingMail,
    Reaction,
    SavedPrompt,
    SendKind,
    User,
    Via,
    WaitingSend,
    now,
)
from chat_app.services import (
    accounts,
    chats,
    cleanup,
    keys,
    own_data,
    prompt_library,
    shares,
    turns,
)
from chat_app.services.accounts import Caller
from chat_app.services.admin import audit, newcomers, users
from chat_app.services.budgets.reconciliation import check_books
from chat_app.services.chats import folders
from chat_app.services.own_data import erasure
from chat_app.services.search import upkeep
from chat_app.services.search.index import waiting
from tests.callers import by
from tests.conftest import NewUser
from tests.devices import Device
from tests.keys import issue
from tests.services.authenticators import keep_passkey, set_up
from tests.services.exchanges import say, settled_exchange
from tests.services.listening import listen
from tests.services.sent_files import save

PASSWORD, ORIGIN = "correct horse battery", "https://tally.example.org"
SECRET = "zanzibarite"


@pytest.fixture
async def admin(app) -> User:
    """The first account is the administrator's."""
    return (await accounts.register("admin@example.com", PASSWORD)).user


@pytest.fixture
async def ada(admin: User) -> Caller:
    signed_in = await accounts.register(f"{SECRET}@example.com", PASSWORD, f"Ada {SECRET}")
    return await accounts.authenticate(signed_in.access_token, Via.BROWSER)


async def account(user_id) -> User:
    async with reading() as session:
        return await session.get_one(User, user_id)


async def grow_old(user_id, days: float = 31) -> None:
    """Have an account be closed so many days ago, and its chats with it."""
    async with transaction() as session:
        user = await session.get_one(User, user_id)
        moment = now() - timedelta(days=days)
        await session.exec(
            update(Chat).where(col(Chat.deleted_at) == user.closed_at).values(deleted_at=moment)
        )
        user.closed_at = moment


async def test_who_closes_an_account_is_out_at_once(ada: Caller):
    signed_in = await accounts.login(ada.user.email, PASSWORD)
    key = await issue(ada.user)
    await own_data.close(ada, password=PASSWORD)
    with pytest.raises(Unauthenticated):
        await accounts.authenticate(signed_in.access_token, Via.API)
    with pytest.raises(KeyRefused):
        await accounts.enter_with_key(key.secret)
    with pytest.raises(Forbidden, match="closed"):
        await accounts.login(ada.user.email, PASSWORD)


async def test_the_password_is_asked_for(ada: Caller):
    with pytest.raises(InvalidCredentials):
        await own_data.close(ada, password="something else")
    assert (await account(ada.user.user_id)).is_active


async def test_programs_with_a_key_close_nothing(ada: Caller):
    key = await issue(ada.user)
    with pytest.raises(Forbidden):
        await own_data.close(await accounts.enter_with_key(key.secret), password=PASSWORD)


async def test_the_last_administrator_stays(admin: User):
    with pytest.raises(Forbidden, match="last active admin"):
        await own_data.close(by(admin), password=PASSWORD)
    assert (await account(admin.user_id)).is_active


async def test_chats_are_in_the_trash_and_the_books_balance(ada: Caller):
    chat_id = await settled_exchange(ada.user, 208)
    await own_data.close(ada, password=PASSWORD)
    with pytest.raises(ChatNotFound):
        await chats.get(ada.user, chat_id)
    async with reading() as session:
        assert (await session.exec(select(LedgerEntry.entry_id))).all()
    assert await check_books() == []


@pytest.mark.settings(SIM_DELAY_MS="20")
async def test_a_reply_that_runs_is_stopped_and_settled(ada: Caller):
    started = await turns.start(ada, None, "Tell me of the tides")
    await own_data.close(ada, password=PASSWORD)
    await listen(started.message_id)
    assert await check_books() == []


async def test_stays_in_chats_of_others_end(ada: Caller, new_user: NewUser):
    chat = await chats.create(by(await new_user()), title="Theirs")
    async with transaction() as session:
        session.add(
            Membership(
                chat_id=chat.chat_id,
                user_id=ada.user.user_id,
                role=MemberRole.EDITOR,
                added_by=chat.user_id,
            )
        )
    await own_data.close(ada, password=PASSWORD)
    async with reading() as session:
        stay = (await session.exec(select(Membership))).one()
    assert stay.left_at is not None


async def test_an_administrator_brings_an_account_back_as_it_was(ada: Caller, admin: User):
    deleted, kept = await chats.create(ada, title="Deleted"), await chats.create(ada, title="Kept")
    await chats.delete(ada, deleted.chat_id)
    await own_data.close(ada, password=PASSWORD)
    await own_data.reopen(by(admin), ada.user.user_id)
    assert [chat.chat_id for chat in (await chats.page(ada.user)).chats] == [kept.chat_id]
    assert (await accounts.login(ada.user.email, PASSWORD)).user.user_id == ada.user.user_id


async def test_only_bringing_it_back_makes_a_closed_account_active(ada: Caller, admin: User):
    await own_data.close(ada, password=PASSWORD)
    with pytest.raises(Forbidden, match="bring it back"):
        await users.update_user(by(admin), ada.user.user_id, is_active=True)


async def test_administrators_close_accounts_of_others(ada: Caller, admin: User):
    await own_data.close_for(by(admin), ada.user.user_id)
    assert (await account(ada.user.user_id)).closed_at
    with pytest.raises(Forbidden):
        await own_data.close_for(ada, admin.user_id)
    with pytest.raises(Forbidden):
        await own_data.reopen(ada, ada.user.user_id)


@pytest.mark.parametrize(("days", "is_left"), [(29, True), (31, False)])
async def test_what_tells_whose_it_was_goes_after_30_days(
    ada: Caller, admin: User, days: float, is_left: bool
):
    await own_data.close(ada, password=PASSWORD)
    await grow_old(ada.user.user_id, days)
    await cleanup.clean()
    left = await account(ada.user.user_id)
    assert (SECRET in left.email, SECRET in left.name, left.erased_at is None) == (is_left,) * 3
    if not is_left:
        with pytest.raises(Forbidden):
            await own_data.reopen(by(admin), ada.user.user_id)


async def filled(ada: Caller, admin: User) -> None:
    """Have somebody leave their mark wherever that can be."""
    signed_in = await accounts.login(
        ada.user.email, PASSWORD, visit=accounts.Visit(user_agent=SECRET)
    )
    assert signed_in
    folder = await folders.create(ada, name=SECRET, system_prompt=SECRET)
    chat = await chats.create(ada, title=SECRET, project_id=folder.project_id)
    question = await say(chat, SECRET)
    reply = await say(chat, SECRET, question)
    async with transaction() as session:
        await session.exec(
            update(Chat).where(col(Chat.chat_id) == chat.chat_id).values(message_count=2)
        )
    await chats.react(ada, chat.chat_id, reply.message_id, Reaction.DISLIKE, (), SECRET)
    await prompt_library.create(ada, name=SECRET, description=SECRET, content=SECRET)
    await keys.create(ada, name=SECRET)
    await save(ada.user, SECRET.encode(), f"{SECRET}.txt")
    await newcomers.new_link(by(admin), ada.user.user_id)
    await shares.create(ada, chat.chat_id)
    await keep_ways_in(ada.user)
    await leave_marks_elsewhere(ada.user, chat, by(admin))
    await users.update_user(by(admin), ada.user.user_id, email_verified=True)
    await settled_exchange(ada.user, title=SECRET)
    async with transaction() as session:
        mark = {"email": ada.user.email, "name": ada.user.name}
        audit.record(
            session, by(admin), audit.Action.USER_CREATE, f"user:{ada.user.user_id}", after=mark
        )
    await searched()


async def keep_ways_in(user: User) -> None:
    """Have somebody come in by whatever there is."""
    await keep_passkey(user, PASSWORD, Device(ORIGIN), SECRET)
    await set_up(user, PASSWORD)
    async with transaction() as session:
        session.add(Identity(issuer=ORIGIN, subject=SECRET, user_id=user.user_id))
        later = now() + timedelta(days=1)
        session.add(
            OutgoingMail(user_id=user.user_id, kind=Mail.PASSWORD_CHANGED, next_try_at=later)
        )


async def leave_marks_elsewhere(user: User, own: Chat, other: Caller) -> None:
    """Have somebody wait in line, and want to, where others do, and bring chats from elsewhere."""
    theirs = await chats.create(other, title="Theirs")
    async with transaction() as session:
        for chat in (own, theirs):
            session.add(
                WaitingSend(
                    waiting_id=uuid7(),
                    chat_id=chat.chat_id,
                    user_id=user.user_id,
                    kind=SendKind.SEND,
                    question_id=uuid7(),
                    reply_id=uuid7(),
                    content=SECRET,
                    via=Via.BROWSER,
                    refused_code="FORBIDDEN",
                    refused_message=SECRET,
                )
            )
        session.add(
            SavedPrompt(
                user_id=user.user_id,
                chat_id=own.chat_id,
                model="simulated",
                question_id=uuid7(),
                expires_at=now(),
            )
        )
        session.add(
            IdempotencyKey(user_id=user.user_id, key=SECRET, request_sha256="", message_id=uuid7())
        )
        imported = ChatImport(user_id=user.user_id, source=SECRET, total_chats=1)
        session.add(imported)
        await session.flush()
        session.add(
            ImportedChat(
                chat_id=own.chat_id,
                import_id=imported.import_id,
                user_id=user.user_id,
                origin_sha256="",
            )
        )


async def tables_that_know(user: User) -> set[str]:
    """Return the tables whose rows go with an account that have some of it."""
    found = set[str]()
    async with reading() as session:
        for table in erasure.ERASED:
            owner: Any = getattr(table, "user_id")  # noqa: B009 (tables of several kinds)
            if (await session.exec(select(func.count()).where(owner == user.user_id))).one():
                found.add(str(table.__tablename__))
    return found


async def searched() -> None:
    """Have the index of the search be up with everything."""
    while True:
        await upkeep.keep_up()
        async with reading() as session:
            if not await session.scalar(select(func.count()).select_from(waiting)):
                return


async def places_with(mark: str) -> set[str]:
    """Return the columns of the database that have a text somewhere in them."""
    found: set[str] = set()
    async with reading() as session:
        connection = await session.connection()

        def names(sync: Any) -> list[tuple[str, str]]:
            from sqlalchemy import inspect

            look = inspect(sync)
            return [
                (table, column["name"])
                for table in look.get_table_names()
                for column in look.get_columns(table)
            ]

        from sqlalchemy import column as named
        from sqlalchemy import table as table_of

        for table, name in await connection.run_sync(names):
            if table.startswith("search_token"):
                # Numbers of words, and no words.
                continue
            where = cast(named(name), String).contains(mark)
            wanted = select(func.count()).select_from(table_of(table)).where(where)
            if (await connection.execute(wanted)).scalar_one():
                found.add(f"{table}.{name}")
    return found


async def test_nothing_that_an_erased_person_wrote_is_left_anywhere(
    ada: Caller, admin: User, database_settings
):
    await filled(ada, admin)
    assert len(await places_with(SECRET)) > 15
    assert await tables_that_know(ada.user) == {table.__tablename__ for table in erasure.ERASED}
    await own_data.close(ada, password=PASSWORD)
    await grow_old(ada.user.user_id)
    await cleanup.clean()
    await searched()
    assert await places_with(SECRET) == set()
    assert await tables_that_know(ada.user) == set()
    bytes_left = [path for path in database_settings.files_folder.rglob("*") if path.is_file()]
    assert bytes_left == []
    assert await check_books() == []


async def test_the_books_and_the_trail_stay_under_an_id_that_tells_nothing(
    ada: Caller, admin: User
):
    await filled(ada, admin)
    async with reading() as session:
        entries = set(await session.exec(select(LedgerEntry.entry_id)))
        events = len((await session.exec(select(AuditEvent.event_id))).all())
    await own_data.close(ada, password=PASSWORD)
    await grow_old(ada.user.user_id)
    await cleanup.clean()
    async with reading() as session:
        assert set(await session.exec(select(LedgerEntry.entry_id))) == entries
        trail = (await session.exec(select(AuditEvent))).all()
    assert len(trail) == events + 2
    assert {"user.close", "user.erase"} <= {event.action for event in trail}


async def test_the_address_is_free_again_once_the_account_is_erased(ada: Caller):
    await own_data.close(ada, password=PASSWORD)
    with pytest.raises(EmailTaken):
        await accounts.register(ada.user.email, PASSWORD)
    await grow_old(ada.user.user_id)
    await cleanup.clean()
    again = await accounts.register(ada.user.email, PASSWORD)
    assert again.user.user_id != ada.user.user_id
    assert (await chats.page(again.user)).chats == []


async def test_what_was_said_in_chats_of_others_stays_without_a_name(
    ada: Caller, new_user: NewUser
):
    chat = await chats.create(by(await new_user()), title="Theirs")
    async with transaction() as session:
        session.add(
            Message(
                chat_id=chat.chat_id,
                role=Role.USER,
                author_id=ada.user.user_id,
                content="Said by Ada",
                status=MessageStatus.COMPLETE,
            )
        )
    await own_data.close(ada, password=PASSWORD)
    await grow_old(ada.user.user_id)
    await cleanup.clean()
    async with reading() as session:
        said = (await session.exec(select(Message.content).where(Message.author_id != None))).one()  # noqa: E711
    assert said == "Said by Ada"
    assert (await account(ada.user.user_id)).name == "Closed account"


KEPT = {
    "api_key": "names its exchanges and its own ledger; without its name",
    "budget": "the books",
    "audit_event": "what was done stays; names and addresses are taken out",
    "chat": "names exchanges; without any text",
    "file": "taken away with its bytes, unless a message in a chat of somebody else holds it",
    "ledger_entry": "the books",
    "library_prompt": "those for everybody stay everybody's",
    "membership": "who was in a chat, and when, is the chat's",
    "message": "in chats of others; of the own chats without any text",
    "message_reaction": "a thumb up or down, which reports count by model; its words are feedback",
    "turn": "the books",
    "user_roll_up": "the books",
}
"""Tables with rows of people that stay when an account is erased, and why."""


def test_of_every_table_with_rows_of_people_it_is_said_whether_they_go():
    of_people = {
        table.name
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "user_account"
    }
    erased = {table.__tablename__ for table in erasure.ERASED}
    assert of_people - {"user_account"} == erased | KEPT.keys()
    assert not erased & KEPT.keys()
