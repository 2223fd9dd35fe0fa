"""What vendors bill for what is no text, by the algorithms that they publish (docs/tokens.md).

Written from their words alone: what the app says of a part is held against this.
"""

import io
import math
import re
import wave
from collections.abc import Callable, Iterator, Sequence

from PIL import Image as Pictures

from chat_app.llm.types import Audio, Document, Image, Part, Prompt, Text, Usage
from tests.fakes.script import BEYOND_TEXT_TOKENS, Asked, Reply, counted

_PAGE = re.compile(rb"/Type\s*/Page\b")
_PAGE_TOKENS = {"gemini": 560, "openai": 6000, "anthropic": 7784}
_SECOND_TOKENS = {"gemini": 32, "openai": 10}


def picture_tokens(vendor: str, width: int, height: int) -> int:
    """Return what a picture of so many pixels is billed."""
    return _PICTURES[vendor](width, height)


def _gemini(_width: int, _height: int) -> int:
    return 1120


def _openai(width: int, height: int) -> int:
    """Squares of 32 pixels, 2 500 of them at most with `detail: high`; 1.2 tokens for each."""
    columns, rows = width / 32, height / 32
    if math.ceil(columns) * math.ceil(rows) > 2500:
        shrink = math.sqrt(2500 / (columns * rows))
        columns, rows = columns * shrink, rows * shrink
        # Made smaller once more, so that one side is whole squares.
        fit = min(max(math.floor(side), 1) / side for side in (columns, rows))
        columns, rows = columns * fit, rows * fit
    squares = math.ceil(round(columns, 6)) * math.ceil(round(rows, 6))
    return math.ceil(min(squares, 2500) * 1.2)


def _anthropic(width: int, height: int) -> int:
    """Squares of 28 pixels, in the largest whole size within 2 576 pixels and 4 784 squares."""
    longest, shortest = max(width, height), min(width, height)

    def squares(side: int) -> tuple[int, int]:
        other = max(round(side * shortest / longest), 1)
        return math.ceil(side / 28), math.ceil(other / 28)

    def fits(side: int) -> bool:
        columns, rows = squares(side)
        return columns * 28 <= 2576 and columns * rows <= 4784

    low, high = 1, longest + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return math.prod(squares(low))


def _xai(width: int, height: int) -> int:
    """Tiles of 448 pixels, 6 at most, and one more of all of it; 256 tokens for each."""
    tiles = math.ceil(width / 448) * math.ceil(height / 448)
    return (min(tiles, 6) + 1) * 256


_PICTURES: dict[str, Callable[[int, int], int]] = {
    "gemini": _gemini,
    "openai": _openai,
    "anthropic": _anthropic,
    "xai": _xai,
}


def tokens_of(vendor: str, part: Image | Document | Audio) -> int:
    """Return what a part is billed, as it came over the wire: by its bytes alone."""
    try:
        match part:
            case Image():
                with Pictures.open(io.BytesIO(part.content)) as picture:
                    return picture_tokens(vendor, *picture.size)
            case Document():
                pages = len(_PAGE.findall(part.content))
                return pages * _PAGE_TOKENS[vendor] or BEYOND_TEXT_TOKENS
            case Audio():
                with wave.open(io.BytesIO(part.content)) as sound:
                    seconds = sound.getnframes() / sound.getframerate()
                return math.ceil(seconds * _SECOND_TOKENS[vendor])
    except (OSError, wave.Error, EOFError, KeyError):
        # Bytes of a test that are no picture and no sound, or a vendor without a table.
        return BEYOND_TEXT_TOKENS


def of_parts(vendor: str, parts: Sequence[Part]) -> tuple[str, int]:
    """Return the text of parts, and what the others are billed."""
    others = (part for part in parts if isinstance(part, Image | Document | Audio))
    text = "".join(part.text for part in parts if isinstance(part, Text))
    return text, sum(tokens_of(vendor, part) for part in others)


def usage_of(vendor: str, reply: Reply, read: Callable[[], Asked]) -> Usage | None:
    """Return what a reply reports: what its script says or, where that is to be, by the table.

    Args:
        vendor: Who bills.
        reply: What it is to say.
        read: Reads the request that it answers.
    """
    if not reply.bills:
        return reply.usage
    prompt = read().prompt
    told = [(Text(prompt.system),)] if prompt.system else []
    each = [of_parts(vendor, parts) for parts in (*told, *(m.parts for m in prompt.messages))]
    prompt_tokens = sum(counted(text) + others for text, others in each)
    output_tokens = counted("".join(said for said in reply.deltas if isinstance(said, str)))
    heard = sum(tokens_of(vendor, part) for part in _sounds(prompt))
    total_tokens = prompt_tokens + output_tokens
    return Usage(prompt_tokens, 0, output_tokens, 0, total_tokens, audio_tokens=heard or None)


def _sounds(prompt: Prompt) -> Iterator[Audio]:
    for message in prompt.messages:
        yield from (part for part in message.parts if isinstance(part, Audio))
