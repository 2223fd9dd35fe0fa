"""xAI, which speaks OpenAI's chat completions at its own address.

One figure differs (docs.x.ai, "Consumption and rate limits", and docs.cloud.google.com/vertex-ai,
"Grok reasoning", read 2026-11-21): `completion_tokens` leaves reasoning out, while `total_tokens`
includes it. Proxies that speak for xAI were seen to include it in both, as OpenAI does; so the
reply is what the total has beyond prompt and reasoning, which is the same either way.
"""

from dataclasses import replace
from typing import Any

import openai as sdk

from chat_app.config import get_settings
from chat_app.llm.providers.http import UNREADABLE
from chat_app.llm.providers.openai import OpenAI, map_error, open_client
from chat_app.llm.types import Usage

_ADDRESS = "https://api.x.ai/v1"


class XAI(OpenAI):
    """Speaks to xAI; see `Provider`."""

    def __init__(self) -> None:
        settings = get_settings()
        self._client = open_client(settings.XAI_API_KEY, settings.XAI_BASE_URL or _ADDRESS)

    def usage(self, figures: dict[str, Any]) -> Usage:
        """Return the vendor's figures in our terms."""
        usage = super().usage(figures)
        output_tokens = figures.get("completion_tokens")
        if usage.total_tokens is not None and usage.prompt_tokens is not None:
            output_tokens = usage.total_tokens - usage.prompt_tokens - (usage.thinking_tokens or 0)
        return replace(usage, output_tokens=output_tokens)

    async def count(self, model_id: str, text: str) -> int | None:
        """Return the number of tokens the vendor cuts the text into."""
        try:
            answer = await self._client.post(
                "/tokenize-text", body={"model": model_id, "text": text}, cast_to=dict[str, Any]
            )
            return len(answer["token_ids"])
        except (sdk.OpenAIError, *UNREADABLE) as fault:
            raise map_error(fault) from fault
