"""A person's folders: chats with a mark in common, and what new chats among them begin with.

A folder is there for every mark that stands on a chat, whoever put it there: a trigger makes it.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from sqlalchemy import func, tuple_
from sqlalchemy import update as change
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chat_app.db import reading, transaction
from chat_app.errors import InvalidRequest, NotFound
from chat_app.models import Chat, Folder, Membership, User
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.chats.access import model_of_chat, usable_or_usual
from chat_app.services.chats.changes import checked_prompt
from chat_app.services.chats.filter import ChatFilter
from chat_app.spelling import fold, readable

MAX_NAME_CHARACTERS = 100
_NO_FOLDER = "This folder does not exist"
_MOST_NAMED = 500
"""Folders whose names a search looks at, the newest."""


class FolderChanges(TypedDict, total=False):
    """What may be changed of a folder; what is left out stays."""

    name: str
    system_prompt: str | None
    """What the model is told first in new chats; `None` is the usual."""
    model: str | None
    """Model id of new chats; `None` is the usual."""


@dataclass(frozen=True, slots=True)
class FolderPage:
    """Some folders, newest first."""

    folders: list[Folder]
    chats: dict[str, int]
    """How many chats in use each has, by its mark; those without any are missing."""
    next_cursor: str | None


async def page(user: User, *, limit: int = 50, cursor: str | None = None) -> FolderPage:
    """Return a page of a person's folders, newest first.

    Raises:
        InvalidRequest: The cursor is not one this function gave.
    """
    key = (col(Folder.created_at), col(Folder.project_id))
    wanted = select(Folder).where(Folder.user_id == user.user_id)
    async with reading() as session:
        if cursor:
            last = await session.get(Folder, (user.user_id, cursor))
            if last is None:
                raise InvalidRequest("`cursor` is not one this list gave")
            wanted = wanted.where(tuple_(*key) < tuple_(last.created_at, last.project_id))
        found = list(
            await session.exec(wanted.order_by(*(part.desc() for part in key)).limit(limit + 1))
        )
        shown = found[:limit]
        chats = await _count_chats(session, user, [each.project_id for each in shown])
    return FolderPage(shown, chats, shown[-1].project_id if len(found) > limit else None)


async def count_chats(user: User, project_id: str) -> int:
    """Return how many chats in use a folder has."""
    async with reading() as session:
        return (await _count_chats(session, user, [project_id])).get(project_id, 0)


async def get(user: User, project_id: str) -> Folder:
    """Return a person's folder.

    Raises:
        NotFound: There is none with this mark.
    """
    if folder := await find(user, project_id):
        return folder
    raise NotFound(_NO_FOLDER)


async def find(user: User, project_id: str) -> Folder | None:
    """Return a person's folder; `None` where no chat has its mark yet."""
    async with reading() as session:
        return await session.get(Folder, (user.user_id, project_id))


async def model_of_new_chat(user: User, project_id: str) -> str:
    """Return the id of the model that a new chat in a folder, or in none, begins with.

    The folder's, as long as it can be used; or else the person's usual one.
    """
    folder = await find(user, project_id) if project_id else None
    return usable_or_usual(user, folder.model if folder else None).model_id


async def create(caller: Caller, **wanted: Unpack[FolderChanges]) -> Folder:
    """Make an empty folder, with a mark of its own.

    Raises:
        InvalidRequest: The name is empty, a text too long, or the model unknown.
        ModelNotAllowed, ModelUnavailable: The tier lacks the model, or its provider the key.
    """
    checked = _checked(caller, FolderChanges(name="") | wanted)
    folder = Folder(user_id=caller.user.user_id, project_id=uuid4().hex, **checked)
    async with transaction() as session:
        session.add(folder)
        _tell(caller)
    return folder


async def update(caller: Caller, project_id: str, **changes: Unpack[FolderChanges]) -> Folder:
    """Change what is given; chats that are in it keep their own model and prompt.

    Raises:
        NotFound: There is none with this mark.
        ChatAppError: See `create`.
    """
    async with transaction() as session:
        folder = await _own_folder(session, caller.user, project_id)
        for name, value in _checked(caller, changes).items():
            setattr(folder, name, value)
        _tell(caller)
        return folder


async def delete(caller: Caller, project_id: str) -> None:
    """Take a folder away; its chats stay, in no folder.

    Raises:
        NotFound: There is none with this mark.
    """
    async with transaction() as session:
        folder = await _own_folder(session, caller.user, project_id)
        await session.exec(
            change(Chat)
            .where(col(Chat.user_id) == folder.user_id, col(Chat.project_id) == project_id)
            .values(project_id=None)
        )
        await session.exec(
            change(Membership)
            .where(
                col(Membership.user_id) == folder.user_id, col(Membership.project_id) == project_id
            )
            .values(project_id=None)
        )
        await session.delete(folder)
        _tell(caller)


async def named(session: AsyncSession, user_id: UUID, name: str) -> list[str]:
    """Return the marks of the folders that are called so or, where none is, whose names begin so.

    Args:
        name: In any case; hyphens stand for blanks as well.
    """
    newest = (
        select(Folder.project_id, Folder.name)
        .where(Folder.user_id == user_id)
        .order_by(col(Folder.created_at).desc(), col(Folder.project_id).desc())
        .limit(_MOST_NAMED)
    )
    wanted = _plain(name)
    names = [(mark, _plain(called)) for mark, called in await session.exec(newest)]
    called_so = [mark for mark, called in names if called == wanted]
    return called_so or [mark for mark, called in names if called.startswith(wanted)]


async def _count_chats(session: AsyncSession, user: User, marks: list[str]) -> dict[str, int]:
    own = select(Chat.project_id, func.count()).where(
        Chat.user_id == user.user_id,
        col(Chat.project_id).in_(marks),
        *ChatFilter().conditions(),
    )
    of_others = (
        select(Membership.project_id, func.count())
        .join(Chat, col(Chat.chat_id) == col(Membership.chat_id))
        .where(
            Membership.user_id == user.user_id,
            col(Membership.left_at).is_(None),
            col(Membership.project_id).in_(marks),
            *ChatFilter().conditions(),
        )
    )
    counted: Counter[str] = Counter()
    for some in (
        own.group_by(col(Chat.project_id)),
        of_others.group_by(col(Membership.project_id)),
    ):
        counted.update({mark: many for mark, many in await session.exec(some) if mark})
    return counted


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("-", " ").split())


async def _own_folder(session: AsyncSession, user: User, project_id: str) -> Folder:
    folder = await session.get(Folder, (user.user_id, project_id))
    if folder is None:
        raise NotFound(_NO_FOLDER)
    return folder


def _tell(caller: Caller) -> None:
    live.publish(live.of_user(caller.user.user_id), live.Kind.LIST)


def _checked(caller: Caller, changes: FolderChanges) -> FolderChanges:
    stored = changes.copy()
    if "name" in changes:
        name = " ".join(readable(changes["name"]).split())
        if not 1 <= len(name) <= MAX_NAME_CHARACTERS:
            raise InvalidRequest(f"The name of a folder has 1 to {MAX_NAME_CHARACTERS} characters")
        stored["name"] = name
    if "model" in changes:
        model = changes["model"]
        stored["model"] = model_of_chat(caller, model).model_id if model else None
    if "system_prompt" in changes:
        stored["system_prompt"] = checked_prompt(changes["system_prompt"])
    return stored
