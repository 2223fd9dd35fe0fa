"""A chat that is saved has its pictures inside, and tells of its other files."""

import base64
import io
import json
import re

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlmodel import col, update

from chat_app.db import transaction
from chat_app.models import Attachment, Chat, FileKind, MemberRole, User
from chat_app.services import files, turns
from chat_app.services.chats import enclosed, members
from chat_app.services.chats.export import Format, export
from chat_app.services.own_data import contents
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.pictures import picture
from tests.services.listening import hear
from tests.services.sent_files import document, recording, save

INSIDE = re.compile(r"!\[(.*)\]\(data:([a-z/]+);base64,([\w+/=]+)\)")


async def told(user: User, chat: Chat, kind: Format) -> str:
    return str((await export(user, chat.chat_id, kind)).content)


def pictures_in(markdown: str) -> list[tuple[str, str, bytes]]:
    """Return name, media type and bytes of the pictures that a text has inside."""
    return [
        (name, media_type, base64.b64decode(content))
        for name, media_type, content in INSIDE.findall(markdown)
    ]


async def send(user: User, chat: Chat, text: str, *contents: tuple[str, bytes]) -> turns.Started:
    """Send files by their names with a message and hear the reply."""
    sent = [(await save(user, content, name)).file_id for name, content in contents]
    started = await turns.start(by(user), chat.chat_id, text, attachments=sent)
    await hear(started)
    return started


async def test_markdown_has_pictures_inside_and_names_of_other_files(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("A sea.",)))
    await send(
        user,
        chat,
        "What is it?",
        ("a [blue] sea.png", picture()),
        ("tides_2026.pdf", document("One", "Two")),
        ("buzz.wav", recording(2)),
    )

    text = await told(user, chat, Format.MD)

    assert [(name, kind) for name, kind, _ in pictures_in(text)] == [
        (r"a \[blue\] sea.png", "image/png")
    ]
    assert Image.open(io.BytesIO(pictures_in(text)[0][2])).size == (60, 40)
    assert re.search(
        r"## You\n\n!\[.*\)\n\nFile: tides\\_2026.pdf \(2 pages, \d+ .*\)\n\n"
        r"File: buzz.wav \(2 s, 31 KB\)\n\nWhat is it\?\n\n## Assistant",
        text,
    )


async def test_a_picture_in_a_reply_stands_where_it_was_drawn(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("Here: and there.",)))
    reply = await send(user, chat, "Draw")
    drawn = await files.keep(user.user_id, "sea.png", picture(), "image/png")
    async with transaction() as session:
        session.add(
            Attachment(
                message_id=reply.message_id, place=0, file_id=drawn.file_id, text_offset=5, tokens=1
            )
        )

    text = await told(user, chat, Format.MD)
    assert re.search(r"Here:\n\n!\[sea.png\]\(data:.*\)\n\n and there\.\n$", text)


async def test_a_pdf_shows_the_pictures(fake: Fake, user: User, chat: Chat) -> None:
    fake.script(Reply(deltas=("Large.",)))
    await send(
        user,
        chat,
        "What?",
        ("wide.png", picture(size=(4000, 1000))),
        ("tall.webp", picture("WEBP", size=(500, 4000))),
        ("moving.gif", picture("GIF")),
        ("tides.pdf", document("One")),
    )

    content = (await export(user, chat.chat_id, Format.PDF)).content

    assert isinstance(content, bytes)
    pages = PdfReader(io.BytesIO(content)).pages
    shown = [image.image for page in pages for image in page.images]
    assert len(shown) == 3
    # As large as can be told apart on paper, and no larger.
    assert all(image and max(image.size) < 3200 for image in shown)
    assert "File: tides.pdf (1 page" in "".join(page.extract_text() for page in pages)


async def test_json_has_the_hashes_of_files_and_what_each_message_says_in_order(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("A sea.",)))
    await send(user, chat, "What is it?", ("sea.png", picture()), ("buzz.wav", recording(2)))
    sent = (await files.page(user)).files
    by_name = {file.name: file for file in sent}

    question, reply = json.loads(await told(user, chat, Format.JSON))["messages"]

    assert [part["type"] for part in question["parts"]] == ["image", "audio", "text"]
    assert [each["sha256"] for each in question["attachments"]] == [
        by_name["sea.png"].sha256,
        by_name["buzz.wav"].sha256,
    ]
    assert question["attachments"][1]["duration_s"] == 2
    assert question["attachments"][0]["kind"] == FileKind.IMAGE
    assert reply["parts"] == [{"type": "text", "text": "A sea."}]
    charged = reply["breakdown"]["attachment_tokens"]
    assert sum(each["tokens"] for each in question["attachments"]) == charged > 0


async def test_pictures_are_inside_in_small_once_there_are_too_many(
    fake: Fake, user: User, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.script(Reply(deltas=("Two seas.",)))
    large = picture(size=(1200, 800))
    await send(user, chat, "What?", ("one.png", large), ("two.png", picture(size=(1200, 799))))
    monkeypatch.setattr(enclosed, "_MAX_BYTES", (await files.page(user)).files[1].size_bytes)

    whole, small = pictures_in(await told(user, chat, Format.MD))

    assert (whole[1], small[1]) == ("image/png", "image/webp")
    assert Image.open(io.BytesIO(small[2])).size[0] == 512


async def test_a_picture_whose_bytes_are_gone_is_told_of(
    fake: Fake, user: User, chat: Chat
) -> None:
    fake.script(Reply(deltas=("A sea.",)))
    await send(user, chat, "What?", ("sea.png", picture()))
    (file,) = (await files.page(user)).files
    async with transaction() as session:
        await session.exec(
            update(type(file))
            .where(col(type(file).file_id) == file.file_id)
            .values(sha256="0" * 64)
        )
    assert "File: sea.png (" in await told(user, chat, Format.MD)
    assert (await export(user, chat.chat_id, Format.PDF)).content


async def test_where_several_write_a_file_names_who_wrote_and_who_paid(
    fake: Fake, user: User, chat: Chat, new_user: NewUser
) -> None:
    fake.script(Reply(deltas=("Hello.",)), Reply(deltas=("Hello again.",)))
    await send(user, chat, "Hi")
    assert "## You\n\nHi" in await told(user, chat, Format.MD)
    assert "author" not in await told(user, chat, Format.JSON)
    bob = await new_user(name="Bob", tier="ENTERPRISE")
    await members.add(by(user), chat.chat_id, bob.email, MemberRole.EDITOR)
    await send(bob, chat, "Hi again")

    for reader in (user, bob):
        text = await told(reader, chat, Format.MD)
        assert f"## {user.name}\n\nHi\n" in text
        assert "## Bob\n\nHi again\n" in text
        content = (await export(reader, chat.chat_id, Format.PDF)).content
        assert isinstance(content, bytes)
        pages = PdfReader(io.BytesIO(content)).pages
        assert "Bob" in "".join(page.extract_text() for page in pages)
        rows = json.loads(await told(reader, chat, Format.JSON))["messages"]
        assert [row.get("author", row.get("paid_by"))["name"] for row in rows] == [
            *[user.name] * 2,
            *["Bob"] * 2,
        ]
    taken_along = b"".join([part async for part in contents.conversations(user)])
    (whole,) = json.loads(taken_along)
    assert whole["messages"][2]["author"] == {"user_id": str(bob.user_id), "name": "Bob"}
