"""What people see of the line of a chat, and take out of it."""

from dataclasses import dataclass
from uuid import UUID

from chat_app.db import read_briefly, write_briefly
from chat_app.errors import Forbidden, MessageNotFound
from chat_app.models import User, WaitingSend
from chat_app.prepared import Connection
from chat_app.services.accounts import Caller
from chat_app.services.accounts.people import people
from chat_app.services.chats.positions import open_chat
from chat_app.services.presence import Person
from chat_app.services.turns import line

_TAKEN_OUT = Forbidden("The owner of this chat took your message out of the line")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something in the line of a chat."""

    send: WaitingSend
    position: int
    """How many begin before it, and itself; 0 where it was refused, which its sender alone sees."""
    sender: Person


async def waiting_in(user: User, chat_id: UUID) -> list[Waiting]:
    """Return what waits in a chat, in its order, and what of the reader's was refused.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not the reader's to read.
    """
    return await read_briefly(_waiting_in, user, chat_id)


def _waiting_in(connection: Connection, user: User, chat_id: UUID) -> list[Waiting]:
    if not open_chat(connection, user, chat_id).chat.is_shared:
        return []
    found = [
        each
        for each in line.everybody(connection, chat_id)
        if each.position or each.send.user_id == user.user_id
    ]
    senders = people(connection, {each.send.user_id for each in found})
    return [Waiting(each.send, each.position, senders[each.send.user_id]) for each in found]


async def kept_words(user: User, chat_id: UUID) -> list[str]:
    """Return what somebody sent to a chat, perhaps one that they lost, and nobody was asked."""
    found = await read_briefly(line.everybody, chat_id)
    return [each.send.content for each in found if each.send.user_id == user.user_id]


async def is_promised(user: User, chat_id: UUID, reply_id: UUID) -> bool:
    """Say whether a reply of a chat is one that waits in line, or was refused there.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not the reader's to read.
    """

    def look(connection: Connection) -> bool:
        open_chat(connection, user, chat_id)
        found = line.standing(connection, reply_id)
        return found is not None and found.send.chat_id == chat_id

    return await read_briefly(look)


async def take_back(caller: Caller, chat_id: UUID, waiting_id: UUID) -> WaitingSend:
    """Take something out of the line, and return it: the words are the sender's again.

    What the owner takes out that somebody else sent is refused, and kept for them.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not the caller's to read.
        MessageNotFound: Nothing of this id waits there; its turn may have come.
        Forbidden: It is somebody else's.
    """
    user_id = caller.user.user_id

    def take(connection: Connection) -> tuple[WaitingSend, bool]:
        chat = open_chat(connection, caller.user, chat_id).chat
        found = [
            each.send
            for each in line.everybody(connection, chat_id)
            if each.send.waiting_id == waiting_id
        ]
        if not found or (found[0].refused_code and found[0].user_id != user_id):
            raise MessageNotFound("This message does not wait any more")
        if found[0].user_id == user_id:
            if not line.take_out(connection, found[0]):
                raise MessageNotFound("This message does not wait any more")
            return found[0], True
        if chat.user_id != user_id:
            raise Forbidden("Only who sent it, or the owner of the chat, can take it out")
        return found[0], False

    waiting, is_mine = await write_briefly(take)
    if not is_mine:
        await line.refuse(waiting, _TAKEN_OUT)
    return waiting
