"""Signs of life that readers of a shared chat give each other."""

from uuid import UUID

from chat_app.db import read_briefly
from chat_app.services import presence
from chat_app.services.accounts import Caller
from chat_app.services.chats.positions import open_chat


async def typing(caller: Caller, chat_id: UUID, is_typing: bool = True) -> None:
    """Tell the others in a chat that the caller is writing, or no longer; there may be none.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        ChatArchived, Forbidden: The caller can only read it.
    """
    opened = await read_briefly(open_chat, user=caller.user, chat_id=chat_id, to_write=True)
    if opened.chat.is_shared:
        who = presence.Person(caller.user.user_id, caller.user.name)
        presence.typing(chat_id, who, is_typing)
