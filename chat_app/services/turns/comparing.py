"""Asks two models the same at once: both replies are reserved and begun together, or neither.

They are branches of one question. Both are read side by side until one of them is chosen or the
chat goes on; `chats.choose_branch` keeps one, and the other stays as a version of it.
"""

from collections.abc import Sequence
from uuid import UUID

from chat_app.models import SendKind
from chat_app.services.accounts import Caller
from chat_app.services.chats.changes import NewChat
from chat_app.services.turns.drafts import OnSave
from chat_app.services.turns.launching import check
from chat_app.services.turns.outlooks import Outlook
from chat_app.services.turns.pairs import paired
from chat_app.services.turns.quotes import outlook_of
from chat_app.services.turns.sendings import Sending
from chat_app.services.turns.turns import Started, begin

Models = tuple[str, str]
"""The ids of two models."""


async def compare(
    caller: Caller,
    chat_id: UUID | None,
    text: str,
    models: Models,
    *,
    attachments: Sequence[UUID] = (),
    new_chat: NewChat | None = None,
    on_save: OnSave | None = None,
) -> Started:
    """Save a message at the end of the current branch and have two models begin to answer it.

    Args:
        caller: Who pays.
        chat_id: Without one a chat is made, for the first of the models.
        text: The message.
        models: Ids of the models; the reply of the first is the current branch's for now.
        attachments: Ids of the caller's files that go with it.
        new_chat: What a chat that is made begins with.
        on_save: What to save in the same transaction; it is given the first reply.

    Raises:
        InvalidRequest: It is twice the same model, or the message is a command.
        TokenLimitExceeded: The budget does not cover the message and two replies.
        ChatAppError: See `turns.start`.
    """
    sending = Sending(SendKind.COMPARE, text, models, attachments)
    return await begin(caller, chat_id, sending, new_chat=new_chat, on_save=on_save)


async def quote_pair(
    caller: Caller,
    chat_id: UUID | None,
    text: str,
    models: Models,
    *,
    attachments: Sequence[UUID] = (),
    new_chat: NewChat | None = None,
) -> tuple[Outlook, Outlook]:
    """Say what two replies at once will cost, each: at most what `compare` would reserve.

    What remains afterwards is told of both together.

    Raises:
        ChatAppError: See `compare`.
    """
    sending = Sending(SendKind.COMPARE, text, models, attachments)
    first, second, _ = await paired(caller, chat_id, sending, new_chat)
    of_first, of_second = await check(caller, first, second)
    return await outlook_of(caller, first, of_first), await outlook_of(caller, second, of_second)
