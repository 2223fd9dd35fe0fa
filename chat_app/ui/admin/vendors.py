"""A section of the dashboard: whether each vendor whose key is set answers, and at what cost."""

from typing import TypedDict

import reflex as rx

from chat_app.services.admin.vendor_check import VendorCheck, check_vendors
from chat_app.ui.components.buttons import button
from chat_app.ui.components.notices import empty
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import Column, table
from chat_app.ui.session import require_admin
from chat_app.ui.words import say, words_of
from chat_app.words import NOTHING, Words


class VendorRow(TypedDict):
    """What came of asking a vendor, in words."""

    vendor: str
    reached: str
    models: str
    count: str
    cost: str
    first_text: str
    troubles: list[str]


class VendorsState(rx.State):
    """The last check of vendors in this tab."""

    busy: rx.Field[bool] = rx.field(False)
    asked: rx.Field[bool] = rx.field(False)
    rows: rx.Field[list[VendorRow]] = rx.field(default_factory=list)

    @rx.event(background=True)
    async def check(self):
        """Ask every vendor whose key is set; takes half a minute at most."""
        await require_admin(self)
        async with self:
            if self.busy:
                return
            self.busy = True
        checks: list[VendorCheck] = []
        try:
            checks = await check_vendors()
        finally:
            async with self:
                words = words_of(self)
                self.rows = [vendor_row(check, words) for check in checks]
                self.busy, self.asked = False, True


def vendor_row(check: VendorCheck, words: Words) -> VendorRow:
    """Write one check in words."""
    known = sum(not trouble for trouble in check.models.values())
    troubles = [f"{model}: {trouble}" for model, trouble in check.models.items() if trouble]
    return VendorRow(
        vendor=f"{check.provider} ({check.model_id})",
        reached=words.say("vendors-yes" if check.reachable else "vendors-no"),
        models=words.say("vendors-known-of", known=known, all=len(check.models)),
        count=f"{_tokens(check.counted_tokens, words)}"
        f" / {_tokens(check.billed_prompt_tokens, words)}",
        cost=NOTHING if check.cost_micro_usd is None else words.money(check.cost_micro_usd),
        first_text=words.duration(check.first_text_ms),
        troubles=[check.trouble, *troubles] if check.trouble else troubles,
    )


def _tokens(count: int | None, words: Words) -> str:
    return NOTHING if count is None else words.number(count)


def vendors() -> rx.Component:
    """Return the section."""
    return section(
        say("vendors"),
        rx.el.div(
            button(
                rx.cond(VendorsState.busy, say("vendors-busy"), say("vendors-check")),
                on_click=VendorsState.check,
                disabled=VendorsState.busy,
            ),
        ),
        rx.cond(
            VendorsState.rows.length() > 0,
            table(
                say("vendors"),
                VendorsState.rows,
                Column(name=say("vendors-vendor"), content="vendor", is_header=True),
                Column(name=say("vendors-reached"), content="reached"),
                Column(name=say("vendors-models"), content="models"),
                Column(name=say("vendors-counted"), content="count", is_number=True),
                Column(name=say("vendors-cost"), content="cost", is_number=True),
                Column(
                    name=say("vendors-first-text"),
                    content="first_text",
                    is_number=True,
                ),
                Column(name=say("vendors-trouble"), content=_troubles, is_wrapped=True),
            ),
            rx.cond(
                VendorsState.asked,
                empty("plug", say("vendors-none")),
            ),
        ),
        subtitle=say("vendors-words"),
    )


def _troubles(row: VendorRow) -> rx.Component:
    return rx.foreach(row["troubles"], rx.el.div)
