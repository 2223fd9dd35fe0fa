"""Goes on with what a link shows in a chat of one's own, without its owner's books."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import SQLModel
from uuid_utils.compat import uuid7

from chat_app.db import briefly, transaction, write_briefly
from chat_app.errors import InvalidRequest
from chat_app.llm.types import Role
from chat_app.models import Chat, File, Message, ReadingPosition
from chat_app.prepared import Connection
from chat_app.services import files
from chat_app.services.accounts import Caller
from chat_app.services.chats import new_chat
from chat_app.services.chats.access import models_to_choose
from chat_app.services.chats.slots import add, take
from chat_app.services.shares.showing import ShownMessage, opened, said


async def carry_on(caller: Caller, slug: str) -> Chat:
    """Copy what a link shows into a new chat of the reader's, who pays for all that follows.

    It has the words and the files, which count against the reader's room; not the system prompt,
    the parameters or the charges.

    Args:
        caller: The reader.
        slug: From the link's address.

    Raises:
        NotFound: The link shows nothing, or nothing to this reader.
        InvalidRequest: There are only commands and their answers on it.
        ChatLimitReached: No place is free.
        StorageFull: There is no room for its files.
        FileTooLarge, UnsupportedFile: One of its files is not taken any more.
        Unavailable: The database or the store is away.
    """
    shown = await opened(slug, caller.user)
    told, _ = await said(shown)
    if not told:
        raise InvalidRequest("There is nothing on this page to continue with")
    chat = await new_chat(caller, title=shown.link.title, model=_model(caller, told))
    # Before anything is copied; whoever is quicker is found out below.
    await write_briefly(take, user=caller.user)
    copies = await _copies(caller, told)
    ids = [uuid7() for _ in told]
    rows = [
        {
            "message_id": message_id,
            "chat_id": chat.chat_id,
            "parent_id": before,
            "role": message.role,
            "content": "".join(part for part in message.parts if isinstance(part, str)),
            "status": message.status,
            "model": message.model,
            "created_at": message.at,
        }
        for message_id, before, message in zip(ids, [None, *ids], told, strict=False)
    ]
    chat.message_count = len(rows)
    async with transaction() as session:
        await briefly(session, add, user=caller.user, chat=chat)
        await (await session.connection()).execute(insert(_MESSAGES), rows)
        for message_id, message in zip(ids, told, strict=True):
            await briefly(session, _attach, message_id, message, copies)
        session.add(ReadingPosition(user_id=chat.user_id, chat_id=chat.chat_id, leaf_id=ids[-1]))
    return chat


def _attach(
    connection: Connection,
    message_id: UUID,
    message: ShownMessage,
    copies: dict[UUID, File],
) -> None:
    told_characters = place = 0
    for part in message.parts:
        if isinstance(part, str):
            told_characters += len(part)
            continue
        files.attach(
            connection,
            message_id,
            [copies[part.file.file_id].file_id],
            place=place,
            text_offset=None if message.role is Role.USER else told_characters,
        )
        place += 1


def _model(caller: Caller, told: Sequence[ShownMessage]) -> str | None:
    """Return the model that wrote last, where the reader can use it; else the reader's usual."""
    usable = {model.model_id for model in models_to_choose(caller)}
    return next((each.model for each in reversed(told) if each.model in usable), None)


async def _copies(caller: Caller, told: Sequence[ShownMessage]) -> dict[UUID, File]:
    """Return files of the reader's own, by those they are copies of.

    Those that no message comes to hold, for something fails, are removed after a day.
    """
    copies: dict[UUID, File] = {}
    for message in told:
        for part in message.parts:
            if isinstance(part, str) or part.file.file_id in copies:
                continue
            file = part.file
            copies[file.file_id] = await files.save(
                caller, file.name, files.pieces(file), file.size_bytes
            )
    return copies


_MESSAGES = SQLModel.metadata.tables[Message.__tablename__]
