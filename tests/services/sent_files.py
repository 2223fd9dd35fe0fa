"""Files that people send with messages."""

import io
import wave
from uuid import UUID

from fpdf import FPDF

from chat_app.llm.types import Part, PromptMessage
from chat_app.models import Chat, File, User
from chat_app.services import chats, files, turns
from chat_app.services.broker import End
from chat_app.services.chats import AttachedFile
from tests.callers import by
from tests.fakes.script import Fake
from tests.llm.vendors import Vendor
from tests.pictures import chunks, picture
from tests.services.listening import hear

TEXT = "What is this?"
NOTE = b"The tide turns at noon."


def document(*pages: str) -> bytes:
    """Return a PDF with a page for each text."""
    pdf = FPDF()
    pdf.set_font("helvetica")
    for text in pages or ("What the Moon does",):
        pdf.add_page()
        pdf.cell(text=text)
    return bytes(pdf.output())


def recording(seconds: float = 1.0) -> bytes:
    """Return a WAV of a low buzz."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\x20\0\xe0" * round(seconds * 4000))
    return file.getvalue()


async def save(user: User, content: bytes | None = None, name: str = "sea.png") -> File:
    """Keep a file of somebody's; a small picture unless told otherwise."""
    return await files.save(by(user), name, chunks(content or picture()))


async def files_of(user: User, chat_id: UUID, message_id: UUID) -> tuple[AttachedFile, ...]:
    """Return the files of a message, as its reader is shown them."""
    return (await chats.get_view(user, chat_id, message_id)).attachments


async def send(
    user: User, chat: Chat, *sent: File, text: str = TEXT, model: str | None = None
) -> tuple[turns.Started, End]:
    """Send files with a message, and return how its reply ended."""
    ids = [file.file_id for file in sent]
    started = await turns.start(by(user), chat.chat_id, text, model=model, attachments=ids)
    return started, (await hear(started))[1]


def told(fake: Fake, vendor: Vendor) -> tuple[PromptMessage, ...]:
    """Return the messages that the vendor was last sent."""
    return vendor.read(fake.requests[-1]).prompt.messages


def kinds(message: PromptMessage) -> list[type[Part]]:
    """Return what a message is made of, in order."""
    return [type(part) for part in message.parts]
