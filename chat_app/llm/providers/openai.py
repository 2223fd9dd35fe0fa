"""OpenAI, by its chat completions; texts, pictures and files are counted by its responses API.

A count is of the parts as a message, with the few tokens the vendor puts around it
(developers.openai.com/api/docs/guides/token-counting, read 2026-11-21; the SDK's
`InputTokenCountParams`, read 2026-11-29).
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import openai as sdk

from chat_app.llm.catalogue import Model
from chat_app.llm.parts import Shown
from chat_app.llm.providers.chat_completions import ChatCompletions
from chat_app.llm.providers.chat_messages import data_url
from chat_app.llm.providers.http import UNREADABLE
from chat_app.llm.testimony import require_count
from chat_app.llm.types import Audio, Document, Image, Task, Text

# Else the first count imports it, and holds up the event loop.
import_module("openai.resources.responses.responses")


class OpenAI(ChatCompletions):
    """Speaks to OpenAI; see `Provider`."""

    async def models(self) -> frozenset[str] | None:
        """Return none: the count call tells."""
        return None

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:
        """Return the vendor's count; see `Provider.count`. It has none for audio.

        Models that only draw or embed it does not know here.
        """
        if model.task is not Task.CHAT or any(isinstance(part, Audio) for part in parts):
            return None
        match parts:
            case [Text(text)]:
                asked: Any = text
            case _:
                asked = [{"role": "user", "content": [_input(part) for part in parts]}]
        try:
            answer = await self._client.responses.input_tokens.count(
                model=model.wire_name, input=asked
            )
            return require_count(model.model_id, "input_tokens", answer.input_tokens)
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault


def _input(part: Shown) -> dict[str, Any]:
    match part:
        case Image():
            return {"type": "input_image", "image_url": data_url(part), "detail": "high"}
        case Document():
            return {"type": "input_file", "filename": part.name, "file_data": data_url(part)}
        case Text(text):
            return {"type": "input_text", "text": text}
        case Audio():
            raise TypeError(part.media_type)
