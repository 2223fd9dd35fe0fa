"""What the simulated model says: honestly that it is simulated, and what it was asked for."""

import random
import re
import zlib
from dataclasses import replace

from chat_app.llm.errands import CONTINUE, NAME_A_CHAT
from chat_app.llm.providers.simulated_files import files_in, own_words
from chat_app.llm.types import Prompt, ToolResult

_CUT_AND_REQUEST = 2
"""Messages behind the question that a cut reply was to."""
_NOTHING_LEFT = " That is all there is."
_WORDS_OF_A_TITLE = 6
_LONGEST_RESULT = 500
"""Characters of a tool's result that are said again."""

_ASKED_WORDS = re.compile(r"\b(\d{1,5})[ -]words?\b", re.IGNORECASE)
_ASKED_TO_THINK = re.compile(r"\bthink\b", re.IGNORECASE)
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


def reply_to(prompt: Prompt) -> str:
    """Return what it says to a prompt, the same to the same."""
    results = [part for part in prompt.question.parts if isinstance(part, ToolResult)]
    if results:
        return _thanks(results)
    message = own_words(prompt.question)
    if prompt.system == NAME_A_CHAT:
        return " ".join(message.split()[:_WORDS_OF_A_TITLE])
    if message == CONTINUE and len(prompt.messages) > _CUT_AND_REQUEST:
        return _rest_of(prompt)
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
            *_told_of_files(prompt),
            *sections,
            choice.choice(_FAREWELLS),
        )
    )


def thinking_about(prompt: Prompt) -> str:
    """Return what it thinks before it answers; nothing unless it is asked to think."""
    message = own_words(prompt.question)
    if not _ASKED_TO_THINK.search(message):
        return ""
    return (
        f"The message has {len(message.split())} words. Nobody thinks here, but I can say what a"
        " thought would look like: first what is asked, then what is known, then what to answer."
        "\n\nNow I know what to say."
    )


def _rest_of(prompt: Prompt) -> str:
    """Return what a cut reply lacks, if that is one of its own; else a reply anew."""
    whole = reply_to(replace(prompt, messages=prompt.messages[:-_CUT_AND_REQUEST]))
    begun = prompt.history[-1].text
    return whole.removeprefix(begun) or _NOTHING_LEFT


def _thanks(results: list[ToolResult]) -> str:
    told = (f"`{each.name}` answered: {each.content[:_LONGEST_RESULT]}" for each in results)
    return "\n\n".join(("I am the simulated model, and this is what I was told.", *told))


def _about(prompt: Prompt) -> str:
    length = len(own_words(prompt.question))
    remembered = len(prompt.history)
    if not remembered:
        return f"Your message has **{length} characters** and opens this chat."
    return f"Your message has **{length} characters**; I was also shown {remembered} earlier ones."


def _told_of_files(prompt: Prompt) -> list[str]:
    """Return what it was sent, and how much it still sees of before; nothing of no files."""
    told: list[str] = []
    if now := files_in(prompt.question.parts):
        told.append("\n".join(("What you sent me:", "", *(f"- {each}" for each in now))))
    earlier = [each for message in prompt.history for each in files_in(message.parts)]
    if earlier:
        count = "1 file" if len(earlier) == 1 else f"{len(earlier)} files"
        told.append(f"I still see {count} of earlier messages.")
    return told


def _words(number: int) -> str:
    """Return prose of so many words, in paragraphs."""
    words = [_PROSE[index % len(_PROSE)] for index in range(number)]
    paragraphs = [words[start : start + 80] for start in range(0, number, 80)]
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
