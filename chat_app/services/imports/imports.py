"""An import from its file to its report: looked through, saved bit by bit, shown all at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import IO
from uuid import UUID

import structlog
from anyio import CancelScope, CapacityLimiter, Event, move_on_after
from anyio.to_thread import run_sync
from sqlalchemy import ColumnElement, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.background import repeating, run_errand
from chat_app.config import get_settings
from chat_app.db import briefly, reading, transaction
from chat_app.errors import ImportInProgress, NotFound, Unavailable
from chat_app.models import ChatImport, ImportStatus, User, now
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.chats.slots import free_places
from chat_app.services.imports import saving
from chat_app.services.imports.conversations import LeftOut
from chat_app.services.imports.reading import Found, Survey, conversations_in, survey
from chat_app.services.imports.saving import Writer

_CHATS_AT_ONCE = 25
_HEARTBEAT_S = 10
_LOST_AFTER = timedelta(seconds=60)
"""An import that was not heard of for so long has lost its process."""

_surveys, _savings = CapacityLimiter(2), CapacityLimiter(1)
"""Few at a time: each holds the interpreter for half of the time that it takes."""

_ended: dict[UUID, Event] = {}
"""What is set when an import of this process has ended, by its id."""

log = structlog.get_logger()


async def bring(caller: Caller, file: IO[bytes]) -> UUID:
    """Look through a file and begin to bring its chats; return the import's id.

    Args:
        caller: Whose chats they become.
        file: What was sent; it is closed in the end, whatever becomes of it.

    Raises:
        InvalidImport: The file is not good; nothing of it is brought along.
        ImportInProgress: The caller has another import under way.
        ModelNotAllowed: The caller's API key is for no model that a chat could go on with.
    """
    try:
        writer = Writer(caller)
        most_mib = get_settings().MAX_IMPORT_MIB
        async with _surveys:
            found = await run_sync(survey, file, most_mib)
        import_id = await _note(caller.user, found)
    except BaseException:
        file.close()
        raise
    _ended[import_id] = Event()
    run_errand(_run(writer, caller, import_id, file, found))
    return import_id


async def wait(import_id: UUID, most_seconds: float) -> None:
    """Wait until an import of this process has ended, but not for ever."""
    if ended := _ended.get(import_id):
        with move_on_after(most_seconds):
            await ended.wait()


async def get(user: User, import_id: UUID) -> ChatImport:
    """Return an import of a person's, as far as it is.

    Raises:
        NotFound: The person has no such import.
    """
    async with reading() as session:
        found = await session.get(ChatImport, import_id)
    if found is None or found.user_id != user.user_id:
        raise NotFound("There is no such import")
    return found


async def latest(user: User, limit: int = 20) -> list[ChatImport]:
    """Return the last imports of a person, newest first."""
    async with reading() as session:
        found = await session.exec(
            select(ChatImport)
            .where(ChatImport.user_id == user.user_id)
            .order_by(col(ChatImport.import_id).desc())
            .limit(limit)
        )
        return list(found)


async def give_up_lost() -> None:
    """End the imports whose process is gone, and remove what ended ones have saved.

    Raises:
        Unavailable: The database is away.
    """
    async with transaction() as session:
        await _give_up(session, _is_lost())
    while await saving.remove_some():
        pass


async def give_up_all() -> None:
    """End all imports, where there is one process and it starts."""
    async with transaction() as session:
        await _give_up(session)


async def _give_up(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    await session.exec(
        update(ChatImport)
        .where(col(ChatImport.finished_at).is_(None), *which)
        .values(status=ImportStatus.FAILED, finished_at=now())
    )


def _is_lost() -> ColumnElement[bool]:
    return col(ChatImport.moved_at) < now() - _LOST_AFTER


async def _note(user: User, found: Survey) -> UUID:
    begun = ChatImport(
        user_id=user.user_id,
        source=found.source,
        total_chats=found.chats,
        left_out=_told(found.left_out),
    )
    try:
        async with transaction() as session:
            await _give_up(session, col(ChatImport.user_id) == user.user_id, _is_lost())
            session.add(begun)
    except IntegrityError as clash:
        # The index of running imports lets a person have one.
        raise ImportInProgress from clash
    return begun.import_id


async def _run(
    writer: Writer, caller: Caller, import_id: UUID, file: IO[bytes], found: Survey
) -> None:
    """Save all chats of a file and show them; whatever hinders that, none of them stays."""
    beat = partial(_beat, import_id)
    try:
        async with repeating("The heartbeat of an import", beat, _HEARTBEAT_S), _savings:
            await _save_all(writer, caller.user, import_id, file, found)
            await _finish(caller, import_id, found.left_out)
    except BaseException as fault:
        # The process may be about to end: what is saved is removed by whoever comes next.
        with CancelScope(shield=True), suppress(Unavailable):
            async with transaction() as session:
                await _give_up(session, col(ChatImport.import_id) == import_id)
        if not isinstance(fault, Unavailable):
            raise
        log.warning("import.failed", import_id=str(import_id), reason=fault.message)
    finally:
        file.close()
        _ended.pop(import_id).set()


async def _beat(import_id: UUID) -> None:
    async with transaction() as session:
        await session.exec(
            update(ChatImport).where(col(ChatImport.import_id) == import_id).values(moved_at=now())
        )


async def _save_all(
    writer: Writer, user: User, import_id: UUID, file: IO[bytes], found: Survey
) -> None:
    conversations = conversations_in(file, get_settings().MAX_IMPORT_MIB)
    seen: set[str] = set()
    while some := await run_sync(_next, conversations):
        async with reading() as session:
            known = await saving.known_among(session, user.user_id, {key for key, _ in some})
        new = {key: each for key, each in some if key not in known and key not in seen}
        seen.update(new)
        rows = await run_sync(writer.rows_of, import_id, new.items())
        async with transaction() as session:
            await saving.save(session, rows)
            await _move(session, import_id, saved=len(new), known=len(some) - len(new))
        found.left_out.update(rows.left_out)


def _next(conversations: Iterator[Found]) -> list[tuple[str, Found]]:
    """Return the next conversations with their origins; none once there are no more."""
    return [(saving.origin_of(each), each) for each in islice(conversations, _CHATS_AT_ONCE)]


async def _move(session: AsyncSession, import_id: UUID, saved: int, known: int) -> None:
    moved = await session.exec(
        update(ChatImport)
        .where(col(ChatImport.import_id) == import_id, col(ChatImport.finished_at).is_(None))
        .values(
            saved_chats=col(ChatImport.saved_chats) + saved,
            known_chats=col(ChatImport.known_chats) + known,
            moved_at=now(),
        )
    )
    if not moved.rowcount:
        raise Unavailable("The import was given up meanwhile")


async def _finish(caller: Caller, import_id: UUID, left_out: Counter[LeftOut]) -> None:
    user_id = caller.user.user_id
    async with transaction() as session:
        free = await briefly(session, free_places, user=caller.user)
        shown, archived = await saving.show(session, import_id, free)
        await _move(session, import_id, saved=0, known=0)
        ended = await session.get_one(ChatImport, import_id)
        ended.status, ended.finished_at = ImportStatus.DONE, now()
        ended.archived_chats, ended.left_out = archived, _told(left_out)
        audit.record(
            session,
            caller,
            Action.CHAT_IMPORT,
            f"user:{user_id}",
            after={"source": ended.source, "chats": shown},
        )
        live.publish(live.of_user(user_id), live.Kind.LIST)


def _told(left_out: Counter[LeftOut]) -> dict[str, int]:
    return {kind.value: left_out[kind] for kind in LeftOut if left_out[kind] > 0}
