"""The dialog that makes an account for somebody, and the one that shows a link to a password."""

import reflex as rx
from reflex.event import no_args_event_spec

from chat_app.config import get_settings
from chat_app.errors import ChatAppError
from chat_app.llm.types import Tier
from chat_app.services.accounts.password_links import IssuedLink
from chat_app.services.admin import newcomers
from chat_app.ui.admin.orgs import org_choice
from chat_app.ui.admin.orgs_state import org_id_of
from chat_app.ui.admin.users_state import UsersState, one_of, user_id_of
from chat_app.ui.changes import show_only
from chat_app.ui.components.buttons import button
from chat_app.ui.components.dialog import panel
from chat_app.ui.components.fields import choice, field, text_input
from chat_app.ui.components.notices import notice
from chat_app.ui.parts import part
from chat_app.ui.session import caller_of
from chat_app.ui.words import say, words_of

_NEW = "new-person"


class _PasswordLink(rx.Component):
    library = part("admin/password_link.jsx")
    tag = "PasswordLink"
    given: rx.Var[dict[str, str]]
    return_to: rx.Var[str]
    on_taken: rx.EventHandler[no_args_event_spec]


class NewcomerState(rx.State):
    """A person being let in."""

    opened: rx.Field[bool] = rx.field(False)
    refused: rx.Field[str] = rx.field("")
    """Why the account was not made, in words."""
    issued: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """A fresh link as the page gets it, once; here it is always empty."""

    @rx.event
    def start(self):
        """Open the dialog."""
        self.opened, self.refused = True, ""

    @rx.event
    def set_opened(self, opened: bool):
        """Close the dialog."""
        self.opened = opened

    @rx.event
    def start_over(self):
        """Start with the dialog closed; called when the page is opened."""
        self.opened = False

    @rx.event
    def forget(self):
        """Take the link from the page's state; the dialog has it now, until it is closed."""
        self.issued = {}

    @rx.event
    async def add(self, form: dict[str, str]):
        """Make the account and show its link."""
        caller = await caller_of(self)
        try:
            person, link = await newcomers.add(
                caller,
                email=form.get("email", ""),
                name=form.get("name", ""),
                tier=one_of(Tier, form.get("tier", "")),
                org_id=org_id_of(form["org_id"]) if form.get("org_id") else None,
            )
        except ChatAppError as refusal:
            self.refused = words_of(self).translated(refusal.message)
            return
        self.opened = False
        # The form goes before the link comes.
        yield
        await self._show(person.user.email, link)
        yield UsersState.search(person.user.email)

    @rx.event
    async def make_link(self, user_id: str, email: str):
        """Give somebody a fresh link and show it."""
        caller = await caller_of(self)
        await self._show(email, await newcomers.new_link(caller, user_id_of(user_id)))

    async def _show(self, email: str, link: IssuedLink | None) -> None:
        if link is None:
            return
        origin = get_settings().PUBLIC_ORIGIN or self.router.headers.origin
        await show_only(
            self.get_full_name(),
            "issued",
            {
                "link": f"{origin}/set-password#token={link.token}",
                "email": email,
                "worksUntil": words_of(self).moment(link.expires_at),
            },
        )


def newcomer_button() -> rx.Component:
    """Return the button that opens the dialog."""
    return button(say("people-new"), look="primary", id=_NEW, on_click=NewcomerState.start)


def newcomer_dialogs() -> rx.Component:
    """Return both dialogs."""
    return rx.fragment(
        panel(
            _form(),
            opened=NewcomerState.opened,
            title=say("people-new"),
            text=say("people-new-words"),
            on_close=NewcomerState.set_opened,
        ),
        _PasswordLink.create(
            given=NewcomerState.issued, return_to=_NEW, on_taken=NewcomerState.forget
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.cond(NewcomerState.refused != "", notice(NewcomerState.refused, "danger")),
        field(
            say("people-email"),
            text_input(
                name="email", type="email", required=True, max_length=320, auto_complete="off"
            ),
        ),
        field(say("people-name"), text_input(name="name", max_length=200, auto_complete="off")),
        field(
            say("people-tier"), choice(name="tier", of=[(tier.value, tier.value) for tier in Tier])
        ),
        org_choice(""),
        rx.el.div(
            button(say("frame-cancel"), on_click=NewcomerState.set_opened(False)),
            button(say("people-make"), look="primary", type="submit"),
            class_name="dialog-actions",
        ),
        on_submit=NewcomerState.add,
        class_name="dialog-form",
    )
