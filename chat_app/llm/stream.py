"""One reply from a provider: retried before its first delta, watched for silence after it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from types import TracebackType
from typing import Self

from chat_app.config import get_settings
from chat_app.errors import ProviderTimeout
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.picture_forms import in_taken_forms
from chat_app.llm.providers import get_provider
from chat_app.llm.taken import sendable
from chat_app.llm.tries import again
from chat_app.llm.types import (
    Delta,
    Event,
    PictureDelta,
    Prompt,
    Task,
    ThinkingDelta,
    ToolCallDelta,
    Usage,
)
from chat_app.pacing import reading_reply
from chat_app.spelling import readable

_DRAWING_TAKES = 3
"""How much longer a model that draws may be silent: OpenAI's says nothing for up to two minutes
(developers.openai.com/api/docs/guides/image-generation, read 2026-11-29)."""


async def stream_reply(model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
    """Stream a reply: deltas, then one `Finish`.

    A fault before the first delta is tried again, 3 times in all; one after it passes straight
    through. No delta has NUL or half a character in it, and none is empty. Closing the stream, or
    cancelling its task, cancels the call upstream.

    Raises:
        ParameterNotTaken: The prompt holds something that the model does not take.
        ProviderTimeout: No delta came for `PROVIDER_STALL_S`.
        ProviderError: The provider failed, or refused the request.
    """
    prompt = await in_taken_forms(provider_of(model), sendable(model, prompt))
    with reading_reply(), _Patience(model) as patience:
        event, events = await _begin(model, prompt, patience)
        half = half_argument = ""
        pictures = 0
        async with aclosing(events):
            while event is not None:
                if isinstance(event, Delta):
                    text, half = _whole(half + event.text)
                    if text:
                        yield event if text == event.text else Delta(text)
                else:
                    if half:
                        yield Delta(readable(half))
                        half = ""
                    if isinstance(event, ThinkingDelta):
                        event = ThinkingDelta(readable(event.text))
                    elif isinstance(event, ToolCallDelta):
                        text, half_argument = _whole(half_argument + event.arguments)
                        event = replace(event, arguments=text)
                    elif isinstance(event, PictureDelta):
                        pictures += 1
                    elif pictures and event.usage:
                        event = replace(event, usage=_of_pictures(model, event.usage, pictures))
                    yield event
                patience.wait()
                try:
                    event = await anext(events)
                except StopAsyncIteration:
                    event = None
                finally:
                    patience.rest()


def _of_pictures(model: Model, usage: Usage, pictures: int) -> Usage:
    """Return what was billed with the part that was drawn; by our figure where nobody told it."""
    if usage.picture_tokens is not None or usage.output_tokens is None:
        return usage
    drawn_tokens = usage.output_tokens
    if not model.only_draws:
        drawn_tokens = min(drawn_tokens, pictures * model.picture_tokens)
    return replace(usage, picture_tokens=drawn_tokens)


def _whole(text: str) -> tuple[str, str]:
    """Return a piece of text as everybody hears it, and a half character that ends it, apart.

    Vendors that cut a reply by UTF-16 send one half of a surrogate pair now, the other next.
    """
    if text and "\ud800" <= text[-1] <= "\udbff":
        return readable(text[:-1]), text[-1]
    return readable(text), ""


@again
async def _begin(
    model: Model, prompt: Prompt, patience: "_Patience"
) -> tuple[Event | None, AsyncGenerator[Event, None]]:
    """Open the stream and wait for its first event."""
    events = get_provider(provider_of(model)).stream(model, prompt)
    patience.wait()
    try:
        event = await anext(events, None)
    except BaseException:
        patience.rest()
        await events.aclose()
        raise
    patience.rest()
    return event, events


class _Patience:
    """Waits for a provider's events, with one timer for a reply.

    That is `PROVIDER_STALL_S` for each; longer for a model that draws.

    `asyncio.timeout` around each event does the same and costs a twentieth of a message's CPU.
    """

    def __init__(self, model: Model) -> None:
        self._loop = asyncio.get_running_loop()
        self._stall_s = get_settings().PROVIDER_STALL_S
        if model.task is Task.IMAGE:
            self._stall_s *= _DRAWING_TAKES
        self._task = asyncio.current_task(self._loop)
        """Who waits for all of them."""
        self._waits = False
        self._is_over = False
        self._cancelling = 0
        """By how many others the one that waits was cancelled before."""
        self._since = self._loop.time()
        self._timer = self._loop.call_later(self._stall_s, self._look)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Wait no more.

        Raises:
            ProviderTimeout: An event did not come in time.
        """
        self._timer.cancel()
        # Somebody else may have cancelled the task at the same time, and comes first.
        if (
            self._task
            and self._is_over
            and isinstance(fault, asyncio.CancelledError)
            and self._task.uncancel() <= self._cancelling
        ):
            raise ProviderTimeout from fault

    def wait(self) -> None:
        """Begin to wait for an event."""
        self._waits = True
        self._cancelling = self._task.cancelling() if self._task else 0
        self._since = self._loop.time()

    def rest(self) -> None:
        """Take note that it came, or will not."""
        self._waits = False

    def _look(self) -> None:
        now = self._loop.time()
        # While nobody waits, the reader is the slow one.
        due = (self._since if self._waits else now) + self._stall_s
        if self._task and self._waits and now >= due:
            self._is_over = True
            self._task.cancel()
        else:
            self._timer = self._loop.call_at(due, self._look)
