"""Who reads along in a chat, for as long as they may."""

from contextlib import AbstractAsyncContextManager
from functools import partial
from uuid import UUID

from chat_app.services import live
from chat_app.services.accounts import Caller, stays
from chat_app.services.chats.chats import get_to_read


def staying(caller: Caller, chat_id: UUID) -> AbstractAsyncContextManager[None]:
    """Run a block for as long as the caller may read a chat; then cancel it, and say why.

    Raises:
        ChatAppError: They may not any more: signed out, removed from the chat, or it was deleted.
    """
    check = partial(get_to_read, caller.user, chat_id)
    return stays.staying(caller, live.of_chat(chat_id), check=check)
