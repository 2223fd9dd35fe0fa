"""Bodies about the prompts that people keep."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from chat_app.api.schemas.shape import NOT_BLANK, In, Out, Shape, Text, example
from chat_app.errors import MAX_MESSAGE_CHARACTERS
from chat_app.models import LibraryPrompt, User
from chat_app.services.prompt_library import PromptChanges, blanks_of
from chat_app.services.prompt_library.prompts import MAX_NAME_CHARACTERS

_WANTED = {
    "name": "translate",
    "description": "Into another language",
    "content": "Translate this into {{language}}:\n\n{{text}}",
    "shared": False,
}
_PROMPT = _WANTED | {
    "prompt_id": "019de2b8-6a10-7c1e-8a3b-1f0d6c52b40a",
    "blanks": ["language", "text"],
    "mine": True,
    "created_at": "2026-11-29T09:30:00Z",
    "updated_at": "2026-11-29T09:30:00Z",
}

Name = Annotated[Text, Field(json_schema_extra=NOT_BLANK | {"maxLength": MAX_NAME_CHARACTERS + 1})]
Description = Annotated[Text, Field(json_schema_extra={"maxLength": 200})]
Content = Annotated[
    Text, Field(json_schema_extra=NOT_BLANK | {"maxLength": MAX_MESSAGE_CHARACTERS})
]


class PromptIn(In):
    """A prompt to be kept."""

    model_config = example(**_WANTED)

    name: Name
    """By which it is called: letters of any script, digits, "-" and "_"; kept in lower case."""
    content: Content
    """Its text, 1 to 5000 characters; blanks in it are written as `{{language}}`."""
    description: Description = ""
    """What it is for, at most 200 characters."""
    shared: bool = False
    """Whether everybody may use it; for administrators to say."""


class PromptPatch(In):
    """What to change of a prompt; what is left out stays."""

    model_config = example(**_WANTED)

    name: Name | None = None
    """By which it is called."""
    content: Content | None = None
    """Its text."""
    description: Description | None = None
    """What it is for."""
    shared: bool | None = None
    """Whether everybody may use it; for administrators to say."""

    def changes(self) -> PromptChanges:
        """Return what was sent and means a change."""
        changes: Any = self.model_dump(exclude_none=True)
        return changes


class PromptOut(Out):
    """A prompt that the caller may use."""

    model_config = example(**_PROMPT)

    prompt_id: UUID
    """Sorts by the time it was made."""
    name: str
    """By which it is called, as `/name`; of an own and a shared one, the own one answers."""
    description: str
    """What it is for; may be empty."""
    content: str
    """Its text."""
    blanks: list[str]
    """What is to be filled in, each once, in order."""
    shared: bool
    """Whether everybody may use it."""
    mine: bool
    """Whether the caller made it."""
    created_at: datetime
    """When it was made, UTC."""
    updated_at: datetime
    """When it was changed last, UTC."""


class PromptsOut(Shape):
    """All prompts that the caller may use."""

    model_config = example(prompts=[_PROMPT])

    prompts: list[PromptOut]
    """The own ones by name, then the shared ones by name."""


def prompt_out(prompt: LibraryPrompt, user: User) -> PromptOut:
    """Return a prompt as its reader is told of it."""
    return PromptOut.model_validate(
        prompt.model_dump()
        | {"blanks": blanks_of(prompt.content), "mine": prompt.user_id == user.user_id}
    )
