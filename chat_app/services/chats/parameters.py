"""What shapes the replies of a chat beside its messages: chosen by its owner, kept with it.

A chat may change its model, and what was chosen for one may not be taken by another. So a choice
stays with the chat whatever its model, and is sent to those that take it (`for_model`).
"""

from typing import Annotated, Any, TypedDict

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue import Model
from chat_app.llm.taken import takes
from chat_app.llm.types import Parameters, ReasoningEffort

Temperature = Annotated[float, Field(strict=True, ge=0, le=2, allow_inf_nan=False)]
"""As the vendors that take one have it; 0 for the likeliest words, 2 for the most daring."""
LongestReply = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
"""In tokens; what the model or the operator allows at most goes before it."""


class ChatParameters(TypedDict, total=False):
    """What may be chosen; what is left out is the usual."""

    temperature: float
    max_output_tokens: int
    reasoning_effort: ReasoningEffort


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    temperature: Temperature | None = None
    max_output_tokens: LongestReply | None = None
    reasoning_effort: ReasoningEffort | None = None


def checked_parameters(parameters: ChatParameters | None) -> ChatParameters | None:
    """Return parameters as they are stored: `None` where all are the usual.

    Raises:
        InvalidRequest: One is unknown, or its value cannot be.
    """
    try:
        chosen: Any = _Shape.model_validate(parameters or {}).model_dump(exclude_none=True)
    except ValidationError as fault:
        wrong = fault.errors()[0]
        where = ".".join(map(str, wrong["loc"]))
        raise InvalidRequest(f"parameters: {where}: {wrong['msg']}") from fault
    return chosen or None


def for_model(model: Model, chosen: dict[str, Any] | None, longest_reply_tokens: int) -> Parameters:
    """Return what a model is sent of a chat's parameters.

    Args:
        model: Who answers.
        chosen: What the chat keeps; what the model does not take is left out.
        longest_reply_tokens: The longest reply, unless a shorter one is chosen: of words, beside
            which there is room for a picture where the model draws.
    """
    chosen = chosen or {}
    words_tokens = chosen.get("max_output_tokens", longest_reply_tokens)
    effort = chosen.get("reasoning_effort")
    return Parameters(
        max_output_tokens=min(longest_reply_tokens, words_tokens + model.picture_tokens),
        temperature=chosen.get("temperature") if takes(model, "temperature") else None,
        reasoning_effort=effort if takes(model, f"reasoning_effort={effort}") else None,
    )
