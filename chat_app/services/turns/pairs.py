"""What two models are asked at once, checked, before anything is written."""

from uuid import UUID

from chat_app.errors import InvalidRequest
from chat_app.services import files
from chat_app.services.accounts import Caller
from chat_app.services.chats.changes import NewChat
from chat_app.services.turns import commands
from chat_app.services.turns.drafts import (
    Draft,
    OnSave,
    Place,
    clean,
    end_of_chat,
    make_draft,
)
from chat_app.services.turns.sendings import Promised, Sending


async def paired(
    caller: Caller,
    chat_id: UUID | None,
    sending: Sending,
    new_chat: NewChat | None = None,
    on_save: OnSave | None = None,
    promised: Promised | None = None,
) -> tuple[Draft, Draft, Place]:
    """Return what each of two models is asked, and where; see `turns.compare`."""
    attachments = sending.attachments or ()
    text = clean(sending.text, has_files=bool(attachments))
    first_id, second_id = sending.models
    if first_id == second_id:
        raise InvalidRequest("Choose two different models to compare")
    if commands.parse(text):
        raise InvalidRequest("Commands are answered by the app itself; there is nothing to compare")
    sent = await files.usable(caller, attachments)
    wanted: NewChat = {**(new_chat or {}), "model": first_id}
    place = await end_of_chat(caller, chat_id, promised, **wanted)
    first = await make_draft(caller, place, text, sent, model_id=first_id, on_save=on_save)
    second = await make_draft(caller, place, text, sent, model_id=second_id)
    return first, second, place
