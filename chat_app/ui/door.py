"""What comes over a websocket, before the framework believes it; and what is left behind.

Reflex 0.10.1 lets anybody who knows the name of a tab have its state, keeps the state of a closed
tab for an hour, and writes what it does not understand into the log (`EventNamespace`, read
2026-11-30).
"""

import asyncio
import pickle
import time
from contextlib import suppress
from typing import Any, cast
from urllib.parse import parse_qs, urlencode

import reflex as rx
import structlog
from engineio.async_socket import AsyncSocket
from engineio.packet import PING, Packet
from reflex.app import EventNamespace
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.redis import StateManagerRedis
from reflex.istate.manager.token import BaseStateToken
from reflex.state import BaseState, State, StateUpdate
from reflex.utils.token_manager import LostAndFoundRecord, RedisTokenManager
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from socketio.exceptions import ConnectionRefusedError as ConnectionRefused

from chat_app.background import run_errand
from chat_app.errors import RateLimited, Unavailable
from chat_app.services.accounts import limits
from chat_app.sharing import asking
from chat_app.ui.sockets import VISIT, Visit

_KEPT_S = 60
"""So long a closed tab's state is kept: for a reload, or a connection that comes back."""
_PATIENCE_S = 10
"""So long Redis may take to forget one."""
_ANSWERS_WITHIN_S = 2
"""So long a browser may take to say that it is still there."""
_MAX_WAITING = 500
"""What may wait to be sent to a tab; who takes nothing any more is hung up on."""
_MAX_REFUSED = 200
"""Events over the limit after which a tab is hung up on."""
_IS_ANYBODY_THERE = StateUpdate(delta={"": {}})
"""What a worker is sent in place of an update for a tab of its that came to another worker."""
_HEADERS_READ = {b"accept-language", b"cookie", b"origin"}
"""What is read again of a handshake, with each event."""
_OURS = ".chat_app___"
"""In the names of our states."""
_TAKEN_OF_FRAMEWORK = {
    *("hydrate", "hydrate_and_load", "set_is_hydrated", "on_load_internal"),
    "handle_frontend_exception",
}

log = structlog.get_logger()


class Door(EventNamespace):
    """The framework's end of the websockets, for known people and events that are some."""

    def __init__(self, namespace: str, app: rx.App) -> None:
        super().__init__(namespace, app)
        self._visits: dict[str, Visit] = {}
        self._refused: dict[str, int] = {}
        self._told_at: dict[str, float] = {}
        self._leaving: dict[str, asyncio.Task[None]] = {}
        """Tabs that are being let go of."""

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Know a tab by a name that binds it to its sign-in."""
        visit: Visit | None = environ.get("asgi.scope", {}).get(VISIT)
        tab = parse_qs(environ.get("QUERY_STRING", "")).get("token", [""])[0]
        if visit is None or not tab or visit.is_connected:
            raise ConnectionRefused
        visit.is_connected = True
        self._visits[sid] = visit
        token = visit.token_of(tab)
        await self._let_go_if_gone(token)
        if sid not in self._visits:
            # It went while the other was asked, and nobody would take its name off it again.
            return
        environ["QUERY_STRING"] = urlencode({"token": token})
        scope = environ["asgi.scope"]
        scope["headers"] = [each for each in scope["headers"] if each[0] in _HEADERS_READ]
        await super().on_connect(sid, environ, auth)
        # They keep it for as long as the tab is open.
        environ.clear()

    def on_disconnect(self, sid: str) -> asyncio.Task[None] | None:
        """Let go of a tab, and of its state when it does not come back."""
        visit, token = self._visits.pop(sid, None), self.sid_to_token.get(sid)
        self._refused.pop(sid, None)
        self._told_at.pop(sid, None)
        if visit and token:
            # A timer until then: a task for each page that was left would be many.
            asyncio.get_running_loop().call_later(
                0 if visit.is_lost else _KEPT_S, lambda: run_errand(self._forget(token))
            )
        leaving = super().on_disconnect(sid)
        if leaving and token:
            self._leaving[token] = leaving
            leaving.add_done_callback(lambda _: self._leaving.pop(token, None))
        return leaving

    async def on_event(self, sid: str, data: Any) -> None:
        """Hand an event on, if it is one and there are not too many."""
        visit, token = self._visits.get(sid), self.sid_to_token.get(sid)
        if visit is None or visit.is_lost or token is None:
            return
        try:
            await limits.take_event(visit.caller.user.user_id)
        except RateLimited as refusal:
            await self._refuse(sid, token, visit, refusal)
            return
        if (event := _event_in(data)) is None:
            log.warning("event.not_one", user_id=str(visit.caller.user.user_id))
            return
        await super().on_event(sid, event)

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """Send a tab what is new, if it takes it."""
        if update == _IS_ANYBODY_THERE:
            run_errand(self._let_go_if_gone_here(token))
            return
        if self._is_full(token):
            return
        await super().emit_update(update, token)

    async def _refuse(self, sid: str, token: str, visit: Visit, refusal: RateLimited) -> None:
        self._refused[sid] = self._refused.get(sid, 0) + 1
        if self._refused[sid] > _MAX_REFUSED:
            log.warning("events.flood", user_id=str(visit.caller.user.user_id))
            visit.hang_up()
            return
        if time.monotonic() - self._told_at.get(sid, 0) > (refusal.retry_after_seconds or 1):
            self._told_at[sid] = time.monotonic()
            words = visit.words.translated(refusal.message)
            toast = Event.from_event_type(rx.toast.error(words, id="too-many-events"))
            await self.emit_update(StateUpdate(events=toast), token)

    async def _let_go_if_gone(self, token: str) -> None:
        """Hang up on the connection that a tab had, unless somebody is there.

        A phone that changes its network comes back before anybody here knows that it was gone.
        Reflex takes it for a copy of the tab, which gets a state of its own: what was open on the
        page, such as a key that is shown once, would be lost.
        """
        if self.token_to_sid.get(token) in self._visits or token in self._leaving:
            await self._let_go_if_gone_here(token)
        elif isinstance(self._token_manager, RedisTokenManager):
            # What cannot be found out leaves it a copy.
            with suppress(Unavailable):
                async with asking(_ANSWERS_WITHIN_S + 1):
                    await have_let_go(self._token_manager, token)

    async def _let_go_if_gone_here(self, token: str) -> None:
        sid = self.token_to_sid.get(token)
        # Several may ask at once, and the first lets go.
        if sid in self._visits and not await self._answers(sid) and sid in self._visits:
            self._visits[sid].hang_up()
            self.on_disconnect(sid)
        if leaving := self._leaving.get(token):
            await leaving

    async def _answers(self, sid: str) -> bool:
        socket = self._socket(sid)
        if socket is None:
            return False
        # Set until the answer comes; so does the engine with its own, rarer questions.
        socket.last_ping = time.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(_ANSWERS_WITHIN_S):
                await socket.send(Packet(PING))
                while socket.last_ping and not socket.closed:  # noqa: ASYNC110 (it tells nobody)
                    await asyncio.sleep(0.02)
        return not (socket.last_ping or socket.closed)

    def _is_full(self, token: str) -> bool:
        sid = self.token_to_sid.get(token)
        visit = self._visits.get(sid) if sid else None
        if sid is None or visit is None:
            return False
        socket = self._socket(sid)
        if socket is None or socket.queue.qsize() < _MAX_WAITING:
            return False
        visit.hang_up()
        return True

    def _socket(self, sid: str) -> AsyncSocket | None:
        """Return what lies below a connection; Reflex and socket.io have no public name for it."""
        if self.server is None:
            return None
        engine_id = self.server.manager.eio_sid_from_sid(sid, self.namespace)
        return self.server.eio.sockets.get(engine_id)

    async def _forget(self, token: str) -> None:
        try:
            async with asking(_PATIENCE_S):
                if not await self._token_manager.is_token_connected(token):
                    await _drop(self.app, token)
        except Unavailable:
            # It goes by itself then, after an hour.
            log.warning("tab.not_forgotten")


def _event_in(data: Any) -> dict[str, Any] | None:
    """Return an event as the pages send them, without what else came; `None` where it is none."""
    if not isinstance(data, dict):
        return None
    sent = cast("dict[str, Any]", data)
    name, payload = sent.get("name"), sent.get("payload", {})
    router_data = sent.get("router_data", {})
    if not isinstance(name, str) or not _is_taken(name):
        return None
    if not isinstance(payload, dict) or not isinstance(router_data, dict):
        return None
    return {"name": name, "payload": payload, "router_data": _place(router_data)}


def _is_taken(name: str) -> bool:
    """Say whether pages send such events: not those that set any variable there is."""
    state, _, handler = name.rpartition(".")
    if name not in RegistrationContext.get().event_handlers or handler == "setvar":
        return False
    return _OURS in state or handler in _TAKEN_OF_FRAMEWORK


def _place(router_data: dict[str, Any]) -> dict[str, Any]:
    """Return which page an event comes from, whatever else the browser says."""
    place: dict[str, Any] = {
        name: value
        for name in ("pathname", "asPath")
        if isinstance(value := router_data.get(name), str)
    }
    query = router_data.get("query")
    if isinstance(query, dict):
        place["query"] = {str(name): value for name, value in cast("Any", query).items()}
    return place


async def have_let_go(sockets: RedisTokenManager, token: str) -> None:
    """Have the worker that holds a tab's connection let go of it, and return once it has.

    Where somebody is there it never does, and the caller's patience ends this.
    """
    worker = await sockets._get_token_owner(token, refresh=True)
    if worker is None:
        return
    # Reflex says only whether it could send this, not whether anybody took it.
    asked = pickle.dumps(LostAndFoundRecord(token=token, update=_IS_ANYBODY_THERE))
    channel = f"channel:{sockets._get_lost_and_found_key(worker)}"
    if not await sockets.redis.publish(channel, asked):
        log.info("tab.of_lost_worker")
        await sockets.redis.delete(sockets._get_redis_key(token))
    while await sockets.is_token_connected(token):  # noqa: ASYNC110 (another process lets go)
        await asyncio.sleep(0.05)


async def _drop(app: rx.App, token: str) -> None:
    """Forget the state of a tab."""
    whole = BaseStateToken(ident=token, cls=State)
    manager = app.state_manager
    # Reflex has no public way to do it.
    if isinstance(manager, StateManagerMemory):
        lock = await manager._get_state_lock(whole)
        async with lock:
            manager._purge_token(whole)
    elif isinstance(manager, StateManagerRedis):
        await manager.redis.delete(*(whole._state_key(each) for each in _states(State)))


def _states(top: type[BaseState]) -> list[type[BaseState]]:
    return [top, *(each for below in top.get_substates() for each in _states(below))]
