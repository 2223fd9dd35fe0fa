"""Models that the app itself plays: part of every catalogue, free, and without a key."""

from datetime import date
from decimal import Decimal

from chat_app.llm.catalogue_entries import Model
from chat_app.llm.types import Task, Tier

SIMULATED = Model(
    model_id="simulated",
    provider="simulated",
    name="Simulated",
    tier=Tier.BASIC,
    inputs=("text", "image", "document", "audio"),
    context_window_tokens=131_072,
    max_output_tokens=8_192,
    shows_thinking=True,
    input_usd=Decimal(0),
    cached_input_usd=Decimal(0),
    output_usd=Decimal(0),
    source="made here",
    as_of=date(2026, 11, 21),
)
SIMULATED_EMBEDDING = Model(
    model_id="simulated-embedding",
    provider="simulated",
    name="Simulated Embedding",
    tier=Tier.BASIC,
    task=Task.EMBED,
    context_window_tokens=8_192,
    dimensions=256,
    input_usd=Decimal(0),
    cached_input_usd=Decimal(0),
    output_usd=Decimal(0),
    source="made here",
    as_of=date(2026, 11, 29),
)
SIMULATED_IMAGE = Model(
    model_id="simulated-image",
    provider="simulated",
    name="Simulated Image",
    tier=Tier.BASIC,
    task=Task.IMAGE,
    inputs=SIMULATED.inputs,
    outputs=("text", "image"),
    picture_size="768x512",
    picture_tokens=258,
    context_window_tokens=131_072,
    max_output_tokens=8_192,
    input_usd=Decimal(0),
    cached_input_usd=Decimal(0),
    output_usd=Decimal(0),
    source="made here",
    as_of=date(2026, 11, 29),
)
SIMULATED_SPEECH = Model(
    model_id="simulated-speech",
    provider="simulated",
    name="Simulated Speech",
    tier=Tier.BASIC,
    task=Task.SPEECH,
    context_window_tokens=131_072,
    voice="tones",
    speech_tokens_per_second=25,
    input_usd=Decimal(0),
    cached_input_usd=Decimal(0),
    output_usd=Decimal(0),
    source="made here",
    as_of=date(2026, 11, 29),
)
MADE_HERE = (SIMULATED, SIMULATED_EMBEDDING, SIMULATED_IMAGE, SIMULATED_SPEECH)
