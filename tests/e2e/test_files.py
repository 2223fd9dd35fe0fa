"""The files of a person on the settings page, in a real browser."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from chat_app.models import File
from chat_app.services import files
from chat_app.services.accounts import SignedIn
from tests.callers import by
from tests.e2e.accessibility import serious_faults
from tests.pictures import chunks, picture


def test_files_stand_in_the_settings_with_the_room_they_take_until_they_are_deleted(
    page: Page, signed_up: SignedIn, in_app: Callable[..., Any], app_url: str
):
    async def save() -> list[File]:
        caller = by(signed_up.user)
        return [
            await files.save(caller, "harbour.png", chunks(picture())),
            await files.save(caller, "notes.txt", chunks(b"Boats at noon.")),
        ]

    in_app(save())
    page.goto(app_url + "/settings")
    section = page.get_by_role("region", name="Files")
    table = section.get_by_role("table", name="Files")
    expect(table.get_by_role("rowheader")).to_have_text(["notes.txt", "harbour.png"])
    expect(table).to_contain_text("14 bytes")
    expect(section.get_by_role("meter", name="Room for files")).to_have_attribute(
        "aria-valuetext", re.compile(r"^\d+ bytes of 500 MB used$")
    )
    assert serious_faults(page) == []
    table.get_by_role("button", name="Delete notes.txt").click()
    asking = page.get_by_role("alertdialog", name="Delete this file?")
    expect(asking).to_contain_text("Chats that it was sent in keep it")
    asking.get_by_role("button", name="Delete").click()
    expect(table.get_by_role("rowheader")).to_have_text(["harbour.png"])
    page.reload()
    expect(table.get_by_role("rowheader")).to_have_text(["harbour.png"])
    expect(section.get_by_text("There are no files yet")).to_have_count(0)
