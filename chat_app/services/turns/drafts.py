"""An exchange about to begin: a prompt and a model, checked, before anything is written."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from chat_app.config import get_settings
from chat_app.db import read_briefly
from chat_app.errors import MAX_MESSAGE_CHARACTERS, InvalidMessage, InvalidRequest
from chat_app.llm.catalogue import Model
from chat_app.llm.stream import stream_reply
from chat_app.llm.taken import require_taken
from chat_app.llm.types import Event, Parameters, Prompt, PromptMessage, Role, text_message
from chat_app.models import Chat, User
from chat_app.services import chats
from chat_app.services.accounts import Caller
from chat_app.services.budgets.charges import (
    Basis,
    Price,
    basis_of_chats,
    longest_reply_tokens,
)
from chat_app.services.chats import OpenChat
from chat_app.services.chats.access import usable_model
from chat_app.services.turns.context import fit_history, read_history
from chat_app.services.turns.whole_prompts import price_of_whole
from chat_app.spelling import readable

Ask = Callable[[Model, Prompt], AsyncGenerator[Event, None]]
OnSave = Callable[[Connection, UUID], None]
"""Work for the transaction that saves an exchange; given the id of its last message or, where no
text is kept, its own."""
_TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a chat an exchange's text is kept."""

    opened: OpenChat
    """The chat, and where its reader was."""
    parent_id: UUID | None
    """What the user message follows."""
    answered_id: UUID | None = None
    """The user message, where it exists already and is answered, again or at last."""
    is_new_chat: bool = False
    """Whether the chat is saved together with the exchange, and not at all without it."""
    keeps_branch: bool = False
    """Whether its reader stays where they are: the chat has gone on since this was asked."""

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
    place: Place | None = None
    """`None` where the text is kept nowhere: the prompt is the caller's own."""
    history_dropped: int = 0
    """Earlier messages left out to fit the model's window."""
    is_asked_again: bool = False
    """Whether the same was asked before at this very place: an earlier reply will not do."""
    on_save: OnSave | None = None
    """What the caller has saved together with the exchange."""
    ask: Ask = stream_reply
    """Asks the provider."""

    @property
    def basis(self) -> Basis:
        """By which it is charged: who brings a whole prompt pays for the whole."""
        return basis_of_chats() if self.place else "provider"


def clean(text: str) -> str:
    """Return a message's text without white space around it.

    Raises:
        InvalidMessage: It is not 1 to 5000 characters long.
    """
    text = readable(text).strip()
    if not 1 <= len(text) <= MAX_MESSAGE_CHARACTERS:
        raise InvalidMessage
    return text


async def end_of_chat(
    caller: Caller,
    chat_id: UUID | None,
    *,
    model: str | None = None,
    project_id: str | None = None,
    task_id: str | None = None,
) -> Place:
    """Return the end of the branch that a caller reads in a chat.

    Args:
        caller: Who writes there.
        chat_id: Without one it is the beginning of a new chat.
        model: Model id of a new chat; likewise `project_id` and `task_id`, the caller's own marks.
        project_id: See `model`.
        task_id: See `model`.

    Raises:
        ChatNotFound, UnauthorizedChatAccess, ChatArchived: It cannot be written in.
        ChatAppError: See `chats.new_chat`.
    """
    if chat_id is None:
        chat = chats.new_chat(caller, model=model, project_id=project_id, task_id=task_id)
        return Place(OpenChat(chat), None, is_new_chat=True)
    opened = await chats.get_to_write(caller.user, chat_id)
    return Place(opened, opened.leaf_id)


async def make_draft(
    user: User,
    place: Place,
    text: str,
    *,
    model_id: str | None = None,
    is_asked_again: bool = False,
    on_save: OnSave | None = None,
) -> Draft:
    """Check the model and gather what it will be told.

    Raises:
        InvalidRequest: No such model.
        ModelNotAllowed: It is not in the user's tier.
        ModelUnavailable: Its provider has no key.
    """
    model = usable_model(user, model_id or place.chat.model)
    history: list[PromptMessage] = []
    if place.parent_id:
        history = await read_briefly(read_history, leaf_id=place.parent_id)
    whole = Prompt(
        place.chat.system_prompt or get_settings().SYSTEM_PROMPT,
        (*history, text_message(Role.USER, text)),
        Parameters(longest_reply_tokens(model)),
    )
    prompt, price = fit_history(model, whole)
    return Draft(
        model=model,
        prompt=prompt,
        price=price,
        place=place,
        history_dropped=len(whole.messages) - len(prompt.messages),
        is_asked_again=is_asked_again,
        on_save=on_save,
    )


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
    prompt = prompt.limited_to(min(prompt.parameters.max_output_tokens, model.max_output_tokens))
    return Draft(model, prompt, await price_of_whole(model, prompt), on_save=on_save)


def title_of(text: str) -> str:
    """Name a chat after its first message: its first line, cut at a word."""
    line = text.splitlines()[0].strip()
    if len(line) <= _TITLE_CHARACTERS:
        return line
    return line[:_TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
