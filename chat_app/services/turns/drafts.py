"""An exchange about to begin: checked, with its context, before anything is written."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.config import get_settings
from chat_app.db import reading
from chat_app.errors import InvalidMessage
from chat_app.llm.catalog import Model
from chat_app.llm.types import Parameters, Prompt, Role, text_message
from chat_app.models import Chat, User
from chat_app.services.budgets.charges import longest_reply_tokens
from chat_app.services.chats import OpenChat
from chat_app.services.chats.access import usable_model
from chat_app.services.turns.context import fit_history, read_history
from chat_app.spelling import readable

MAX_MESSAGE_CHARACTERS = 5000
Along = Callable[[AsyncSession, UUID], Awaitable[None]]
"""Work for the transaction that saves an exchange; given the id of its last message."""
_TITLE_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """What will be asked of which model."""

    chat: Chat
    leaf_id: UUID | None
    """Where its reader was."""
    text: str
    model: Model
    prompt: Prompt
    """What it will be told, with the longest reply that is wanted."""
    history_dropped: int
    """Earlier messages left out to fit the model's window."""
    parent_id: UUID | None
    """What the user message follows."""
    answered_id: UUID | None
    """The user message, where it exists already and is answered, again or at last."""
    is_asked_again: bool = False
    """Whether the same was asked before at this very place: an earlier reply will not do."""
    is_new_chat: bool = False
    """Whether the chat is saved together with the exchange, and not at all without it."""
    keeps_branch: bool = False
    """Whether its reader stays where they are: the chat has gone on since this was asked."""
    along: Along | None = None
    """What the caller has saved together with the exchange."""


def clean(text: str) -> str:
    """Return a message's text without white space around it.

    Raises:
        InvalidMessage: It is not 1 to 5000 characters long.
    """
    text = readable(text).strip()
    if not 1 <= len(text) <= MAX_MESSAGE_CHARACTERS:
        raise InvalidMessage
    return text


async def make_draft(
    user: User,
    opened: OpenChat,
    text: str,
    *,
    model_id: str | None = None,
    parent_id: UUID | None,
    answered_id: UUID | None = None,
    is_asked_again: bool = False,
    is_new_chat: bool = False,
    keeps_branch: bool = False,
    along: Along | None = None,
) -> Draft:
    """Check the model and gather what it will be told.

    Raises:
        InvalidRequest: No such model.
        ModelNotAllowed: It is not in the user's tier.
        ModelUnavailable: Its provider has no key.
    """
    model = usable_model(user, model_id or opened.chat.model)
    async with reading() as session:
        history = await read_history(session, parent_id)
    system_prompt = opened.chat.system_prompt or get_settings().SYSTEM_PROMPT
    whole = Prompt(
        system_prompt,
        (*history, text_message(Role.USER, text)),
        Parameters(longest_reply_tokens(model)),
    )
    prompt = fit_history(model, whole)
    return Draft(
        chat=opened.chat,
        leaf_id=opened.leaf_id,
        text=text,
        model=model,
        prompt=prompt,
        history_dropped=len(whole.messages) - len(prompt.messages),
        parent_id=parent_id,
        answered_id=answered_id,
        is_asked_again=is_asked_again,
        is_new_chat=is_new_chat,
        keeps_branch=keeps_branch,
        along=along,
    )


def title_of(text: str) -> str:
    """Name a chat after its first message: its first line, cut at a word."""
    line = text.splitlines()[0].strip()
    if len(line) <= _TITLE_CHARACTERS:
        return line
    return line[:_TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
