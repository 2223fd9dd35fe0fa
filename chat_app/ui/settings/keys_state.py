"""API keys of the signed-in person: made, shown once, changed and revoked."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TypedDict

import reflex as rx

from chat_app.config import get_settings
from chat_app.errors import ChatAppError, InvalidRequest, NotFound, Unavailable
from chat_app.llm import catalogue
from chat_app.models import ApiKey, User
from chat_app.services import keys
from chat_app.services.accounts import Caller
from chat_app.services.keys import IssuedKey
from chat_app.ui.changes import show_only
from chat_app.ui.components.paging import Paged
from chat_app.ui.key_rows import KeyRow, key_id_of, key_row
from chat_app.ui.session import caller_of, signed_in
from chat_app.ui.settings import key_form
from chat_app.ui.words import words_of
from chat_app.words import Words

_ROWS = 10


class ModelChoice(TypedDict):
    """A model that a key may be narrowed to."""

    model_id: str
    words: str
    chosen: bool


class KeysState(Paged, rx.State):
    """The section of API keys; a secret is passed on and never kept."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    """Why the keys could not be shown, in words."""
    rows: rx.Field[list[KeyRow]] = rx.field(default_factory=list)
    places: rx.Field[str] = rx.field("")
    """How many keys there are, and how many there may be."""
    is_full: rx.Field[bool] = rx.field(False)

    making: rx.Field[bool] = rx.field(False)
    """Whether the form is open for a new key."""
    editing: rx.Field[str] = rx.field("")
    """Id of the key that the form is open for."""
    name: rx.Field[str] = rx.field("")
    """What the form opens with; likewise the next."""
    cap: rx.Field[str] = rx.field("")
    expires: rx.Field[str] = rx.field("")
    """When the key that is being changed expires, in words."""
    choices: rx.Field[list[ModelChoice]] = rx.field(default_factory=list)
    faults: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """What is wrong with the fields of the form, in words."""
    refused: rx.Field[str] = rx.field("")
    """Why nothing was saved though they are right."""

    revoking: rx.Field[str] = rx.field("")
    """Id of the key that the dialog asks about."""
    revoking_name: rx.Field[str] = rx.field("")
    issued: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """A new key as the page gets it, once; here it is always empty."""

    @rx.event
    def start_over(self):
        """Start with both dialogs closed; called when the page is opened."""
        self._close()
        self.revoking = ""

    @rx.event
    async def load(self):
        """Show the newest keys; called when the page loads."""
        await self.show_first_page()

    @rx.event
    async def start(self):
        """Open the form for a new key."""
        user = await signed_in(self)
        self._close()
        self.making, self.name, self.cap = True, "", ""
        self.choices = _choices(user, (), words_of(self))

    @rx.event
    async def edit(self, key_id: str):
        """Open the form with what a key is now."""
        user = await signed_in(self)
        self._close()
        for row in self.rows:
            if row["key_id"] == key_id:
                self.editing, self.name, self.cap = key_id, row["name"], row["cap"]
                self.expires = ", ".join(row["expires"]) or words_of(self).say("frame-never")
                self.choices = _choices(user, row["models"], words_of(self))

    @rx.event
    def close_form(self, _opened: bool):
        """Leave everything as it was."""
        self._close()

    @rx.event
    async def save(self, form: dict[str, str]):
        """Make the new key and show it, or change the one that the form is open for."""
        caller = await caller_of(self)
        if not (self.making or self.editing):
            # It was sent twice, and is done.
            return
        before = None if self.making else self._before()
        wanted, self.faults = key_form.read(form, words_of(self), before)
        self.refused = ""
        issued = None if self.faults else await self._store(caller, wanted)
        if self.faults:
            yield rx.set_focus(f"key-{next(iter(self.faults))}")
            return
        if self.refused:
            return
        self._close()
        if issued is None:
            await self.show_page()
            yield rx.toast.success(words_of(self).say("keys-saved", name=form[key_form.NAME]))
            return
        await self.show_first_page()
        # The form goes before the key comes.
        yield
        shown = {"secret": issued.secret, "name": issued.key.name}
        await show_only(self.get_full_name(), "issued", shown | _to_try(issued.key, caller.user))

    @rx.event
    def forget(self):
        """Take the new key from the page's state; the dialog has it now, until it is closed."""
        self.issued = {}

    @rx.event
    def ask_to_revoke(self, key_id: str, name: str):
        """Open the dialog that asks once."""
        self.revoking, self.revoking_name = key_id, name

    @rx.event
    def close_dialog(self, _opened: bool):
        """Keep the key."""
        self.revoking = ""

    @rx.event
    async def revoke(self):
        """Revoke the key that the dialog asks about."""
        caller = await caller_of(self)
        key_id, self.revoking = self.revoking, ""
        # What was revoked elsewhere meanwhile is as it was wanted.
        with suppress(NotFound):
            await keys.revoke(caller, key_id_of(key_id))
        await self.show_page()
        return rx.toast(words_of(self).say("keys-revoked", name=self.revoking_name))

    async def _store(self, caller: Caller, wanted: dict[str, Any]) -> IssuedKey | None:
        """Make or change the key; why that was refused stands in the form afterwards."""
        try:
            if self.making:
                return await keys.create(caller, **wanted)
            await keys.change(caller, key_id_of(self.editing), **wanted)
        except InvalidRequest as refusal:
            # All else was checked before; what the key has used is known only there.
            self.faults = {key_form.CAP: words_of(self).translated(refusal.message)}
        except ChatAppError as refusal:
            self.refused = words_of(self).translated(refusal.message)
        return None

    def _before(self) -> dict[str, str]:
        chosen = key_form.ticked(one["model_id"] for one in self.choices if one["chosen"])
        return {key_form.NAME: self.name, key_form.CAP: self.cap} | chosen

    def _close(self) -> None:
        self.making, self.editing, self.faults, self.refused = False, "", {}, ""

    async def show_page(self) -> None:
        """Show a page of the keys."""
        user = await signed_in(self)
        try:
            page = await keys.page(user.user_id, _ROWS, self.page_cursor)
            if not page.keys and self.page_cursor:
                # The last row of the last page is gone.
                await self.step_back()
                return
            alive = await keys.count(user.user_id)
        except Unavailable as fault:
            self.failed = words_of(self).translated(fault.message)
            return
        words = words_of(self)
        most = get_settings().MAX_KEYS_PER_USER
        self.rows = [key_row(found, words) for found in page.keys]
        self.is_full = alive >= most
        places = "keys-places-full" if self.is_full else "keys-places"
        self.places = words.say(places, count=alive, most=most)
        self.page_shown(page.next_cursor)
        self.failed, self.loaded = "", True


def _choices(user: User, chosen: Sequence[str], words: Words) -> list[ModelChoice]:
    """List the models of a tier, those that answer first, and what a key has, even where gone."""
    models = sorted(
        catalogue.catalogue().all_models, key=lambda one: not catalogue.is_available(one)
    )
    known = {model.model_id for model in models}
    return [
        ModelChoice(
            model_id=model.model_id,
            words=model.name
            if catalogue.is_available(model)
            else words.say("keys-model-not-set-up", model=model.name),
            chosen=model.model_id in chosen,
        )
        for model in models
        if catalogue.is_allowed(model, user.tier) or model.model_id in chosen
    ] + [
        ModelChoice(
            model_id=model_id, words=words.say("keys-model-gone", model=model_id), chosen=True
        )
        for model_id in chosen
        if model_id not in known
    ]


def _to_try(key: ApiKey, user: User) -> dict[str, str]:
    """Choose a model for the examples, which the key may ask for and that answers: `model`, `task`.

    The usual one, else one to talk with, else one that makes vectors.
    """
    usual = catalogue.default_model(user.tier)
    models = [usual, *catalogue.catalogue().models, *catalogue.catalogue().all_models]
    able = (
        model
        for model in models
        if catalogue.is_allowed(model, user.tier)
        and catalogue.is_available(model)
        and (key.models is None or model.model_id in key.models)
    )
    # Where none of them answers today, the first is the one that the key was made for.
    model = next(able, None) or catalogue.catalogue().get((key.models or [usual.model_id])[0])
    return {"model": model.model_id, "task": model.task.value} if model else {}
