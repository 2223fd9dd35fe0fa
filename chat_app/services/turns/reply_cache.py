"""Replies that are given again, free of charge, to the same context within `REPLY_CACHE_TTL_S`.

The key is all that shapes an answer: model, system prompt, every part of every message, old and
new, the parameters, and how much harm is let through (`GEMINI_SAFETY`; the cache may outlive the
process). What a budget has left is no part of it: that shapes an answer only by cutting it, and
only whole ones are kept. Within an organisation the user is no part of it either: nothing in a
prompt is about the user beyond these texts, so who gets a kept reply has written, word for word,
all that it was made from. The organisation is, and who has none stands alone: the price of a reply
tells that the same was asked before, which is nobody's business outside.
"""

import asyncio
import hashlib
import json
import sys
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from cachetools import TTLCache

from chat_app.columns import columns_of
from chat_app.config import Settings, get_settings
from chat_app.llm.parts import digest, instructions_of
from chat_app.llm.types import Delta, Event, Finish, FinishReason, PictureDelta, Prompt
from chat_app.models import User
from chat_app.services.broker import Picture
from chat_app.services.turns.drawing import content_of
from chat_app.sharing import client, keep, recall

if TYPE_CHECKING:
    from redis.asyncio import Redis

_MOST_BYTES = 64 * 1024 * 1024
_ENTRY_BYTES = 600
"""What an entry takes beside its text."""
_PIECE_CHARACTERS = 8
_NUL = "\0"
_PIECE_PAUSE_S = 0.001


def _bytes_of(text: str) -> int:
    return sys.getsizeof(text) + _ENTRY_BYTES


class ReplyCache:
    """Keeps whole replies for a while: in memory, or in Redis for all workers."""

    def __init__(
        self,
        ttl_seconds: int,
        redis: "Redis | None" = None,
        *,
        most_bytes: int = _MOST_BYTES,
        timer: Callable[[], float] = time.monotonic,
    ):
        self._ttl_seconds = ttl_seconds
        self._redis = redis
        self._texts: TTLCache[str, str] = TTLCache(most_bytes, ttl_seconds, timer, _bytes_of)

    @property
    def keeps(self) -> bool:
        """Whether it keeps anything."""
        return self._ttl_seconds > 0

    async def get(self, key: str) -> str | None:
        """Return the reply kept under a key; none where Redis is away."""
        if not self._redis:
            return self._texts.get(key)
        return await recall(self._redis, key)

    async def put(self, key: str, text: str) -> None:
        """Keep a whole reply; where Redis is away it is simply not kept."""
        if not self.keeps:
            return
        if self._redis:
            await keep(self._redis, key, text, self._ttl_seconds)
        else:
            self._texts[key] = text


_cache = ReplyCache(ttl_seconds=0)


def reply_cache() -> ReplyCache:
    """Return the cache of this process."""
    return _cache


@asynccontextmanager
async def open_reply_cache(settings: Settings) -> AsyncGenerator[None, None]:
    """Begin with an empty cache, or the one in Redis where it is set."""
    global _cache
    async with client(settings.REDIS_URL) as redis:
        _cache = ReplyCache(settings.REPLY_CACHE_TTL_S, redis)
        yield


def key_of(model_id: str, prompt: Prompt, user: User) -> str:
    """Return what a reply to this prompt is kept under, for a user and whoever shares with them."""
    messages = [(each.role, digest(each.parts).hex()) for each in prompt.messages]
    parameters = prompt.parameters
    safety = get_settings().GEMINI_SAFETY
    told = digest(instructions_of(prompt)).hex()
    # What is left out here is part of what it is told.
    shown = columns_of(parameters) | {"tools": (), "response_format": None}
    shaping = [str(user.org_id or user.user_id), model_id, safety, told, messages, shown]
    return f"reply:{hashlib.sha256(json.dumps(shaping, default=columns_of).encode()).hexdigest()}"


def kept_form(text: str, pictures: Sequence[Picture]) -> str:
    """Return what is kept of a reply: its text or, with pictures, all of it in order as JSON.

    That stands behind a NUL, which no text has.
    """
    if not pictures:
        return text
    said: list[str | list[str]] = []
    begin = 0
    for place, picture in enumerate(pictures):
        end = picture.offset - place
        said += [text[begin:end], [str(picture.file_id), picture.media_type]]
        begin = end
    return _NUL + json.dumps([*said, text[begin:]])


def pictures_kept(kept: str) -> list[UUID]:
    """Return the pictures of a kept reply."""
    return [UUID(each[0]) for each in _said(kept) if isinstance(each, list)]


async def replay(kept: str) -> AsyncGenerator[Event, None]:
    """Stream a kept reply as a provider would have: in pieces, then one `Finish`."""
    for each in _said(kept):
        if isinstance(each, list):
            file_id, media_type = each
            yield PictureDelta(media_type, await content_of(UUID(file_id)))
            continue
        for start in range(0, len(each), _PIECE_CHARACTERS):
            yield Delta(each[start : start + _PIECE_CHARACTERS])
            await asyncio.sleep(_PIECE_PAUSE_S)
    yield Finish(FinishReason.STOP)


def _said(kept: str) -> list[str | list[str]]:
    return json.loads(kept[1:]) if kept.startswith(_NUL) else [kept]
