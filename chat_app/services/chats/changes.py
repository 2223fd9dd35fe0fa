"""What may be changed of a chat, and what each of its fields must be like."""

from typing import TypedDict

from chat_app.errors import InvalidRequest
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import model_of_chat
from chat_app.services.chats.parameters import ChatParameters, checked_parameters
from chat_app.spelling import readable

MAX_SYSTEM_PROMPT_CHARACTERS = 20_000
_MAX_TITLE_CHARACTERS = 200


class NewChat(TypedDict, total=False):
    """What a chat may begin with; what is left out, `None` or empty is the usual."""

    title: str
    """Empty until the first message names the chat."""
    model: str | None
    """Model id; the default of who asks when `None`."""
    system_prompt: str | None
    """What the model is told first."""
    parameters: ChatParameters | None
    """What else shapes its replies."""
    project_id: str | None
    """The mark of its folder, whose model and system prompt it has unless given its own."""
    task_id: str | None
    """The caller's own mark, kept as it is."""
    is_temporary: bool
    """Whether its text goes when it is closed; it has no title and no folder."""


class ChatChanges(TypedDict, total=False):
    """What may be changed of a chat; what is left out stays."""

    title: str
    pinned: bool
    archived: bool
    """True puts it away: it takes no place and can only be read. False takes it back."""
    model: str
    """Model id."""
    system_prompt: str | None
    """What the model is told first; `None` is the usual. Likewise the next three."""
    parameters: ChatParameters | None
    project_id: str | None
    task_id: str | None


def checked(caller: Caller, changes: ChatChanges) -> ChatChanges:
    """Return changes as they are stored.

    Raises:
        InvalidRequest: The title is empty, a text too long, a parameter wrong, or the model
            unknown.
        ModelNotAllowed: The tier lacks the model, or the caller's API key is for others.
        ModelUnavailable: Its provider has no key.
    """
    stored = changes.copy()
    if "title" in changes:
        stored["title"] = checked_title(changes["title"])
        if not stored["title"]:
            raise InvalidRequest("The title is empty")
    if "model" in changes:
        stored["model"] = model_of_chat(caller, changes["model"]).model_id
    if "system_prompt" in changes:
        stored["system_prompt"] = checked_prompt(changes["system_prompt"])
    if "parameters" in changes:
        stored["parameters"] = checked_parameters(changes["parameters"])
    for mark in ("project_id", "task_id"):
        if mark in changes:
            stored[mark] = changes.get(mark) or None
    return stored


def checked_title(title: str) -> str:
    """Return a title as it is stored; it may be empty.

    Raises:
        InvalidRequest: It is too long.
    """
    title = " ".join(readable(title).split())
    if len(title) > _MAX_TITLE_CHARACTERS:
        raise InvalidRequest(f"The title may have {_MAX_TITLE_CHARACTERS} characters at most")
    return title


def checked_prompt(prompt: str | None) -> str | None:
    """Return what a model is told first, as it is stored; `None` for the usual.

    Raises:
        InvalidRequest: It is too long.
    """
    prompt = (prompt or "").strip()
    if len(prompt) > MAX_SYSTEM_PROMPT_CHARACTERS:
        raise InvalidRequest(
            f"The system prompt may have {MAX_SYSTEM_PROMPT_CHARACTERS:,} characters at most"
        )
    return prompt or None
