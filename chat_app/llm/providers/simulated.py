"""A model that needs no key: it answers honestly that it is simulated, word by word."""

import asyncio
import hashlib
import json
import math
import random
import re
from array import array
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace

from chat_app.config import get_settings
from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of
from chat_app.llm.parts import (
    Countables,
    Shown,
    beyond_words_tokens,
    instructions_of,
    shown,
    texts_of,
)
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.providers.simulated_json import example_of
from chat_app.llm.providers.simulated_sound import RATE_HZ, heard_in, spoken
from chat_app.llm.providers.simulated_words import reply_to, thinking_about
from chat_app.llm.providers.tool_calls import new_call_id
from chat_app.llm.providers.vectors import Embedded, Vector, of_length_1
from chat_app.llm.sound import Heard, Spoken
from chat_app.llm.types import (
    Audio,
    Delta,
    Event,
    Finish,
    FinishReason,
    NamedTool,
    PictureDelta,
    Prompt,
    ThinkingDelta,
    ToolCallDelta,
    ToolResult,
    Usage,
)

_WORD = re.compile(r"\s*\S+|\s+\Z")
_ASKED_TOOLS = re.compile(r"\b(\d{1,2})[ -]tools\b", re.IGNORECASE)
_CHARACTERS_PER_TOKEN = 4
_WORDS_OF_A_PICTURE = 10


class Simulated:
    """Streams words `SIM_DELAY_MS` apart; the reply depends on the request alone.

    A message that asks for a number of words ("write 200 words") gets exactly that many. One
    that names a table, a list, code, a formula or a link gets it; any other gets two of them.

    Asked to think ("think about a table"), it thinks out loud before, where that is shown.

    Asked with tools, it calls the first, or the one that it must, with arguments that fit; a
    message that says "2 tools" has it call the first two. Given a tool's result it answers in
    words.

    One that draws draws what the message says; "3 pictures" has it draw three.

    Its tokens are quarters of characters: the words of a message have `ceil(len/4)`.
    """

    def __init__(self, row: ProviderRow) -> None:
        self._row = row

    async def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:
        """Stream the reply; see `Provider.stream`."""
        if model.picture:
            async for event in self._draw(model, model.picture, prompt):
                yield event
            return
        low_ms, high_ms = get_settings().SIM_DELAY_MS
        calls = _calls(prompt)
        reason = FinishReason.TOOL_CALLS if calls else FinishReason.STOP
        most = left = prompt.parameters.max_output_tokens * _CHARACTERS_PER_TOKEN
        thoughts = _thoughts(prompt)
        for thought in thoughts:
            if len(thought.text) > left:
                break
            await asyncio.sleep(random.uniform(low_ms, high_ms) / 1000)  # noqa: S311
            left -= len(thought.text)
            yield thought
        thinking_tokens = math.ceil((most - left) / _CHARACTERS_PER_TOKEN)
        most = left
        for event in calls or _words(prompt):
            said = event.text if isinstance(event, Delta) else event.name + event.arguments
            if len(said) > left:
                reason = FinishReason.LENGTH
                if isinstance(event, ToolCallDelta) or not left:
                    break
                said = said[:left]
            await asyncio.sleep(random.uniform(low_ms, high_ms) / 1000)  # noqa: S311
            left -= len(said)
            yield Delta(said) if isinstance(event, Delta) else event
        told = (instructions_of(prompt), *(message.parts for message in prompt.messages))
        prompt_tokens = sum(self._tokens_of(shown(parts)) for parts in told)
        output_tokens = math.ceil((most - left) / _CHARACTERS_PER_TOKEN)
        yield Finish(
            reason,
            Usage(
                prompt_tokens=prompt_tokens,
                cached_tokens=0,
                output_tokens=output_tokens,
                thinking_tokens=thinking_tokens,
                total_tokens=prompt_tokens + thinking_tokens + output_tokens,
            ),
        )

    async def _draw(
        self, model: Model, size: tuple[int, int], prompt: Prompt
    ) -> AsyncGenerator[Event, None]:
        """Stream pictures, each below a few words; a picture takes as long as ten words."""
        # Pillow comes along, which only those need who have pictures drawn.
        from chat_app.llm.providers.simulated_pictures import draw, pictures_wanted, words_above

        low_ms, high_ms = get_settings().SIM_DELAY_MS
        description = prompt.question.text
        wanted, drawn, said = pictures_wanted(description), 0, 0
        reason = FinishReason.STOP
        for number in range(wanted):
            words = words_above(number, wanted)
            tokens = _count(" " * (said + len(words))) + (drawn + 1) * model.picture_tokens
            if tokens > prompt.parameters.max_output_tokens:
                reason = FinishReason.LENGTH
                break
            for word in _WORD.finditer(words):
                await asyncio.sleep(random.uniform(low_ms, high_ms) / 1000)  # noqa: S311
                said += len(word.group())
                yield Delta(word.group())
            await asyncio.sleep(high_ms / 1000 * _WORDS_OF_A_PICTURE)
            content = await asyncio.to_thread(draw, description, size, number)
            drawn += 1
            yield PictureDelta("image/png", content)
        told = (instructions_of(prompt), *(message.parts for message in prompt.messages))
        prompt_tokens = sum(self._tokens_of(shown(parts)) for parts in told)
        picture_tokens = drawn * model.picture_tokens
        output_tokens = _count(" " * said) + picture_tokens
        yield Finish(
            reason,
            Usage(
                prompt_tokens=prompt_tokens,
                cached_tokens=0,
                output_tokens=output_tokens,
                thinking_tokens=0,
                total_tokens=prompt_tokens + output_tokens,
                picture_tokens=picture_tokens,
            ),
        )

    async def embed(self, model: Model, texts: Sequence[str], dimensions: int | None) -> Embedded:
        """Return vectors by the words of the texts: the more two have in common, the nearer."""
        length = dimensions or model.dimensions or 1
        tokens = _count("".join(texts))
        usage = Usage(prompt_tokens=tokens, cached_tokens=0, total_tokens=tokens)
        vectors = await asyncio.to_thread(lambda: tuple(_vector(text, length) for text in texts))
        return Embedded(vectors, usage)

    async def transcribe(self, model: Model, sound: Audio, language: str) -> Heard:  # noqa: ARG002
        """Return what can be said of a sound: its length and its tones."""
        text = await asyncio.to_thread(heard_in, sound)
        return Heard(text, _usage_of(self._tokens_of([sound]), _count(text)))

    async def speak(self, model: Model, text: str) -> Spoken:
        """Return a tone for each word."""
        samples = await asyncio.to_thread(spoken, text)
        made = Spoken(samples, RATE_HZ, None)
        made_tokens = math.ceil(made.seconds * (model.speech_tokens_per_second or 0))
        return replace(made, usage=_usage_of(_count(text), made_tokens))

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:  # noqa: ARG002
        """Return a quarter of the characters, rounded up, and its figures for the rest."""
        return self._tokens_of(parts)

    async def models(self) -> frozenset[str] | None:
        """Return none: the count call tells."""
        return None

    async def close(self) -> None:
        """Do nothing: there is no connection."""

    def _tokens_of(self, parts: Countables) -> int:
        return _count("".join(texts_of(parts))) + beyond_words_tokens(parts, self._row)


def _usage_of(prompt_tokens: int, output_tokens: int) -> Usage:
    return Usage(
        prompt_tokens=prompt_tokens,
        cached_tokens=0,
        output_tokens=output_tokens,
        thinking_tokens=0,
        total_tokens=prompt_tokens + output_tokens,
    )


def _count(text: str) -> int:
    return math.ceil(len(text) / _CHARACTERS_PER_TOKEN)


def _vector(text: str, length: int) -> Vector:
    vector = array("f", bytes(4 * length))
    for word in text.casefold().split() or [text]:
        digest = hashlib.blake2b(word.encode(errors="replace"), digest_size=16).digest()
        for at in range(0, len(digest), 4):
            number = int.from_bytes(digest[at : at + 4])
            vector[number % length] += 1 - 2 * (number >> 31)
    if not any(vector):
        vector[len(text) % length] = 1
    return of_length_1(vector)


def _calls(prompt: Prompt) -> list[ToolCallDelta]:
    """Return the calls of a reply, in pieces; none where it is one in words."""
    parameters = prompt.parameters
    chosen = parameters.tools
    has_result = any(isinstance(part, ToolResult) for part in prompt.question.parts)
    if parameters.tool_choice == "none" or has_result:
        return []
    if isinstance(parameters.tool_choice, NamedTool):
        chosen = [tool for tool in chosen if tool.name == parameters.tool_choice.name]
    asked = _ASKED_TOOLS.search(prompt.question.text)
    number = int(asked[1]) if asked and parameters.parallel_tool_calls is not False else 1
    pieces: list[ToolCallDelta] = []
    for index, tool in enumerate(chosen[: max(number, 1)]):
        pieces.append(ToolCallDelta(index, "", new_call_id(), tool.name))
        arguments = json.dumps(fields_of(example_of(tool.arguments_schema)))
        pieces += [ToolCallDelta(index, piece.group()) for piece in _WORD.finditer(arguments)]
    return pieces


def _thoughts(prompt: Prompt) -> list[ThinkingDelta]:
    """Return what it thinks first, if it is asked to and somebody wants to know."""
    if not prompt.parameters.shows_thinking:
        return []
    return [ThinkingDelta(word.group()) for word in _WORD.finditer(thinking_about(prompt))]


def _words(prompt: Prompt) -> Iterator[Delta]:
    """Return a reply in words, or in the JSON that it is to be, each made when it is said."""
    form = prompt.parameters.response_format
    reply = reply_to(prompt)
    if form:
        whole = {"reply": reply} if form.schema is None else example_of(form.schema)
        reply = json.dumps(whole)
    said = _until(prompt.parameters.stop, reply)
    return (Delta(word.group()) for word in _WORD.finditer(said))


def _until(stops: Sequence[str], reply: str) -> str:
    """Return a reply up to the first text that is to stop it."""
    ends = [reply.find(stop) for stop in stops if stop in reply]
    return reply[: min(ends)] if ends else reply
