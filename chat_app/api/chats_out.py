"""Chats as their caller sees them: with what they are there, and whose it is."""

from collections.abc import Collection, Sequence
from uuid import UUID

from chat_app.api.schemas.chats import ChatOut, ListedChatOut
from chat_app.models import Chat, User
from chat_app.services import chats
from chat_app.services.chats import Standing, seen
from chat_app.services.chats.roles import ChatRole


async def chat_out(user: User, chat: Chat) -> ChatOut:
    """Describe a chat that a user reads."""
    (shown,) = await chats_out(user, [chat])
    return shown


async def chats_out(user: User, some: Sequence[Chat]) -> list[ChatOut]:
    """Describe chats that a user reads, in their order."""
    others, new = await chats.standing_in(user, some), await seen.unread(user, some)
    return [_described(chat, user, others.get(chat.chat_id), new) for chat in some]


async def listed_out(user: User, page: chats.ChatPage) -> list[ListedChatOut]:
    """Describe the chats of a page of a list, without what a search found in them."""
    new = await seen.unread(user, page.chats)
    return [
        ListedChatOut(**dict(_described(chat, user, page.others.get(chat.chat_id), new)))
        for chat in page.chats
    ]


def _described(chat: Chat, user: User, standing: Standing | None, new: Collection[UUID]) -> ChatOut:
    own = Standing(ChatRole.OWNER, user.user_id, user.name)
    its = standing or own
    fields = chat.model_dump(include=set(ChatOut.model_fields))
    owner = {"user_id": its.owner_id, "name": its.owner_name}
    fields |= {"role": its.role, "owner": owner, "unread": chat.chat_id in new}
    return ChatOut.model_validate(fields)
