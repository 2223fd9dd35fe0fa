"""Whoever speaks OpenAI's chat completions at an address that the catalogue file names.

Ollama, vLLM, Mistral, OpenRouter and many more: an entry, no code (docs/providers.md). Nobody can
count by this wire, so texts are estimated; what is reported of a reply counts like any vendor's.
"""

from chat_app.llm.providers.chat_completions import ChatCompletions


class Compatible(ChatCompletions):
    """Speaks to a provider of the catalogue file; see `Provider`."""
