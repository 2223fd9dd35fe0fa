"""A section of the dashboard: whether each vendor whose key is set answers, and at what cost."""

from typing import TypedDict

import reflex as rx

from chat_app.services.admin.vendor_check import VendorCheck, check_vendors
from chat_app.ui import figures
from chat_app.ui.components.buttons import button
from chat_app.ui.components.notices import empty
from chat_app.ui.components.page import section
from chat_app.ui.components.tables import cell, head, table
from chat_app.ui.session import require_admin


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
                self.rows = [vendor_row(check) for check in checks]
                self.busy, self.asked = False, True


def vendor_row(check: VendorCheck) -> VendorRow:
    """Write one check in words."""
    known = sum(not words for words in check.models.values())
    troubles = [f"{model}: {words}" for model, words in check.models.items() if words]
    return VendorRow(
        vendor=f"{check.provider} ({check.model_id})",
        reached="yes" if check.reachable else "no",
        models=f"{known} of {len(check.models)}",
        count=f"{_tokens(check.counted_tokens)} / {_tokens(check.billed_prompt_tokens)}",
        cost=figures.NOTHING
        if check.cost_micro_usd is None
        else f"${check.cost_micro_usd / 1_000_000:.6f}",
        first_text=figures.duration(check.first_text_ms),
        troubles=[check.trouble, *troubles] if check.trouble else troubles,
    )


def _tokens(count: int | None) -> str:
    return figures.NOTHING if count is None else figures.number(count)


def vendors() -> rx.Component:
    """Return the section."""
    return section(
        "Vendors",
        rx.el.div(
            button(
                rx.cond(VendorsState.busy, "Asking…", "Check vendors"),
                on_click=VendorsState.check,
                disabled=VendorsState.busy,
            ),
        ),
        rx.cond(
            VendorsState.rows.length() > 0,
            table(
                "Vendors",
                [
                    head("Vendor"),
                    head("Reached"),
                    head("Models known"),
                    head("Counted / billed", number=True),
                    head("Cost", number=True),
                    head("First text", number=True),
                    head("Trouble"),
                ],
                rx.foreach(VendorsState.rows, _row),
            ),
            rx.cond(
                VendorsState.asked,
                empty("plug", "No vendor has a key here; the simulated model answers."),
            ),
        ),
        subtitle="One tiny exchange with each vendor whose key is set, charged to nobody.",
    )


def _row(row: VendorRow) -> rx.Component:
    return rx.el.tr(
        cell(row["vendor"]),
        cell(row["reached"]),
        cell(row["models"]),
        cell(row["count"], number=True),
        cell(row["cost"], number=True),
        cell(row["first_text"], number=True),
        cell(rx.foreach(row["troubles"], rx.el.div), wrapped=True),
    )
