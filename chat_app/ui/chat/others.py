"""Others in the open chat: who looks at it, who is writing, and what of theirs was seen."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import reflex as rx

from chat_app.models import Chat, User, Via
from chat_app.services import chats, live, presence
from chat_app.services.accounts import Caller
from chat_app.services.chats import seen, signs
from chat_app.services.live import Event, Kind
from chat_app.ui.at_once import Shown, tell
from chat_app.ui.session import signed_in

_WRITING = (Kind.TYPING, Kind.MEMBERS)
"""Who was taken out, or may only read from now on, writes no more."""


class OthersState(rx.State):
    """What the conversation is told of others in it; its side is described in `others.jsx`.

    It goes to the browser past these vars, which stay empty.
    """

    here: dict[str, Any] = {}
    """The `chat`, and the `people` who look at it beside the reader: `id`, `name`."""
    typing: dict[str, Any] = {}
    """The `chat`, the `signs` there of who began to write, goes on, or is no longer: id, name, and
    for how long that holds, in milliseconds; and the `number` of the newest, as the page passes
    over what is equal to what it was told before."""
    _is_away: bool = False
    """Whether the reader has another tab before them."""
    _seen: str = ""
    """What was noted last as seen from this tab."""

    @rx.event
    async def write(self, chat_id: str, is_typing: bool):
        """Tell the others that the reader is writing, or no longer."""
        caller = Caller.of(await signed_in(self), Via.BROWSER)
        await signs.typing(caller, chats.parse_chat_id(chat_id), is_typing)

    @rx.event
    async def look(self, chat_id: str, is_looking: bool):
        """Note whether the reader has the tab before them: what came meanwhile is seen then."""
        self._is_away = not is_looking
        if is_looking:
            user = await signed_in(self)
            await self.saw(user, await chats.get(user, chats.parse_chat_id(chat_id)))

    async def saw(self, user: User, chat: Chat) -> None:
        """Note that the reader has a shared chat before them as it is, if so."""
        what = f"{chat.chat_id} {chat.updated_at}"
        if not self._is_away and self._seen != what:
            self._seen = what
            await seen.saw(user, chat)


async def _here(reader: User, chat_id: UUID, heard: Sequence[Event]) -> Shown:
    people = await presence.people_in(chat_id, heard[-1].number)
    others = [
        {"id": str(each.user_id), "name": each.name}
        for each in people
        if each.user_id != reader.user_id
    ]
    told = {"chat": str(chat_id), "people": others}
    return OthersState.get_full_name(), "here", told


async def _typing(reader: User, chat_id: UUID, heard: Sequence[Event]) -> Shown | None:
    newest = heard[-1]
    over = newest.at_ms - presence.TYPING_S * 1000
    signs = {
        event.fields["user"]: [
            event.fields["user"],
            event.fields.get("name", ""),
            event.at_ms - over if event.fields["state"] == "on" else 0,
        ]
        for event in heard
        if event.kind in _WRITING
        if event.topic == live.of_chat(chat_id) and event.fields["user"] != str(reader.user_id)
    }
    if not signs:
        return None
    told = {"chat": str(chat_id), "number": str(newest.number), "signs": list(signs.values())}
    return OthersState.get_full_name(), "typing", told


tell(Kind.PRESENCE, what=_here)
tell(*_WRITING, what=_typing, holds_s=presence.TYPING_S)
