"""All data of a person in one zip, written while it is sent: nothing of it is kept here."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chat_app.db import transaction
from chat_app.errors import ChatAppError, TakeoutRunning
from chat_app.models import now
from chat_app.services.accounts import Caller, Scope
from chat_app.services.accounts.stays import Stay
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.own_data import contents
from chat_app.services.own_data.zipping import Zip

_PACKED = ("image/", "audio/", "application/pdf", "application/vnd.openxmlformats")
"""How the types of files begin that are packed already."""
_running: set[UUID] = set()
"""People whose data is being written, by this process."""


@dataclass(frozen=True, slots=True)
class Takeout:
    """A zip that comes."""

    name: str
    pieces: AsyncGenerator[bytes, None]
    """To be gone through to its end, or closed."""


async def take_out(caller: Caller) -> Takeout:
    """Begin to write all data of a person.

    Raises:
        Forbidden: The caller came by an API key.
        TakeoutRunning: Another one is being written for them, by this process.
    """
    caller.require(Scope.ACCOUNT)
    moment = now()
    pieces = _pieces(caller, moment)
    # Begun, it is sure to be ended: by its reader, or by whoever forgets it.
    await anext(pieces)
    return Takeout(file_name(), pieces)


def file_name() -> str:
    """Return what a zip is called that is made now."""
    return f"tally-{now():%Y-%m-%d}.zip"


async def _pieces(caller: Caller, moment: datetime) -> AsyncGenerator[bytes, None]:
    user_id = caller.user.user_id
    # Nothing is awaited between the look and the note: of many at once, one goes on.
    if user_id in _running:
        raise TakeoutRunning
    _running.add(user_id)
    lost: list[ChatAppError] = []
    stay = Stay(caller, lost.append)
    archive = Zip(moment)
    try:
        async with transaction() as session:
            audit.record(session, caller, Action.USER_EXPORT, f"user:{user_id}")
        yield b""
        async with aclosing(_entries(caller)) as entries:
            async for name, pieces, is_packed in entries:
                async with aclosing(archive.add(name, pieces, is_packed=is_packed)) as written:
                    async for piece in written:
                        # Whoever was signed out meanwhile gets no more of it.
                        if lost:
                            raise lost[0]
                        if piece:
                            yield piece
            yield archive.end()
    finally:
        # Left before its end, it is ended all the same, for nobody.
        archive.end()
        _running.discard(user_id)
        stay.close()


_Pieces = AsyncGenerator[bytes, None]


async def _entries(caller: Caller) -> AsyncGenerator[tuple[str, _Pieces, bool], None]:
    """Yield what each file is called, what is in it, and whether it is packed already."""
    user = caller.user
    yield "README.txt", _once(caller.words.say("takeout-readme").encode()), False
    yield "profile.json", contents.profile(user), False
    yield "conversations.json", contents.conversations(user), False
    yield "written-elsewhere.json", contents.written_elsewhere(user), False
    yield "prompts.json", contents.prompts(user), False
    yield "ledger.csv", contents.ledger(user), False
    yield "usage.csv", contents.usage(user), False
    yield "activity.csv", contents.activity(user), False
    async with aclosing(contents.readable_chats(user)) as chats:
        async for name, text in chats:
            yield f"chats/{name}", _once(text), False
    async with aclosing(contents.kept_files(user)) as files:
        async for file in files:
            is_packed = file.media_type.startswith(_PACKED)
            yield contents.path_of(file), contents.bytes_of(file), is_packed


async def _once(content: bytes) -> _Pieces:
    yield content
