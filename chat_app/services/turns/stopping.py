"""Stops what is being written in a chat: whoever asked for it may, and the chat's owner."""

from uuid import UUID

from chat_app.db import read_briefly
from chat_app.errors import Forbidden
from chat_app.models import User
from chat_app.services import chats
from chat_app.services.broker import broker
from chat_app.services.chats.access import running_replies
from chat_app.services.chats.roles import ChatRole, require_writer


async def stop(user: User, chat_id: UUID, message_id: UUID | None = None) -> bool:
    """Stop what is being written in a chat, if anything is, and say whether there was something.

    Args:
        user: Who stops it: the chat's owner, or a member what they asked for themselves.
        chat_id: The chat.
        message_id: The one reply to stop, where two are being written; `None` for all.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone, or not theirs to read.
        Forbidden: Somebody else asked for what is being written, or the user may only read.
        Unavailable: The turn runs on another worker, which cannot be told now.
    """
    opened = await chats.get_to_read(user, chat_id)
    running = await read_briefly(running_replies, chat_id=chat_id)
    stopped = {each: by for each, by in running.items() if message_id in {None, each}}
    if user.user_id not in stopped.values():
        # Who may only read by now still stops what they pay for.
        require_writer(opened.role)
    if opened.role is not ChatRole.OWNER and set(stopped.values()) - {user.user_id}:
        raise Forbidden("Only who asked for this reply, or the owner of the chat, can stop it")
    for each in stopped:
        await broker().request_stop(each)
    return bool(stopped)
