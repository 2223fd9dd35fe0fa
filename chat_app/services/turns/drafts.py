"""An exchange about to begin: a prompt and a model, checked, before anything is written."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack
from uuid import UUID

from chat_app.config import get_settings
from chat_app.db import read_briefly
from chat_app.errors import MAX_MESSAGE_CHARACTERS, InvalidMessage, InvalidRequest
from chat_app.llm.catalogue import Model
from chat_app.llm.picture_forms import with_sizes
from chat_app.llm.stream import stream_reply
from chat_app.llm.taken import require_taken
from chat_app.llm.types import Event, Parameters, Prompt, TokenCount
from chat_app.models import Chat, File, Purpose, User
from chat_app.prepared import Connection
from chat_app.services import chats
from chat_app.services.accounts import Caller, keys
from chat_app.services.broker import End
from chat_app.services.budgets import ledger
from chat_app.services.budgets.charges import (
    Basis,
    Price,
    basis_of_chats,
    longest_reply_tokens,
)
from chat_app.services.chats import OpenChat
from chat_app.services.chats.access import usable_model
from chat_app.services.chats.changes import NewChat
from chat_app.services.chats.parameters import for_model
from chat_app.services.turns.attachments import Attached, require_shown
from chat_app.services.turns.context import TO_GO_ON_WITH, Earlier, read_history, tell
from chat_app.services.turns.drawing import description_in, model_asked
from chat_app.services.turns.sendings import Promised
from chat_app.services.turns.whole_prompts import price_of_whole
from chat_app.spelling import readable

Ask = Callable[[Model, Prompt], AsyncGenerator[Event, None]]
OnSave = Callable[[Connection, UUID], None]
"""Work for the transaction that saves an exchange; given the id of its last message or, where no
text is kept, its own."""
Made = Callable[[], TokenCount]
Afterwards = Callable[[End], Coroutine[Any, Any, None]]
"""Work that follows an exchange."""
_TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a chat an exchange's text is kept."""

    opened: OpenChat
    """The chat, and where its reader was."""
    parent_id: UUID | None
    """What the user message follows."""
    answered_id: UUID | None = None
    """The user message, where it exists already and is answered, again or at last; or the reply
    that is gone on with."""
    is_new_chat: bool = False
    """Whether the chat is saved together with the exchange, and not at all without it."""
    continues: bool = False
    """Whether what is answered is a reply that was cut, to be gone on with."""
    keeps_branch: bool = False
    """Whether its reader stays where they are: the chat has gone on since this was asked."""
    promised: Promised | None = None
    """What was promised to it, where it has waited in line."""

    @property
    def before_id(self) -> UUID | None:
        """What the first of its new messages follows; who reads to there goes on with them."""
        return self.answered_id or self.parent_id

    @property
    def chat(self) -> Chat:
        """The chat."""
        return self.opened.chat


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be asked of which model."""

    model: Model
    prompt: Prompt
    """What it will be told, with the longest reply that is wanted."""
    price: Price
    """What it is told costs at the most."""
    text: str = ""
    """What the message to be answered says, as it is kept."""
    asked: str = ""
    """The words of it that the model is asked, without those of its files."""
    attached: tuple[Attached, ...] = ()
    """The files of that message."""
    files: tuple[File, ...] = ()
    """All files that are sent, whose bytes are loaded when the model is asked."""
    place: Place | None = None
    """`None` where the text is kept nowhere: the prompt is the caller's own."""
    purpose: Purpose = Purpose.REPLY
    """What it is for."""
    named_chat_id: UUID | None = None
    """The chat that it is to name, where it is for that."""
    is_whole_or_nothing: bool = False
    """Whether half a reply is of no use: then the budget has to cover the longest one."""
    history_dropped: int = 0
    """Of the last messages, those left out: by their reader, or to fit the model's window."""
    attachments_dropped: int = 0
    """Of the files of those that are told, the ones left out."""
    is_asked_again: bool = False
    """Whether the same was asked before at this very place: an earlier reply will not do."""
    on_save: OnSave | None = None
    """What the caller has saved together with the exchange."""
    afterwards: Afterwards | None = None
    """What is to be done once it has ended."""
    ask: Ask = stream_reply
    """Asks the provider."""
    made: Made | None = None
    """Counts what was made that is no text, by its provider's rule, where nobody bills it."""

    @property
    def basis(self) -> Basis:
        """By which it is charged: who brings a whole prompt pays for the whole."""
        return basis_of_chats() if self.place else "provider"


def clean(text: str, *, has_files: bool = False) -> str:
    """Return a message's text without white space around it.

    Raises:
        InvalidMessage: It is not 1 to 5000 characters long; with files it may be empty.
    """
    text = readable(text).strip()
    if len(text) > MAX_MESSAGE_CHARACTERS or not (text or has_files):
        raise InvalidMessage
    return text


async def end_of_chat(
    caller: Caller,
    chat_id: UUID | None,
    promised: Promised | None = None,
    **wanted: Unpack[NewChat],
) -> Place:
    """Return the end of the branch that a caller reads in a chat.

    Args:
        caller: Who writes there.
        chat_id: Without one it is the beginning of a new chat.
        promised: Of what has waited, which goes on the branch that it was sent to.
        wanted: What a new chat begins with.

    Raises:
        ChatNotFound, UnauthorizedChatAccess, ChatArchived: It cannot be written in.
        ChatAppError: See `chats.new_chat`.
    """
    if chat_id is None:
        chat = await chats.new_chat(caller, **wanted)
        return Place(OpenChat(chat), None, is_new_chat=True)
    opened = await chats.get_to_write(caller.user, chat_id)
    if promised is None:
        return Place(opened, opened.leaf_id)
    is_elsewhere = opened.leaf_id != promised.leaf_id
    return Place(opened, promised.leaf_id, keeps_branch=is_elsewhere, promised=promised)


async def make_draft(
    caller: Caller,
    place: Place,
    text: str,
    sent: Sequence[File] = (),
    *,
    model_id: str | None = None,
    is_asked_again: bool = False,
    on_save: OnSave | None = None,
) -> Draft:
    """Check the model and gather what it will be told.

    Args:
        caller: Who asks.
        place: Where.
        text: The message to be answered.
        sent: Its files.
        model_id: The chat's own where none is given.
        is_asked_again: See `Draft`.
        on_save: See `Draft`.

    Raises:
        InvalidRequest: No such model.
        ModelNotAllowed: It is not in the user's tier.
        ModelUnavailable: Its provider has no key.
        ModelLacksInput, FileTooLarge: It does not take the files.
    """
    model = model_asked(caller.user, text, model_id or place.chat.model)
    asked = description_in(text) or text
    require_shown(caller, model, sent)
    history: list[Earlier] = []
    left_out = 0
    if place.parent_id and not model.only_draws:
        history, left_out = await read_briefly(
            read_history,
            leaf_id=place.parent_id,
            left_out_id=place.opened.left_out_id,
            least=TO_GO_ON_WITH if place.continues else 0,
        )
    told = await tell(
        model,
        system_prompt_of(place.chat, model),
        history,
        asked,
        sent,
        parameters_of(model, place.chat),
        await _affordable_tokens(caller, history),
    )
    if place.continues and not told.prompt.history:
        raise InvalidRequest(f"This reply is too long for {model.name} to go on with")
    return Draft(
        model=model,
        prompt=told.prompt,
        price=told.price,
        text=text,
        asked=asked,
        attached=told.attached,
        files=told.files,
        place=place,
        history_dropped=left_out + told.messages_dropped,
        attachments_dropped=told.attachments_dropped,
        is_asked_again=is_asked_again,
        on_save=on_save,
    )


def system_prompt_of(chat: Chat, model: Model | None) -> str:
    """Return what a model is told first in a chat: its own, or the usual."""
    if model and model.only_draws:
        return ""
    return chat.system_prompt or get_settings().SYSTEM_PROMPT


def parameters_of(model: Model, chat: Chat) -> Parameters:
    """Return what shapes a model's replies in a chat."""
    shaped = for_model(model, chat.parameters, longest_reply_tokens(model))
    return replace(shaped, shows_thinking=True)


async def _affordable_tokens(caller: Caller, history: Sequence[Earlier]) -> int | None:
    """Return what is left to be spent, where files of earlier messages are paid for."""
    if basis_of_chats() == "exchange" or not any(message.files for message in history):
        return None
    left = await read_briefly(
        lambda connection: ledger.least(connection, keys.payers(connection, caller))
    )
    return left.remaining_tokens


async def own_draft(
    user: User, model_id: str, prompt: Prompt, on_save: OnSave | None = None
) -> Draft:
    """Check a prompt that the caller brings, and the model.

    Raises:
        InvalidRequest: No such model, or the prompt has no message.
        ParameterNotTaken: The model does not take something in it.
        ModelNotAllowed, ModelUnavailable: See `make_draft`.
    """
    model = usable_model(user, model_id)
    if not prompt.messages:
        raise InvalidRequest("The prompt has no message to be answered")
    require_taken(model, prompt)
    prompt = await with_sizes(prompt)
    prompt = prompt.limited_to(min(prompt.parameters.max_output_tokens, model.max_output_tokens))
    return Draft(model, prompt, await price_of_whole(model, prompt), on_save=on_save)


def first_title(draft: Draft, place: Place) -> str:
    """Return what a chat without a title is called once it has this exchange."""
    if place.continues or place.chat.is_temporary:
        return ""
    return title_of(draft.asked or ", ".join(each.file.name for each in draft.attached))


def title_of(text: str) -> str:
    """Name a chat after its first message: its first line, cut at a word."""
    line = text.splitlines()[0].strip()
    if len(line) <= _TITLE_CHARACTERS:
        return line
    return line[:_TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
