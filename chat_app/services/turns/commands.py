"""Slash commands: answered by the app, without a provider and without a token.

The exchange is saved like any other, with no model's name on it: that keeps it out of what models
are told later.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

from chat_app.db import LOCKED, briefly, transaction
from chat_app.errors import TurnInProgress
from chat_app.llm.types import Role
from chat_app.models import Chat, Message, MessageStatus, now
from chat_app.services.accounts import Caller
from chat_app.services.budgets import ledger
from chat_app.services.chats import positions
from chat_app.services.chats.access import models_to_choose, running_reply
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.slots import add
from chat_app.services.turns.drafts import OnSave, Place

_COMMAND = re.compile(r"/([A-Za-z]+)(?:\s+(.*))?", re.DOTALL)
_TITLE_CHARACTERS = 200
_HELP = """\
| command | what it does |
| --- | --- |
| `/help` | shows this list |
| `/usage` | says what is left of your token budget |
| `/model NAME` | chooses the model of this chat |
| `/title TEXT` | names this chat |
| `/system TEXT` | sets what the model is told first in this chat; alone, back to the usual |
| `/export` | gives you this chat as a file |

Commands cost no tokens."""


@dataclass(frozen=True, slots=True)
class Command:
    """A message that is meant for the app."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class _Call:
    """What a command works with; `chat` may be changed."""

    session: AsyncSession
    caller: Caller
    chat: Chat
    argument: str


def parse(text: str) -> Command | None:
    """Return the command that a message is, if it is one; `/etc/hosts` is none."""
    found = _COMMAND.fullmatch(text)
    return Command(found[1].lower(), (found[2] or "").strip()) if found else None


async def answer(
    caller: Caller, place: Place, text: str, command: Command, on_save: OnSave | None
) -> tuple[UUID, UUID]:
    """Carry a command out, save it with its answer, and return the ids of both.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        TurnInProgress: A reply is being written in this chat.
    """
    async with transaction() as session:
        if place.is_new_chat:
            await briefly(session, add, user=caller.user, chat=place.chat)
        chat_id = place.chat.chat_id
        chat = await session.get_one(Chat, chat_id, with_for_update=LOCKED)
        opened = await briefly(session, open_chat, user=caller.user, chat_id=chat_id, to_write=True)
        if await briefly(session, running_reply, chat_id=chat_id):
            raise TurnInProgress
        carry_out = _COMMANDS.get(command.name, _unknown)
        said = await carry_out(_Call(session, caller, chat, command.argument))
        moment = now()
        common: dict[str, Any] = {
            "chat_id": chat_id,
            "status": MessageStatus.COMPLETE,
            "created_at": moment,
        }
        question = Message(
            message_id=uuid7(),
            parent_id=opened.leaf_id,
            role=Role.USER,
            content=text,
            **common,
        )
        reply = Message(
            message_id=uuid7(),
            parent_id=question.message_id,
            role=Role.ASSISTANT,
            content=said,
            **common,
        )
        for message in (question, reply):
            session.add(message)
            await session.flush()
        await positions.move(session, caller.user.user_id, chat_id, reply.message_id)
        chat.message_count += 2
        chat.updated_at = moment
        if on_save:
            await briefly(session, lambda connection: on_save(connection, reply.message_id))
    return question.message_id, reply.message_id


async def _help(_call: _Call) -> str:
    return _HELP


async def _unknown(_call: _Call) -> str:
    return f"I do not know this command. These there are:\n\n{_HELP}"


async def _usage(call: _Call) -> str:
    budget = await briefly(call.session, ledger.balance, owner=ledger.Owner.of(call.caller.user))
    share = budget.total_tokens_used / budget.token_limit if budget.token_limit else 1
    return (
        f"You have used **{budget.total_tokens_used:,}** of {budget.token_limit:,} tokens "
        f"({share:.0%}); **{budget.remaining_tokens:,}** are left. "
        f"Your budget starts anew on {budget.resets_at:%Y-%m-%d}."
    )


async def _model(call: _Call) -> str:
    usable = models_to_choose(call.caller)
    wanted = call.argument.casefold()
    for model in usable:
        if wanted in {model.model_id.casefold(), model.name.casefold()}:
            call.chat.model = model.model_id
            return f"This chat now talks with **{model.name}**."
    names = ", ".join(f"`{model.model_id}`" for model in usable)
    return f"This chat talks with `{call.chat.model}`. You can choose among {names}."


async def _title(call: _Call) -> str:
    title = " ".join(call.argument.split())[:_TITLE_CHARACTERS]
    if not title:
        return "Write the name behind the command: `/title Holidays`"
    call.chat.title = title
    return "This chat has its new name."


async def _system(call: _Call) -> str:
    call.chat.system_prompt = call.argument or None
    if call.argument:
        return "From now on the model is told this first in this chat."
    return "From now on the model is told the usual first."


async def _export(call: _Call) -> str:
    address = f"/api/chat/{call.chat.chat_id}/export?format="
    kinds = (("Markdown", "md"), ("PDF", "pdf"), ("JSON", "json"))
    links = ", ".join(f"[{name}]({address}{kind})" for name, kind in kinds)
    return f"Take this chat with you: {links}."


_COMMANDS: dict[str, Callable[[_Call], Awaitable[str]]] = {
    "help": _help,
    "usage": _usage,
    "model": _model,
    "title": _title,
    "system": _system,
    "export": _export,
}
