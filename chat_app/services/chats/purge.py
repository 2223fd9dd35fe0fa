"""Takes the text of chats away for good; what they used stays in the books.

Exchanges and ledger name a chat and its messages, so the rows stay, without anything that somebody
wrote or was told, and without files. The index of the search empties itself of what was taken from
them.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import or_, tuple_, update
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import LOCKED, reading, transaction
from chat_app.errors import Unavailable
from chat_app.models import (
    Chat,
    Feedback,
    Message,
    MessageReaction,
    Reaction,
    SharedLink,
    Turn,
    WaitingSend,
    now,
)
from chat_app.services import files, live
from chat_app.services.broker import broker
from chat_app.services.chats.filter import RESTORABLE_FOR

_CHATS_AT_ONCE = 50
"""Few enough for the writer of SQLite to be held for milliseconds."""


async def erase(chat_ids: Iterable[UUID], *, in_use: bool = True) -> int:
    """Take chats away and all text in them; nothing brings them back. Return how many those are.

    A reply that runs in one of them is stopped, and that chat erased by a later `erase_old`, once
    it is settled.

    Args:
        chat_ids: Which.
        in_use: Whether those go, too, that nobody deleted, or that were taken back just now.

    Raises:
        Unavailable: The database is away.
    """
    ids, erased = sorted(chat_ids), 0
    which = () if in_use else (~col(Chat.is_active),)
    for at in range(0, len(ids), _CHATS_AT_ONCE):
        some = ids[at : at + _CHATS_AT_ONCE]
        async with transaction() as session:
            held = await _hold(session, some, *which)
            await session.exec(
                update(Chat)
                .where(col(Chat.chat_id).in_(held))
                .values(is_active=False, deleted_at=now() - RESTORABLE_FOR)
            )
            running, let_go = await _erase_idle(session, held)
        erased += len(held)
        # Where their bytes cannot go now, the cleaner takes them.
        with suppress(Unavailable):
            await files.erase_of_all(let_go)
        for reply_id in running:
            # Where it cannot be told now, it ends by itself.
            with suppress(Unavailable):
                await broker().request_stop(reply_id)
    return erased


async def erase_old() -> None:
    """Erase the chats that nothing brings back any more, some at a time.

    Raises:
        Unavailable: The database is away.
    """
    # In the order of their index: by the ids, a database would go through all chats.
    key = (col(Chat.deleted_at), col(Chat.chat_id))
    old = select(*key).where(
        col(Chat.erased_at).is_(None), col(Chat.deleted_at) <= now() - RESTORABLE_FOR
    )
    due = old
    while True:
        async with reading() as session:
            some = list(await session.exec(due.order_by(*key).limit(_CHATS_AT_ONCE)))
        if not some:
            return
        async with transaction() as session:
            _, let_go = await _erase_idle(session, [chat_id for _, chat_id in some])
        with suppress(Unavailable):
            await files.erase_of_all(let_go)
        # What a reply still runs in is passed over until the next round.
        due = old.where(tuple_(*key) > tuple_(*some[-1]))


async def _hold(session: AsyncSession, chat_ids: Sequence[UUID], *which: Any) -> list[UUID]:
    """Return those of some chats that have text and of which something holds.

    They stay so until the transaction ends: what was about to begin in them, or to take them back,
    has done so then, or will not.
    """
    wanted = select(Chat.chat_id).where(
        col(Chat.chat_id).in_(chat_ids), col(Chat.erased_at).is_(None), *which
    )
    held = wanted.order_by(col(Chat.chat_id)).with_for_update(**LOCKED)
    return list(await session.exec(held))


async def _erase_idle(
    session: AsyncSession, held: Sequence[UUID]
) -> tuple[list[UUID], list[tuple[UUID, UUID]]]:
    """Erase those of the chats, away and held, in which no reply runs.

    Return the replies that do, and the files that were in the others: their owners and ids.

    No reply begins in a chat that is away: what begins one changes the row of a chat in use.
    """
    running = list(
        await session.exec(
            select(Turn.chat_id, Turn.message_id).where(
                col(Turn.chat_id).in_(held), col(Turn.settled_at).is_(None)
            )
        )
    )
    idle = set(held) - {chat_id for chat_id, _ in running}
    let_go = await files.let_go(
        session, select(Message.message_id).where(col(Message.chat_id).in_(idle))
    )
    await session.exec(
        update(Message)
        .where(
            col(Message.chat_id).in_(idle),
            or_(col(Message.content) != "", col(Message.thinking).is_not(None)),
        )
        .values(content="", thinking=None, error_message=None)
    )
    await session.exec(
        delete(Feedback).where(
            col(Feedback.message_id).in_(
                select(MessageReaction.message_id)
                .join(Message, col(Message.message_id) == col(MessageReaction.message_id))
                .where(col(Message.chat_id).in_(idle), MessageReaction.reaction == Reaction.DISLIKE)
            )
        )
    )
    await session.exec(delete(SharedLink).where(col(SharedLink.chat_id).in_(idle)))
    await session.exec(delete(WaitingSend).where(col(WaitingSend.chat_id).in_(idle)))
    await session.exec(
        update(Chat)
        .where(col(Chat.chat_id).in_(idle))
        .values(title="", system_prompt=None, erased_at=now())
    )
    for chat_id in idle:
        live.publish(live.of_chat(chat_id), live.Kind.DELETED)
    return [message_id for _, message_id in running if message_id], let_go
