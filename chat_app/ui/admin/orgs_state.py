"""The organisations, as administrators make, rename and take them away."""

from typing import TypedDict
from uuid import UUID

import reflex as rx

from chat_app.errors import ChatAppError, InvalidRequest, Unavailable
from chat_app.services.admin import orgs
from chat_app.services.admin.orgs import Org
from chat_app.ui.session import caller_of, require_admin
from chat_app.ui.words import words_of
from chat_app.words import Words


class OrgRow(TypedDict):
    """A row of the table, and a choice for people."""

    org_id: str
    name: str
    people: str


class OrgsState(rx.State):
    """All organisations, by name."""

    rows: rx.Field[list[OrgRow]] = rx.field(default_factory=list)
    refused: rx.Field[str] = rx.field("")
    """Why the last change was not made, in words."""
    renaming: rx.Field[str] = rx.field("")
    """Id of the organisation that the form is open for."""
    renaming_name: rx.Field[str] = rx.field("")
    deleting: rx.Field[str] = rx.field("")
    """Id of the organisation that the dialog asks about."""
    deleting_name: rx.Field[str] = rx.field("")

    @rx.event
    def start_over(self):
        """Start with both dialogs closed; called when the page is opened."""
        self.renaming = self.deleting = self.refused = ""

    @rx.event
    async def load(self):
        """Show all; called when the page loads."""
        await require_admin(self)
        await self._show()

    @rx.event
    async def add(self, form: dict[str, str]):
        """Make an organisation."""
        caller = await caller_of(self)
        try:
            await orgs.create(caller, form.get("name", ""))
        except ChatAppError as refusal:
            self.refused = words_of(self).translated(refusal.message)
            return
        self.refused = ""
        await self._show()

    @rx.event
    def start_renaming(self, org_id: str, name: str):
        """Open the form with a name."""
        self.renaming, self.renaming_name, self.refused = org_id, name, ""

    @rx.event
    def stop_renaming(self, _opened: bool):
        """Leave the name as it was."""
        self.renaming, self.refused = "", ""

    @rx.event
    async def rename(self, form: dict[str, str]):
        """Save the name being edited."""
        caller = await caller_of(self)
        try:
            await orgs.rename(caller, org_id_of(self.renaming), form.get("name", ""))
        except ChatAppError as refusal:
            self.refused = words_of(self).translated(refusal.message)
            return
        self.renaming, self.refused = "", ""
        await self._show()

    @rx.event
    def ask_to_delete(self, org_id: str, name: str):
        """Open the dialog that asks once."""
        self.deleting, self.deleting_name = org_id, name

    @rx.event
    def close_dialog(self, _opened: bool):
        """Keep the organisation."""
        self.deleting = ""

    @rx.event
    async def delete(self):
        """Take away the organisation that the dialog asks about."""
        caller = await caller_of(self)
        org_id, self.deleting = self.deleting, ""
        await orgs.delete(caller, org_id_of(org_id))
        await self._show()
        yield rx.toast.success(words_of(self).say("orgs-deleted", name=self.deleting_name))

    async def _show(self) -> None:
        try:
            found = await orgs.all_by_name()
        except Unavailable as fault:
            self.refused = words_of(self).translated(fault.message)
            return
        self.rows = [_row(org, words_of(self)) for org in found]


def org_id_of(text: str) -> UUID:
    """Read the id of an organisation.

    Raises:
        InvalidRequest: It is none.
    """
    try:
        return UUID(text)
    except ValueError as fault:
        raise InvalidRequest("There is no such organisation") from fault


def _row(org: Org, words: Words) -> OrgRow:
    made = org.organisation
    return OrgRow(org_id=str(made.org_id), name=made.name, people=words.number(org.people))
