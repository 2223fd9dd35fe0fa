"""A model that needs no key: it answers from the message itself, word by word.

Its tokenizer is four characters a token, rounded up, so an estimate always covers it.
"""

import random
import re
from collections.abc import AsyncGenerator

import anyio

from chat_app.config import get_settings
from chat_app.llm.types import ChatRequest, Delta, Finish, FinishReason, Usage

_WORDS_WANTED = re.compile(r"\b(\d{1,4}) words\b", re.IGNORECASE)
_FILLER = (
    "Every word of this reply is counted while it streams, and the count is charged to your "
    "budget once, when the reply has ended."
).split()
_REPLY = """I am the **simulated** model: I need no key, and I know nothing. You wrote:

> {quoted}

What I can show is how a reply looks here:

- it streams in word by word,
- it is *counted* as it comes,
- and it can be stopped at any time.

| part | what it costs |
| --- | --- |
| your message | its tokens |
| this reply | its tokens |
| overhead | 10 tokens |

```python
def charge(user: int, ai: int, system: int) -> int:
    return user + ai + system + 10
```

In a formula: $c = u + a + s + 10$. To talk to a real model, an administrator sets a key, such as
`GEMINI_API_KEY`, and starts the server again."""


class Simulated:
    """Streams a reply that depends on the message alone; `write 200 words` gets that many."""

    async def stream(self, request: ChatRequest) -> AsyncGenerator[Delta | Finish, None]:
        """Yield a word every `SIM_DELAY_MS`, at most `max_output_tokens` in all."""
        low_ms, high_ms = get_settings().SIM_DELAY_MS
        text = _reply_to(request.message)
        fitting = text[: request.max_output_tokens * 4]
        for word in re.findall(r"\s*\S+\s*$|\s*\S+", fitting):
            await anyio.sleep(random.uniform(low_ms, high_ms) / 1000)  # noqa: S311 (a pause)
            yield Delta(word)
        prompt = [request.system_prompt, request.message, *(each.text for each in request.history)]
        prompt_tokens = sum(map(_tokens, prompt))
        output_tokens = _tokens(fitting)
        yield Finish(
            FinishReason.STOP if fitting == text else FinishReason.LENGTH,
            Usage(
                prompt_tokens=prompt_tokens,
                cached_tokens=0,
                output_tokens=output_tokens,
                thinking_tokens=0,
                total_tokens=prompt_tokens + output_tokens,
            ),
        )

    async def count(self, model_id: str, text: str) -> int:
        """Return the tokens of a text, four characters each."""
        return _tokens(text)

    async def close(self) -> None:
        """Nothing is open."""


def _tokens(text: str) -> int:
    return -(-len(text) // 4)


def _reply_to(message: str) -> str:
    wanted = _WORDS_WANTED.search(message)
    if wanted:
        count = int(wanted[1])
        words = (_FILLER * (count // len(_FILLER) + 1))[:count]
        return " ".join(words)
    return _REPLY.format(quoted=" ".join(message.split())[:200])
