"""What parts come to, for those who count and keep them: their texts, their figures, their digest.

Words are counted wherever they stand: in messages, in tools and their calls, in the schema of a
reply. What is no text goes by the rule in the table of providers, which never says less than the
provider asks, for when its count call cannot be asked.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache

from chat_app.llm.estimate import estimate
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.types import (
    Audio,
    Document,
    Image,
    JsonReply,
    Part,
    Prompt,
    Text,
    Tool,
    ToolCall,
    ToolResult,
)

Countable = Part | Tool | JsonReply
"""What a prompt is made of, and vendors bill."""
Countables = Sequence[Countable]
Shown = Text | Image | Document | Audio
"""What a vendor's count call is asked about; the rest is told to it in words."""
CALL_TOKENS = 50
"""What vendors put around a tool's call or result, at the most."""


def instructions_of(prompt: Prompt) -> Countables:
    """Return what is told beside the messages: system prompt, tools and the form of the reply."""
    parameters = prompt.parameters
    form = (parameters.response_format,) if parameters.response_format else ()
    return (Text(prompt.system), *parameters.tools, *form)


def is_empty(parts: Countables) -> bool:
    """Say whether nothing is sent."""
    return all(isinstance(part, Text) and not part.text for part in parts)


def digest(parts: Countables) -> bytes:
    """Return what equal parts have in common, and different ones do not."""
    whole = hashlib.sha256()
    for part in parts:
        for value in _told(part):
            told = (
                value
                if isinstance(value, bytes)
                else _written(value).encode(errors="surrogatepass")
            )
            whole.update(len(told).to_bytes(8))
            whole.update(told)
    return whole.digest()


def _told(part: Countable) -> Iterator[object]:
    """Yield what tells a part from others: its bytes by their digest, where that is known."""
    yield type(part).__name__
    is_known = isinstance(part, Image | Document | Audio) and part.sha256
    for name in _names_of(type(part)):
        if not (is_known and name == "content"):
            yield getattr(part, name)


@cache
def _names_of(kind: type[Countable]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def shown(parts: Countables) -> list[Shown]:
    """Return what a count call is asked about: calls, results and tools in words."""
    return [
        part if isinstance(part, Text | Image | Document | Audio) else Text(_words(part))
        for part in parts
    ]


def texts_of(parts: Countables) -> list[str]:
    """Return the words that are sent, piece by piece."""
    return [part.text for part in shown(parts) if isinstance(part, Text) and part.text]


def beyond_words_tokens(parts: Countables, provider: ProviderRow) -> int:
    """Return the most that is asked for what is no text, and for what stands around calls."""
    media = (part for part in parts if isinstance(part, Image | Document | Audio))
    return around_calls_tokens(parts, provider) + sum(tokens_of(part, provider) for part in media)


def tokens_of(part: Image | Document | Audio, provider: ProviderRow) -> int:
    """Return the most that a provider asks for a part that is no text, by its rule."""
    figures = provider.figures
    match part:
        case Image():
            return figures.picture.tokens(part.width, part.height)
        case Document():
            return figures.page_tokens * max(part.pages, 1)
        case Audio():
            return math.ceil(figures.audio_tokens_per_second * part.duration_seconds)


def around_calls_tokens(parts: Countables, provider: ProviderRow) -> int:
    """Return the most that a vendor puts around tools, their calls and results.

    Count calls do not see it, for they are asked about the words alone.
    """
    calls = sum(isinstance(part, ToolCall | ToolResult) for part in parts)
    has_tools = any(isinstance(part, Tool) for part in parts)
    return calls * CALL_TOKENS + has_tools * provider.figures.tools_tokens


def estimate_parts(parts: Countables, provider: ProviderRow) -> int:
    """Return the estimated tokens of parts; never fewer than their words have by themselves."""
    texts = texts_of(parts)
    tokens = sum(estimate(text, provider.vocabulary) for text in texts)
    if len(texts) > 1:
        # A vendor that reads them on end may look ahead over their seams.
        tokens = max(tokens, estimate("".join(texts), provider.vocabulary))
    return tokens + beyond_words_tokens(parts, provider)


def _words(part: ToolCall | ToolResult | Tool | JsonReply) -> str:
    match part:
        case ToolCall():
            return f"{part.call_id} {part.name} {part.arguments}"
        case ToolResult():
            return f"{part.call_id} {part.name} {part.content}"
        case Tool():
            return f"{part.name} {part.description} {_written(part.arguments_schema)}"
        case JsonReply():
            return f"{part.name} {_written(part.schema)}"


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=dict)
