"""Replies read aloud by a model: an exchange each in the books, charged once, and kept.

Whoever asks for the same while it is being read hears of the same: the row that holds the place is
taken in the transaction that reserves the tokens, on whichever worker.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anyio.to_thread import run_sync
from sqlalchemy import bindparam, exists, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select

from chat_app.db import reading, transaction
from chat_app.errors import (
    InvalidRequest,
    MessageNotFound,
    StreamFailed,
    TurnInProgress,
    UnauthorizedChatAccess,
)
from chat_app.llm import voice
from chat_app.llm.catalogue import Model
from chat_app.llm.sound import Spoken, as_file, together
from chat_app.llm.types import (
    CountMethod,
    Event,
    Finish,
    FinishReason,
    Parameters,
    Prompt,
    Role,
    Task,
    Text,
    TokenCount,
    text_message,
)
from chat_app.locks import lock_of
from chat_app.models import (
    File,
    FileOrigin,
    IdempotencyKey,
    Message,
    MessageStatus,
    Purpose,
    SpokenReply,
    Turn,
    now,
)
from chat_app.prepared import Connection
from chat_app.services import files
from chat_app.services.accounts import Caller
from chat_app.services.broker import End
from chat_app.services.budgets.charges import FRAME_TOKENS, Price, Priced, at_most
from chat_app.services.chats.access import model_for, readable_chat
from chat_app.services.turns.drafts import Draft
from chat_app.services.turns.launching import launch
from chat_app.services.turns.listening import attach
from chat_app.services.turns.spoken_words import spoken_words

_NOTHING = Priced(0, CountMethod.API, 0)


@dataclass(frozen=True, slots=True)
class Speech:
    """A reply read aloud."""

    file: File
    """The recording of it."""
    tokens_used: int
    """What it cost now: nothing, where it was there already."""


class _BeingRead(Exception):
    """The same is being read aloud for somebody else."""

    def __init__(self, turn_id: UUID):
        super().__init__()
        self.turn_id = turn_id


async def speak(caller: Caller, message_id: UUID) -> Speech:
    """Return a reply read aloud, made now unless that was done before.

    It is made to its end, and kept, whoever hangs up meanwhile.

    Args:
        caller: Who hears it, and pays the first time.
        message_id: The reply.

    Raises:
        MessageNotFound: There is no such message in a chat of the caller's.
        InvalidRequest: It is no reply, or has no words.
        TurnInProgress: It is still being written.
        ModelUnavailable, ModelNotAllowed: Nobody here reads aloud, for this caller.
        TokenLimitExceeded: The budget does not cover it.
        KeyRefused: The caller's API key died meanwhile.
        ProviderError: The provider failed, or refused it.
        StreamFailed: A fault of ours, such as a restart, ended it.
        Unavailable: The database or the store of files is away, or the server shuts down.
    """
    text = spoken_words(await _reply(caller, message_id), caller.words)
    if not text:
        raise InvalidRequest("There is nothing to read aloud in this reply")
    model = model_for(caller, Task.SPEECH, "SPEECH_MODEL")
    while True:
        async with lock_of("speech", message_id, model.model_id):
            if kept := await _kept(message_id, model):
                return Speech(kept, 0)
            try:
                end = await _make(caller, message_id, model, text)
            except _BeingRead as elsewhere:
                await _end(elsewhere.turn_id)
                continue
        if end.error:
            raise end.error
        if made := await _kept(message_id, model):
            return Speech(made, end.tokens_used)
        raise StreamFailed("It was broken off by a fault on our side; try again")


def price_of_speech(model: Model, text: str) -> Price:
    """Return what reading a text aloud costs at the most."""
    written = at_most(model, Text(text))
    _, most_seconds = voice.seconds_of(text)
    most_tokens = written.tokens + voice.tokens_of(model, most_seconds)
    pieces = sum(1 for _ in voice.pieces_of(text))
    spoken = Priced(most_tokens, CountMethod.ESTIMATE, written.likely_tokens)
    return Price(spoken, _NOTHING, (_NOTHING,), frames_tokens=FRAME_TOKENS * pieces)


async def _reply(caller: Caller, message_id: UUID) -> str:
    async with reading() as session:
        reply = await session.get(Message, message_id)
        if reply is None:
            raise MessageNotFound
        try:
            await readable_chat(session, caller.user, reply.chat_id)
        except UnauthorizedChatAccess as of_somebody:
            raise MessageNotFound from of_somebody
    if reply.role is not Role.ASSISTANT:
        raise InvalidRequest("Only replies are read aloud")
    if reply.status is MessageStatus.STREAMING:
        raise TurnInProgress("This reply is still being written; wait until it is done")
    return reply.content


async def _kept(message_id: UUID, model: Model) -> File | None:
    wanted = (
        select(File)
        .join(SpokenReply, col(SpokenReply.file_id) == col(File.file_id))
        .where(SpokenReply.message_id == message_id, SpokenReply.model == model.model_id)
    )
    async with reading() as session:
        return (await session.exec(wanted)).first()


async def _make(caller: Caller, message_id: UUID, model: Model, text: str) -> End:
    """Have a reply read aloud and kept."""
    pieces: list[Spoken] = []
    turn_ids: list[UUID] = []

    async def ask(model: Model, _prompt: Prompt) -> AsyncGenerator[Event, None]:
        async with aclosing(voice.speak(model, text)) as spoken:
            async for piece in spoken:
                pieces.append(piece)
        content, media_type = await run_sync(as_file, pieces)
        ending = media_type.partition("/")[2].replace("mpeg", "mp3")
        file = await files.keep(
            caller.user.user_id, f"speech.{ending}", content, media_type, FileOrigin.SPOKEN
        )
        # Before it is charged, with what it comes to: then a crash in between charges for it.
        await _keep(message_id, model, file, turn_ids[0], count().tokens)
        yield Finish(FinishReason.STOP, together([piece.usage for piece in pieces]))

    def count() -> TokenCount:
        seconds = sum(piece.seconds for piece in pieces)
        return TokenCount(voice.tokens_of(model, seconds), CountMethod.ESTIMATE)

    def hold(connection: Connection, turn_id: UUID) -> None:
        _hold(connection, caller, f"speech {message_id} {model.model_id}", turn_id)
        turn_ids.append(turn_id)

    draft = Draft(
        model,
        Prompt("", (text_message(Role.USER, text),), Parameters(max_output_tokens=0)),
        price_of_speech(model, text),
        purpose=Purpose.SPEECH,
        on_save=hold,
        ask=ask,
        made=count,
    )
    (claim,), _ = await launch(caller, draft)
    return await _end(claim.turn_id)


async def _keep(
    message_id: UUID, model: Model, file: File, turn_id: UUID, made_tokens: int
) -> None:
    async with transaction() as session:
        session.add(SpokenReply(message_id=message_id, model=model.model_id, file_id=file.file_id))
        await session.exec(
            update(Turn)
            .where(col(Turn.turn_id) == turn_id, col(Turn.settled_at).is_(None))
            .values(ai_tokens=made_tokens)
        )


def _hold(connection: Connection, caller: Caller, key: str, turn_id: UUID) -> None:
    """Take the place of who reads something aloud, unless somebody is at it.

    Raises:
        _BeingRead: Somebody is.
    """
    params = {
        "user_id": caller.user.user_id,
        "key": key,
        "request_sha256": "",
        "message_id": None,
        "turn_id": turn_id,
        "created_at": now(),
    }
    if connection.execute(_HOLDS[connection.dialect.name], params).first() is None:
        held = {"user_id": caller.user.user_id, "key": key}
        raise _BeingRead(connection.execute(_HELD, held).scalar_one())


async def _end(turn_id: UUID) -> End:
    async with aclosing(attach(turn_id)) as events:
        async for event in events:
            if isinstance(event, End):
                return event
    raise StreamFailed


def _build_hold(insert: Callable[..., Any]) -> Any:
    written = insert(_keys).values({column.name: bindparam(column.name) for column in _keys.c})
    return written.on_conflict_do_update(
        index_elements=["user_id", "key"],
        set_={name: written.excluded[name] for name in ("turn_id", "created_at")},
        where=~exists().where(_turns.c.turn_id == _keys.c.turn_id, _turns.c.settled_at.is_(None)),
    ).returning(_keys.c.key)


_keys = SQLModel.metadata.tables[IdempotencyKey.__tablename__]
_turns = SQLModel.metadata.tables[Turn.__tablename__]
_HOLDS = {"postgresql": _build_hold(postgresql.insert), "sqlite": _build_hold(sqlite.insert)}
_HELD = select(_keys.c.turn_id).where(
    _keys.c.user_id == bindparam("user_id"), _keys.c.key == bindparam("key")
)
