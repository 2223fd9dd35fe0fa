"""A model that needs no key: it answers honestly that it is simulated, word by word."""

import asyncio
import hashlib
import math
import random
import re
import zlib
from array import array
from collections.abc import AsyncGenerator, Sequence

from chat_app.config import get_settings
from chat_app.llm.catalogue import Model
from chat_app.llm.parts import (
    Countables,
    Shown,
    beyond_words_tokens,
    instructions_of,
    shown,
    texts_of,
)
from chat_app.llm.provider_table import ProviderRow
from chat_app.llm.providers.vectors import Embedded, Vector, of_length_1
from chat_app.llm.types import Delta, Event, Finish, FinishReason, Prompt, Usage

_WORD = re.compile(r"\s*\S+|\s+\Z")
_ASKED_WORDS = re.compile(r"\b(\d{1,5})[ -]words?\b", re.IGNORECASE)
_CHARACTERS_PER_TOKEN = 4

_GREETINGS = (
    "I am the simulated model: nobody thinks behind these words.",
    "This is the simulated model speaking. I need no key, and I know nothing.",
    "Hello from the simulated model! I am here so that everything else can be tried.",
)
_FAREWELLS = (
    "Set a key such as `GEMINI_API_KEY` and a real model answers here.",
    "With a provider's key in the settings, a real model takes my place.",
    "Ask me for a *table*, a *list*, *code*, a *formula*, a *link* or *200 words*.",
)
_SECTIONS = {
    "list": """What you see working right now:

1. **Streaming**: each word came as soon as it was made.
2. **Counting**: every token of this reply is on the bill.
3. **Stopping**: press *Stop* and you pay for no more than you got.""",
    "table": """What an exchange is made of:

| part | who wrote it | counted |
| --- | --- | ---: |
| question | you | once |
| answer | me | as it streams |
| system prompt | the operator | once per model |""",
    "code": """A few lines that say how a charge comes about:

```python
def charge(user: int, ai: int, system: int, overhead: int = 10) -> int:
    \"\"\"Return what an exchange costs, in tokens.\"\"\"
    return user + ai + system + overhead


print(charge(6, 42, 150))  # 208
```""",
    "formula": """The sum behind it, for those who like it set properly:

$$
t = u + a + s + 10
$$

where $u$, $a$ and $s$ are the tokens of user, answer and system prompt.""",
    "link": """More about writing like this is in the
[CommonMark guide](https://commonmark.org/help/).""",
}
_ASKED_FOR = {
    "list": re.compile(r"\b(list|steps|points)\b", re.IGNORECASE),
    "table": re.compile(r"\btables?\b", re.IGNORECASE),
    "code": re.compile(r"\b(code|python|function|script|program)\b", re.IGNORECASE),
    "formula": re.compile(r"\b(formulas?|maths?|equations?)\b", re.IGNORECASE),
    "link": re.compile(r"\b(links?|urls?)\b", re.IGNORECASE),
}
_PROSE = [
    "The",
    "river",
    "takes",
    "its",
    "time",
    "through",
    "the",
    "valley",
    "and",
    "nobody",
    "hurries",
    "it.",
    "In",
    "the",
    "morning",
    "the",
    "fishermen",
    "read",
    "the",
    "water",
    "the",
    "way",
    "others",
    "read",
    "the",
    "news.",
    "A",
    "good",
    "tool",
    "is",
    "quiet,",
    "does",
    "one",
    "thing",
    "well,",
    "and",
    "says",
    "plainly",
    "what",
    "it",
    "costs.",
    "Every",
    "word",
    "arrives",
    "on",
    "its",
    "own,",
    "is",
    "counted,",
    "and",
    "finds",
    "its",
    "place",
    "on",
    "the",
    "page.",
    "When",
    "the",
    "wind",
    "turns,",
    "the",
    "boats",
    "turn",
    "with",
    "it",
    "and",
    "the",
    "talk",
    "on",
    "the",
    "pier",
    "goes",
    "on.",
    "Numbers",
    "that",
    "balance",
    "let",
    "people",
    "sleep,",
    "and",
    "so",
    "does",
    "a",
    "door",
    "that",
    "locks.",
]


class Simulated:
    """Streams words `SIM_DELAY_MS` apart; the reply depends on the request alone.

    A message that asks for a number of words ("write 200 words") gets exactly that many. One
    that names a table, a list, code, a formula or a link gets it; any other gets two of them.

    Its tokens are quarters of characters: the words of a message have `ceil(len/4)`.
    """

    def __init__(self, row: ProviderRow) -> None:
        self._row = row

    async def stream(self, model: Model, prompt: Prompt) -> AsyncGenerator[Event, None]:  # noqa: ARG002
        """Stream the reply; see `Provider.stream`."""
        parameters = prompt.parameters
        reply = _until(parameters.stop, _reply(prompt))
        allowed = reply[: parameters.max_output_tokens * _CHARACTERS_PER_TOKEN]
        low_ms, high_ms = get_settings().SIM_DELAY_MS
        for word in _WORD.finditer(allowed):
            await asyncio.sleep(random.uniform(low_ms, high_ms) / 1000)  # noqa: S311
            yield Delta(word.group())
        told = (instructions_of(prompt), *(message.parts for message in prompt.messages))
        prompt_tokens = sum(self._tokens_of(shown(parts)) for parts in told)
        output_tokens = _count(allowed)
        yield Finish(
            FinishReason.STOP if allowed == reply else FinishReason.LENGTH,
            Usage(
                prompt_tokens=prompt_tokens,
                cached_tokens=0,
                output_tokens=output_tokens,
                thinking_tokens=0,
                total_tokens=prompt_tokens + output_tokens,
            ),
        )

    async def embed(self, model: Model, texts: Sequence[str], dimensions: int | None) -> Embedded:
        """Return vectors by the words of the texts: the more two have in common, the nearer."""
        length = dimensions or model.dimensions or 1
        tokens = sum(map(_count, texts))
        usage = Usage(prompt_tokens=tokens, cached_tokens=0, total_tokens=tokens)
        return Embedded(tuple(_vector(text, length) for text in texts), usage)

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


def _until(stops: Sequence[str], reply: str) -> str:
    """Return a reply up to the first text that is to stop it."""
    ends = [reply.find(stop) for stop in stops if stop in reply]
    return reply[: min(ends)] if ends else reply


def _reply(prompt: Prompt) -> str:
    message = prompt.question.text
    asked = _ASKED_WORDS.search(message)
    if asked:
        return _words(int(asked[1]))
    choice = random.Random(zlib.crc32(message.encode()) + len(prompt.history))  # noqa: S311
    names = [name for name, asks in _ASKED_FOR.items() if asks.search(message)]
    sections = [_SECTIONS[name] for name in names or sorted(choice.sample(list(_SECTIONS), 2))]
    return "\n\n".join(
        (
            choice.choice(_GREETINGS),
            _about(prompt),
            *sections,
            choice.choice(_FAREWELLS),
        )
    )


def _about(prompt: Prompt) -> str:
    length = len(prompt.question.text)
    remembered = len(prompt.history)
    if not remembered:
        return f"Your message has **{length} characters** and opens this chat."
    return f"Your message has **{length} characters**; I was also shown {remembered} earlier ones."


def _words(number: int) -> str:
    """Return prose of so many words, in paragraphs."""
    words = [_PROSE[index % len(_PROSE)] for index in range(number)]
    paragraphs = [words[start : start + 80] for start in range(0, number, 80)]
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
