"""Prompts that people keep to use again: their own, and those shared by an administrator."""

import re
from collections.abc import Callable
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from chat_app.db import LOCKED, reading, transaction
from chat_app.errors import MAX_MESSAGE_CHARACTERS, InvalidRequest, NameTaken, NotFound
from chat_app.models import LibraryPrompt, User, now
from chat_app.services.accounts import Caller, Scope
from chat_app.services.admin import audit
from chat_app.services.admin.audit import Action
from chat_app.services.prompt_library.commands import NAMES
from chat_app.spelling import fold, readable

MAX_PROMPTS = 200
"""Most that one person keeps, and most that are shared."""
MAX_NAME_CHARACTERS = 40
_MAX_DESCRIPTION_CHARACTERS = 200
_NAME = re.compile(r"[\w-]+")


class PromptChanges(TypedDict, total=False):
    """What may be changed of a prompt; what is left out stays."""

    name: str
    """By which it is called, with or without the slash."""
    description: str
    content: str
    shared: bool
    """Whether everybody may use it; for administrators to say."""


async def prompts_of(user: User) -> list[LibraryPrompt]:
    """Return the prompts that somebody may use, by name: the own ones, then the shared ones."""
    async with reading() as session:
        return list(await session.exec(_usable_by(user)))


async def find(user: User, name: str) -> LibraryPrompt | None:
    """Return the prompt that somebody means by a name: of two, the own one."""
    async with reading() as session:
        found = await session.exec(_usable_by(user).where(LibraryPrompt.name == fold(name)))
        return found.first()


async def create(caller: Caller, **wanted: Unpack[PromptChanges]) -> LibraryPrompt:
    """Keep a prompt.

    Raises:
        Forbidden: The caller has come in by a key, or shares it and is no administrator.
        InvalidRequest: A field will not do, or there are as many as may be.
        NameTaken: There is one of this name.
    """
    caller.require(Scope.ACCOUNT)
    checked = _checked({"name": "", "content": ""} | wanted)
    prompt = LibraryPrompt(user_id=caller.user.user_id, **checked)
    if prompt.shared:
        caller.require(Scope.ADMIN)
    async with transaction() as session:
        await _require_place(session, prompt)
        session.add(prompt)
        await _flush(session, prompt)
        if prompt.shared:
            audit.record(
                session, caller, Action.PROMPT_CREATE, _target(prompt.name), after=_told(checked)
            )
    return prompt


async def change(caller: Caller, prompt_id: UUID, **wanted: Unpack[PromptChanges]) -> LibraryPrompt:
    """Change a prompt of the caller's, or a shared one.

    Raises:
        Forbidden: The caller has come in by a key, or it is or becomes shared and the caller is no
            administrator.
        InvalidRequest: A field will not do, or there are as many as may be.
        NameTaken: There is one of this name.
        NotFound: There is none that the caller may use.
    """
    checked = _checked(wanted)
    async with transaction() as session:
        prompt = await _to_change(session, caller, prompt_id)
        was_called, was_shared = prompt.name, prompt.shared
        if checked.get("shared"):
            caller.require(Scope.ADMIN)
        changes = {name: to for name, to in checked.items() if to != getattr(prompt, name)}
        before = {name: getattr(prompt, name) for name in changes}
        for name, to in changes.items():
            setattr(prompt, name, to)
        if not changes:
            return prompt
        prompt.updated_at = now()
        if "shared" in changes:
            await _require_place(session, prompt)
        await _flush(session, prompt)
        if was_shared or prompt.shared:
            audit.record(
                session,
                caller,
                Action.PROMPT_UPDATE,
                _target(was_called),
                _told(before),
                _told(changes),
            )
        return prompt


async def delete(caller: Caller, prompt_id: UUID) -> None:
    """Throw a prompt away; see `change`."""
    async with transaction() as session:
        prompt = await _to_change(session, caller, prompt_id)
        await session.delete(prompt)
        if prompt.shared:
            audit.record(session, caller, Action.PROMPT_DELETE, _target(prompt.name))


def _usable_by(user: User) -> SelectOfScalar[LibraryPrompt]:
    return (
        select(LibraryPrompt)
        .where(or_(LibraryPrompt.user_id == user.user_id, col(LibraryPrompt.shared)))
        .order_by(col(LibraryPrompt.shared), col(LibraryPrompt.name))
    )


async def _to_change(session: AsyncSession, caller: Caller, prompt_id: UUID) -> LibraryPrompt:
    caller.require(Scope.ACCOUNT)
    found = await session.exec(
        _usable_by(caller.user)
        .where(LibraryPrompt.prompt_id == prompt_id)
        .with_for_update(**LOCKED)
    )
    prompt = found.first()
    if prompt is None:
        raise NotFound("There is no such prompt")
    if prompt.shared:
        caller.require(Scope.ADMIN)
    return prompt


async def _require_place(session: AsyncSession, prompt: LibraryPrompt) -> None:
    alike = select(func.count()).where(
        LibraryPrompt.shared == prompt.shared, LibraryPrompt.prompt_id != prompt.prompt_id
    )
    if not prompt.shared:
        alike = alike.where(LibraryPrompt.user_id == prompt.user_id)
    # A prompt or two too many, made at the very same moment, would do no harm.
    with session.no_autoflush:
        if (await session.exec(alike)).one() >= MAX_PROMPTS:
            raise InvalidRequest(f"There are {MAX_PROMPTS} prompts; delete one first")


async def _flush(session: AsyncSession, prompt: LibraryPrompt) -> None:
    name = prompt.name
    try:
        await session.flush()
    except IntegrityError as clash:
        # The only thing that two prompts may not share.
        raise NameTaken(f"There is a prompt called /{name} already") from clash


def _target(name: str) -> str:
    return f"prompt:/{name}"


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the audit trail keeps of a prompt: of its text, how long it is."""
    told = {name: value for name, value in values.items() if name != "content"}
    return told | ({"characters": len(values["content"])} if "content" in values else {})


def _checked(wanted: Any) -> dict[str, Any]:
    checks: dict[str, Callable[[Any], Any]] = {
        "name": checked_name,
        "description": _checked_description,
        "content": checked_content,
        "shared": bool,
    }
    return {name: checks[name](value) for name, value in wanted.items()}


def checked_name(name: str) -> str:
    """Return a prompt's name as it is stored.

    Raises:
        InvalidRequest: It is empty, too long, has other characters, or is a command of the app.
    """
    name = fold(name.strip().removeprefix("/"))
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME_CHARACTERS:
        raise InvalidRequest(
            f"A prompt's name has 1 to {MAX_NAME_CHARACTERS} letters, digits, “-” or “_”"
        )
    if name in NAMES:
        raise InvalidRequest(f"/{name} is a command of the app; choose another name")
    return name


def checked_content(content: str) -> str:
    """Return a prompt's text as it is stored.

    Raises:
        InvalidRequest: It is empty, or longer than a message may be.
    """
    content = readable(content).strip()
    if not 1 <= len(content) <= MAX_MESSAGE_CHARACTERS:
        raise InvalidRequest(f"A prompt has 1 to {MAX_MESSAGE_CHARACTERS} characters")
    return content


def _checked_description(description: str) -> str:
    description = " ".join(readable(description).split())
    if len(description) > _MAX_DESCRIPTION_CHARACTERS:
        raise InvalidRequest(
            f"A description has {_MAX_DESCRIPTION_CHARACTERS} characters at the most"
        )
    return description
