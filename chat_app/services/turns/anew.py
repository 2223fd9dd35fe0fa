"""What is asked anew: a message written again, answered again, or a cut reply gone on with."""

from collections.abc import Sequence
from uuid import UUID

from chat_app.db import read_briefly, reading
from chat_app.errors import Forbidden, InvalidRequest, MessageNotFound
from chat_app.llm import catalogue
from chat_app.llm.errands import CONTINUE
from chat_app.llm.types import FinishReason, Role
from chat_app.models import File, Message, MessageStatus, SendKind
from chat_app.services import chats, files
from chat_app.services.accounts import Caller
from chat_app.services.chats import branches
from chat_app.services.chats.roles import ChatRole
from chat_app.services.turns import commands
from chat_app.services.turns.drafts import Draft, OnSave, Place, clean, make_draft
from chat_app.services.turns.sendings import Sending

_CUT = {FinishReason.LENGTH, FinishReason.BUDGET, FinishReason.CANCELLED, FinishReason.ERROR}


async def asked_anew(
    caller: Caller, chat_id: UUID, sending: Sending, on_save: OnSave | None = None
) -> tuple[Draft, Place]:
    """Return what is asked of a message that is there, and where, by the kind of what is sent."""
    target_id, model = sending.target_id, sending.model
    if target_id is None:
        raise MessageNotFound
    if sending.kind is SendKind.EDIT:
        held, text = sending.attachments, sending.text
        return await edited(caller, chat_id, target_id, text, held, model=model, on_save=on_save)
    if sending.kind is SendKind.REGENERATE:
        return await asked_again(caller, chat_id, target_id, model=model, on_save=on_save)
    return await gone_on_with(caller, chat_id, target_id, model=model, on_save=on_save)


async def edited(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    text: str,
    attachments: Sequence[UUID] | None = None,
    *,
    model: str | None = None,
    on_save: OnSave | None = None,
) -> tuple[Draft, Place]:
    """Return what is asked where a user message is written anew, and where; see `turns.edit`."""
    opened = await chats.get_to_write(caller.user, chat_id)
    old = await chats.get_message(caller.user, chat_id, message_id)
    held = await files_of(old)
    sent = held
    if attachments is not None:
        sent = await files.usable(caller, attachments, {each.file_id for each in held})
    text = clean(text, has_files=bool(sent))
    if old.role is not Role.USER:
        raise InvalidRequest("Only your own messages can be edited")
    author_id = old.author_id or opened.chat.user_id
    if opened.role is not ChatRole.OWNER and author_id != caller.user.user_id:
        raise Forbidden("You can edit only what you wrote yourself")
    _require_no_command(text)
    place = Place(opened, old.parent_id)
    is_asked_again = text == old.content and sent == held
    draft = await make_draft(
        caller,
        place,
        text,
        sent,
        model_id=model,
        is_asked_again=is_asked_again,
        on_save=on_save,
    )
    return draft, place


async def asked_again(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    *,
    model: str | None = None,
    on_save: OnSave | None = None,
) -> tuple[Draft, Place]:
    """Return what is asked where a message is answered again, and where; see `turns.regenerate`."""
    opened = await chats.get_to_write(caller.user, chat_id)
    old = await chats.get_message(caller.user, chat_id, message_id)
    if old.role is Role.USER:
        async with reading() as session:
            if await branches.is_answered(session, old):
                raise InvalidRequest("Only a reply can be written again")
        question = old
    else:
        question = old
        # A reply may stand below one that it goes on with.
        while question.role is Role.ASSISTANT and question.parent_id:
            question = await chats.get_message(caller.user, chat_id, question.parent_id)
    _require_no_command(question.content)
    place = Place(opened, question.parent_id, answered_id=question.message_id)
    draft = await make_draft(
        caller,
        place,
        question.content,
        await files_of(question),
        model_id=model,
        is_asked_again=question is not old,
        on_save=on_save,
    )
    return draft, place


async def gone_on_with(
    caller: Caller,
    chat_id: UUID,
    message_id: UUID,
    *,
    model: str | None = None,
    is_asked_again: bool = False,
    on_save: OnSave | None = None,
) -> tuple[Draft, Place]:
    """Return what is asked to go on with a reply, and where; see `turns.continue_reply`."""
    opened = await chats.get_to_write(caller.user, chat_id)
    view = await chats.get_view(caller.user, chat_id, message_id)
    cut = view.message
    if cut.role is not Role.ASSISTANT or not cut.model:
        raise InvalidRequest("Only a model's reply can be gone on with")
    if (writer := catalogue.catalogue().get(cut.model)) and writer.picture:
        raise InvalidRequest("A picture cannot be gone on with; ask for another one instead")
    if not is_cut(cut.status, view.finish_reason, cut.content):
        raise InvalidRequest("This reply is whole, or has no words yet: there is nothing to add")
    place = Place(opened, cut.message_id, answered_id=cut.message_id, continues=True)
    draft = await make_draft(
        caller,
        place,
        CONTINUE,
        model_id=model or cut.model,
        is_asked_again=is_asked_again,
        on_save=on_save,
    )
    return draft, place


async def files_of(message: Message) -> list[File]:
    """Return the files of a message, deleted ones as well: the chat keeps them."""
    held = await read_briefly(files.attached, [message.message_id])
    return [file for _, file in held.get(message.message_id, ())]


def is_cut(status: MessageStatus, reason: FinishReason | None, text: str) -> bool:
    """Say whether a reply can be gone on with: it has words, and something kept it from more."""
    return bool(text.strip()) and status is not MessageStatus.STREAMING and reason in _CUT


def _require_no_command(text: str) -> None:
    if commands.parse(text):
        raise InvalidRequest("Commands are no part of the talk with a model; send it anew instead")
