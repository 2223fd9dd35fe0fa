"""What may be changed of a chat, and what each of its fields must be like."""

from typing import TypedDict

from chat_app.errors import InvalidRequest
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import model_of_chat
from chat_app.spelling import readable

MAX_SYSTEM_PROMPT_CHARACTERS = 20_000
_MAX_TITLE_CHARACTERS = 200


class ChatChanges(TypedDict, total=False):
    """What may be changed of a chat; what is left out stays."""

    title: str
    pinned: bool
    archived: bool
    """True puts it away: it takes no place and can only be read. False takes it back."""
    model: str
    """Model id."""
    system_prompt: str | None
    """What the model is told first; `None` is the usual. Likewise the next two."""
    project_id: str | None
    task_id: str | None


def checked(caller: Caller, changes: ChatChanges) -> ChatChanges:
    """Return changes as they are stored.

    Raises:
        InvalidRequest: The title is empty, a text too long, or the model unknown.
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
        prompt = (changes["system_prompt"] or "").strip()
        if len(prompt) > MAX_SYSTEM_PROMPT_CHARACTERS:
            raise InvalidRequest(
                f"The system prompt may have {MAX_SYSTEM_PROMPT_CHARACTERS:,} characters at most"
            )
        stored["system_prompt"] = prompt or None
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
