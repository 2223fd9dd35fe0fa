"""Prompts that the signed-in person keeps, and for administrators those of everybody."""

from contextlib import suppress
from typing import TypedDict
from uuid import UUID

import reflex as rx

from chat_app.errors import ChatAppError, NotFound, Unavailable
from chat_app.models import LibraryPrompt, User, UserRole
from chat_app.services import prompt_library as library
from chat_app.services.accounts import Caller
from chat_app.services.prompt_library import PromptChanges
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.words import words_of

NAME, DESCRIPTION, TEXT, SHARED = "name", "description", "text", "shared"
"""Fields of the form."""


class PromptRow(TypedDict):
    """A prompt in the list."""

    prompt_id: str
    name: str
    about: str
    """What it is for or, where that is not said, how it begins."""
    shared: bool
    may_change: bool


class PromptsState(rx.State):
    """The section of prompts."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    """Why they could not be shown, in words."""
    rows: rx.Field[list[PromptRow]] = rx.field(default_factory=list)

    making: rx.Field[bool] = rx.field(False)
    """Whether the form is open for a new prompt."""
    editing: rx.Field[str] = rx.field("")
    """Id of the prompt that the form is open for."""
    name: rx.Field[str] = rx.field("")
    """What the form opens with; likewise the next."""
    description: rx.Field[str] = rx.field("")
    text: rx.Field[str] = rx.field("")
    shared: rx.Field[bool] = rx.field(False)
    refused: rx.Field[str] = rx.field("")
    """Why nothing was saved, in words."""

    deleting: rx.Field[str] = rx.field("")
    """Id of the prompt that the dialog asks about."""
    deleting_name: rx.Field[str] = rx.field("")
    deleting_shared: rx.Field[bool] = rx.field(False)

    @rx.event
    def start_over(self):
        """Start with both dialogs closed; called when the page is opened."""
        self._close()
        self.deleting = ""

    @rx.event
    async def load(self):
        """Show the prompts; called when the page loads."""
        await self._show()

    @rx.event
    async def start(self):
        """Open the form for a new prompt."""
        await signed_in(self)
        self._close()
        self.making = True

    @rx.event
    async def edit(self, prompt_id: str):
        """Open the form with what a prompt is now."""
        user = await signed_in(self)
        self._close()
        for prompt in await library.prompts_of(user):
            if str(prompt.prompt_id) == prompt_id:
                self.editing, self.name, self.text = prompt_id, prompt.name, prompt.content
                self.description, self.shared = prompt.description, prompt.shared

    @rx.event
    def close_form(self, _opened: bool):
        """Leave everything as it was."""
        self._close()

    @rx.event
    async def save(self, form: dict[str, str]):
        """Keep the new prompt, or change the one that the form is open for."""
        caller = await caller_of(self)
        if not (self.making or self.editing):
            # It was sent twice, and is done.
            return
        wanted = PromptChanges(
            name=form.get(NAME, ""),
            description=form.get(DESCRIPTION, ""),
            content=form.get(TEXT, ""),
        )
        if caller.user.role is UserRole.ADMIN:
            wanted["shared"] = SHARED in form
        try:
            await self._store(caller, wanted)
        except ChatAppError as refusal:
            self.refused = words_of(self).translated(refusal.message)
            return
        self._close()
        await self._show()

    @rx.event
    def ask_to_delete(self, prompt_id: str, name: str, shared: bool):
        """Open the dialog that asks once."""
        self.deleting, self.deleting_name, self.deleting_shared = prompt_id, name, shared

    @rx.event
    def close_dialog(self, _opened: bool):
        """Keep the prompt."""
        self.deleting = ""

    @rx.event
    async def delete(self):
        """Throw the prompt away."""
        caller = await caller_of(self)
        prompt_id, self.deleting = self.deleting, ""
        # Somebody else may have been quicker.
        with suppress(NotFound):
            await library.delete(caller, UUID(prompt_id))
        await self._show()

    async def _store(self, caller: Caller, wanted: PromptChanges) -> None:
        if self.making:
            await library.create(caller, **wanted)
        else:
            await library.change(caller, UUID(self.editing), **wanted)

    def _close(self) -> None:
        self.making, self.editing, self.refused = False, "", ""
        self.name = self.description = self.text = ""
        self.shared = False

    async def _show(self) -> None:
        user = await signed_in(self)
        try:
            found = await library.prompts_of(user)
        except Unavailable as fault:
            self.failed = words_of(self).translated(fault.message)
            return
        self.rows = [_row(prompt, user) for prompt in found]
        self.failed, self.loaded = "", True


def _row(prompt: LibraryPrompt, user: User) -> PromptRow:
    return PromptRow(
        prompt_id=str(prompt.prompt_id),
        name=prompt.name,
        about=prompt.description or prompt.content.splitlines()[0],
        shared=prompt.shared,
        may_change=user.role is UserRole.ADMIN if prompt.shared else True,
    )
