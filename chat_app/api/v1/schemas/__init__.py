"""Bodies in OpenAI's shapes, by the types of its SDK (openai 3.52, read 2026-11-29)."""
