"""Bodies about dictation and reading aloud."""

from uuid import UUID

from pydantic import NonNegativeFloat, NonNegativeInt

from chat_app.api.schemas.shape import REPLY_ID, In, Out, example
from chat_app.llm.types import CountMethod


class TranscriptOut(Out):
    """A recording in words."""

    model_config = example(
        text="When does the tide turn?", tokens_used=104, method="usage", duration_s=2.75
    )

    text: str
    """What was said; empty where nobody was heard to speak."""
    tokens_used: NonNegativeInt
    """The tokens that it was charged."""
    method: CountMethod
    """How exactly that was counted."""
    duration_s: NonNegativeFloat
    """How long the recording is, in seconds."""


class SpeechIn(In):
    """A reply to be read aloud."""

    model_config = example(message_id=REPLY_ID)

    message_id: UUID
    """The reply."""
