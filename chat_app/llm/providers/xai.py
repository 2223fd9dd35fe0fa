"""xAI, which speaks OpenAI's chat completions at its own address.

One figure differs (docs.x.ai, "Consumption and rate limits", and docs.cloud.google.com/vertex-ai,
"Grok reasoning", read 2026-11-21): `completion_tokens` leaves reasoning out, while `total_tokens`
includes it. Proxies that speak for xAI were seen to include it in both, as OpenAI does; the total
shows which.
"""

from dataclasses import replace
from typing import Any

import openai as sdk

from chat_app.config import get_settings
from chat_app.llm.providers.http import UNREADABLE
from chat_app.llm.providers.openai import TERMS, OpenAI, open_client
from chat_app.llm.testimony import require_count

_ADDRESS = "https://api.x.ai/v1"


class XAI(OpenAI):
    """Speaks to xAI; see `Provider`."""

    terms = replace(TERMS, thinking_is_output=False)

    def __init__(self) -> None:
        settings = get_settings()
        self._client = open_client(settings.XAI_API_KEY, settings.XAI_BASE_URL or _ADDRESS)

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the number of tokens the vendor cuts the text into."""
        try:
            answer = await self._client.post(
                "/tokenize-text", body={"model": model_id, "text": text}, cast_to=dict[str, Any]
            )
            tokens = answer["token_ids"]
            if not isinstance(tokens, list):
                raise TypeError("token_ids")
            return require_count(model_id, "token_ids", len(tokens))
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise self._error(fault) from fault
