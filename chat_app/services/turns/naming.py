"""Names a chat by a model once its first reply is there, where the operator named one for that.

The person pays for it, by an exchange that stands in the statement as what it is. Whatever fails,
the chat keeps its first line; and what somebody called it meanwhile, it is called.
"""

import re
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import bindparam, update
from sqlmodel import SQLModel

from chat_app.config import get_settings
from chat_app.db import read_briefly, write_briefly
from chat_app.errors import ChatAppError
from chat_app.llm import catalogue
from chat_app.llm.errands import NAME_A_CHAT
from chat_app.llm.types import Parameters, Prompt, Role, text_message
from chat_app.models import Chat, MessageStatus, Purpose
from chat_app.prepared import Connection
from chat_app.services import live
from chat_app.services.accounts import Caller
from chat_app.services.broker import End
from chat_app.services.chats.positions import open_chat
from chat_app.services.turns.drafts import Draft, Place, first_title, title_of
from chat_app.services.turns.launching import launch
from chat_app.services.turns.listening import attach
from chat_app.services.turns.whole_prompts import price_of_whole

_TOLD_CHARACTERS = 1000
"""Of question and reply each: what a talk is about stands at its beginning."""
_LONGEST_TOKENS = 200
"""Room for a title and for the thinking that some cannot do without."""
_AROUND = re.compile(r"^(?:title\s*:)?[\s\"'“”„«»*_#`]+|[\s\"'“”„«»*_#`.。]+$", re.IGNORECASE)

log = structlog.get_logger()


def naming(
    caller: Caller, draft: Draft, place: Place
) -> Callable[[End], Coroutine[Any, Any, None]] | None:
    """Return what names the chat when this exchange has ended; `None` where nothing is to.

    Args:
        caller: Who asked, and pays.
        draft: What was asked.
        place: Where: a chat that somebody gave a title keeps it.
    """
    if not get_settings().TITLE_MODEL or place.chat.title or place.chat.is_temporary:
        return None
    question, chat_id = draft.text or first_title(draft, place), place.chat.chat_id
    called = first_title(draft, place)

    async def name(end: End) -> None:
        if end.status is not MessageStatus.COMPLETE:
            return
        # The conversation that sent the message knows nothing of this.
        live.acting_from("")
        try:
            if title := await _ask(caller, chat_id, called, question, end.text):
                await write_briefly(_rename, caller, chat_id, called, title)
        except ChatAppError as refusal:
            # The budget pays for no more, the provider is away: the first line will do.
            log.info("chat.not_named", chat_id=str(chat_id), code=refusal.code)

    return name


async def _ask(caller: Caller, chat_id: UUID, called: str, question: str, reply: str) -> str:
    """Return a title; empty where the chat is called otherwise already, or none came."""
    opened = await read_briefly(open_chat, user=caller.user, chat_id=chat_id)
    if opened.chat.title != called:
        return ""
    model = catalogue.title_model()
    if model is None or not catalogue.is_available(model):
        return ""
    told = f"{question[:_TOLD_CHARACTERS]}\n\n---\n\n{reply[:_TOLD_CHARACTERS]}"
    prompt = Prompt(
        NAME_A_CHAT,
        (text_message(Role.USER, told),),
        Parameters(min(_LONGEST_TOKENS, model.max_output_tokens)),
    )
    price = await price_of_whole(model, prompt)
    draft = Draft(model, prompt, price, purpose=Purpose.TITLE, named_chat_id=chat_id)
    (claim,), _ = await launch(caller, draft)
    async for event in attach(claim.reply_id):
        if isinstance(event, End):
            return _tidy(event.text) if event.status is MessageStatus.COMPLETE else ""
    return ""


def _tidy(text: str) -> str:
    """Return the title in what a model wrote, without what some put around one."""
    line = next(filter(str.strip, text.splitlines()), "")
    title = _AROUND.sub("", " ".join(line.split()))
    return title_of(title) if title else ""


def _rename(connection: Connection, caller: Caller, chat_id: UUID, called: str, title: str) -> None:
    params = {"named_id": chat_id, "called": called, "name": title}
    if connection.execute(_RENAME, params).first():
        live.chat_changed(caller.user.user_id, chat_id, live.Kind.CHAT)


_chat = SQLModel.metadata.tables[Chat.__tablename__].c
_RENAME = (
    update(_chat.chat_id.table)
    .where(
        _chat.chat_id == bindparam("named_id"),
        _chat.title == bindparam("called"),
        _chat.is_active,
    )
    .values(title=bindparam("name"))
    .returning(_chat.chat_id)
)
