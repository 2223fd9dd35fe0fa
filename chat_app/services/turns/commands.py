"""Slash commands: answered by the app, without a provider and without a token.

The exchange is saved like any other, with no model's name on it: that keeps it out of what models
are told later.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession
from uuid_utils.compat import uuid7

from chat_app.config import get_settings
from chat_app.db import LOCKED, briefly, transaction
from chat_app.errors import ChatFull, InvalidRequest, TurnInProgress
from chat_app.llm.types import Role
from chat_app.models import Chat, File, Message, MessageStatus, now
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.budgets import ledger
from chat_app.services.chats import positions
from chat_app.services.chats.access import IN_CHATS, models_to_choose, running_replies
from chat_app.services.chats.positions import open_chat
from chat_app.services.chats.roles import Deed, require_owner
from chat_app.services.chats.slots import add
from chat_app.services.prompt_library import find, help_table, prompts_of
from chat_app.services.turns import line
from chat_app.services.turns.drafts import OnSave, Place
from chat_app.services.turns.drawing import description_in
from chat_app.services.turns.opening import author_of
from chat_app.words import Words

_COMMAND = re.compile(r"/(?:([A-Za-z]+)(?:\s+(.*))?)?", re.DOTALL)
_TITLE_CHARACTERS = 200
_MESSAGES = 2
"""A command and its answer."""


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
    name: str
    argument: str


def parse(text: str) -> Command | None:
    """Return the command that a message is, if it is one; `/etc/hosts` is none.

    `/image` with something to draw is none either: a model answers it.

    A slash alone is one without a name: who begins to write a command pays nothing for it.
    """
    found = None if description_in(text) else _COMMAND.fullmatch(text)
    return Command((found[1] or "").lower(), (found[2] or "").strip()) if found else None


def require_no_files(sent: Sequence[File]) -> None:
    """Refuse files beside a command, which would do nothing with them.

    Raises:
        InvalidRequest: There are some.
    """
    if sent:
        raise InvalidRequest("Commands take no files; remove them, or write something else")


async def answer(
    caller: Caller, place: Place, text: str, command: Command, on_save: OnSave | None
) -> tuple[UUID, UUID]:
    """Carry a command out, save it with its answer, and return the ids of both.

    Raises:
        ChatLimitReached: There is no place for a new chat.
        ChatNotFound, ChatArchived: The chat was put away meanwhile.
        Forbidden: It changes the chat, which only the owner may.
        TurnInProgress: A reply is being written in this chat.
        LeftTheLine: It was promised to something that waits no more.
    """
    async with transaction() as session:
        if place.is_new_chat:
            await briefly(session, add, user=caller.user, chat=place.chat)
        chat_id = place.chat.chat_id
        chat = await session.get_one(Chat, chat_id, with_for_update=LOCKED)
        opened = await briefly(session, open_chat, user=caller.user, chat_id=chat_id, to_write=True)
        if await briefly(session, running_replies, chat_id=chat_id):
            raise TurnInProgress
        promised = place.promised
        await briefly(session, line.leave, promised)
        if deed := _OWNERS.get(command.name):
            require_owner(opened.role, deed)
        if chat.message_count + _MESSAGES > get_settings().MAX_MESSAGES_PER_CHAT:
            raise ChatFull
        carry_out = _COMMANDS.get(command.name, _unknown)
        said = await carry_out(_Call(session, caller, chat, command.name, command.argument))
        moment = now()
        common: dict[str, Any] = {
            "chat_id": chat_id,
            "status": MessageStatus.COMPLETE,
            "created_at": moment,
        }
        question_id, reply_id = (
            (promised.question_id, promised.reply_ids[0]) if promised else (uuid7(), uuid7())
        )
        before_id = place.parent_id if promised else opened.leaf_id
        question = Message(
            message_id=question_id,
            parent_id=before_id,
            role=Role.USER,
            author_id=author_of(caller.user, chat),
            content=text,
            **common,
        )
        reply = Message(
            message_id=reply_id,
            parent_id=question.message_id,
            role=Role.ASSISTANT,
            content=said,
            **common,
        )
        for message in (question, reply):
            session.add(message)
            await session.flush()
        if not place.keeps_branch:
            await positions.move(session, caller.user.user_id, chat_id, reply.message_id)
        if chat.is_shared:
            await briefly(session, line.require_first, chat_id, promised)
            await briefly(
                session, line.go_on, chat_id, before_id, reply.message_id, is_comparing=False
            )
        chat.message_count += _MESSAGES
        chat.updated_at = moment
        live.chat_changed(
            chat.user_id,
            chat_id,
            live.Kind.TURN,
            state="ended",
            question=str(question.message_id),
            reply=str(reply.message_id),
        )
        if on_save:
            await briefly(session, lambda connection: on_save(connection, reply.message_id))
    return question.message_id, reply.message_id


async def _help(call: _Call) -> str:
    names = dict.fromkeys(f"`/{each.name}`" for each in await prompts_of(call.caller.user))
    known = _known(call.caller.words)
    if not names:
        return known
    return f"{known} {call.caller.words.say('command-your-prompts', names=', '.join(names))}"


def _known(words: Words) -> str:
    return f"{help_table(words)}\n\n{words.say('command-cost-nothing')}"


async def _unknown(call: _Call) -> str:
    words = call.caller.words
    if prompt := await find(call.caller.user, call.name):
        quoted = "\n".join(f"> {line}" for line in prompt.content.splitlines())
        return f"{words.say('command-is-prompt', name=prompt.name)}\n\n{quoted}"
    return f"{words.say('command-unknown')}\n\n{_known(words)}"


async def _usage(call: _Call) -> str:
    budget = await briefly(call.session, ledger.balance, owner=ledger.Owner.of(call.caller.user))
    share = budget.total_tokens_used / budget.token_limit if budget.token_limit else 1
    words = call.caller.words
    return words.say(
        "command-usage",
        used=budget.total_tokens_used,
        limit=budget.token_limit,
        percent=words.percent(share),
        left=budget.remaining_tokens,
        day=words.day(budget.resets_at),
    )


async def _image(call: _Call) -> str:
    return call.caller.words.say("command-image-empty")


async def _model(call: _Call) -> str:
    usable = models_to_choose(call.caller, *IN_CHATS)
    wanted = call.argument.casefold()
    for model in usable:
        if wanted in {model.model_id.casefold(), model.name.casefold()}:
            call.chat.model = model.model_id
            return call.caller.words.say("command-model-chosen", model=model.name)
    names = ", ".join(f"`{model.model_id}`" for model in usable)
    return call.caller.words.say("command-model-choices", model=call.chat.model, models=names)


async def _title(call: _Call) -> str:
    title = " ".join(call.argument.split())[:_TITLE_CHARACTERS]
    if not title:
        return call.caller.words.say("command-title-empty")
    if call.chat.is_temporary:
        return call.caller.words.say("command-title-temporary")
    call.chat.title = title
    return call.caller.words.say("command-title-set")


async def _system(call: _Call) -> str:
    call.chat.system_prompt = call.argument or None
    what = "command-system-set" if call.argument else "command-system-usual"
    return call.caller.words.say(what)


async def _export(call: _Call) -> str:
    address = f"/api/chat/{call.chat.chat_id}/export?format="
    kinds = (("Markdown", "md"), ("PDF", "pdf"), ("JSON", "json"))
    links = ", ".join(f"[{name}]({address}{kind})" for name, kind in kinds)
    return call.caller.words.say("command-export", links=links)


_COMMANDS: dict[str, Callable[[_Call], Awaitable[str]]] = {
    "help": _help,
    "usage": _usage,
    "image": _image,
    "model": _model,
    "title": _title,
    "system": _system,
    "export": _export,
}
_OWNERS = {"model": Deed.SET_UP, "system": Deed.SET_UP, "title": Deed.RENAME}
"""Those that change the chat itself."""
