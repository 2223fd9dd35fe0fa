"""xAI, which speaks OpenAI's chat completions at its own address.

One figure differs (docs.x.ai, "Consumption and rate limits", and docs.cloud.google.com/vertex-ai,
"Grok reasoning", read 2026-11-21): `completion_tokens` leaves reasoning out, while `total_tokens`
includes it. Proxies that speak for xAI were seen to include it in both, as OpenAI does; the total
shows which. It takes pictures beside words (docs.x.ai/developers/model-capabilities/images, read
2026-11-29).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import openai as sdk

from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import list_of
from chat_app.llm.parts import Shown
from chat_app.llm.providers.chat_completions import TERMS, ChatCompletions
from chat_app.llm.providers.http import UNREADABLE
from chat_app.llm.testimony import require_count
from chat_app.llm.types import Text


class XAI(ChatCompletions):
    """Speaks to xAI; see `Provider`."""

    terms = replace(TERMS, thinking_is_output=False)

    async def models(self) -> frozenset[str] | None:
        """Return none: the count call tells."""
        return None

    async def count(self, model: Model, parts: Sequence[Shown]) -> int | None:
        """Return the number of tokens the vendor cuts the words into; it counts nothing else."""
        texts = [part.text for part in parts if isinstance(part, Text)]
        if len(texts) < len(parts):
            return None
        try:
            answer = await self._client.post(
                "/tokenize-text",
                body={"model": model.wire_name, "text": "".join(texts)},
                cast_to=dict[str, Any],
            )
            tokens = answer["token_ids"]
            if not isinstance(tokens, list):
                raise TypeError("token_ids")
            return require_count(model.model_id, "token_ids", len(list_of(tokens)))
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault
