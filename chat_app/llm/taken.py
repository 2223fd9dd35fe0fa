"""What a model takes: asked before anything is reserved, so that nobody pays for a refusal.

What a provider's wire has no form for stands in its row (`provider_table.py`), what one of its
models lacks besides, in the catalogue; docs/providers.md has the sources. What neither knows of,
the vendor refuses itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

from chat_app.errors import InvalidRequest
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.provider_table import PARTS, PartName, ProviderRow
from chat_app.llm.types import (
    Audio,
    Document,
    Image,
    NamedTool,
    Parameters,
    Part,
    Prompt,
    ReasoningEffort,
    Role,
)

_PLAIN = (
    "temperature",
    "top_p",
    "seed",
    "presence_penalty",
    "frequency_penalty",
    "stop",
    "tools",
)
"""Parameters of which every value is taken or none."""
_SAYS_NOTHING: dict[str, Any] = {
    "temperature": 1,
    "top_p": 1,
    "presence_penalty": 0,
    "frequency_penalty": 0,
    "parallel_tool_calls": True,
}
"""Values that change nothing, and that many clients send with every request."""
_KINDS: dict[type[Part], tuple[PartName, str, str]] = {
    Image: ("image", "image_url", "images"),
    Document: ("document", "file", "documents"),
    Audio: ("audio", "input_audio", "audio"),
}
"""Of parts that are no words: name here, the field of chat completions, the name for people."""


class ParameterNotTaken(InvalidRequest):
    """The model does not take something that it is to be sent."""

    def __init__(self, model: Model, field: str, words: str):
        super().__init__(f"{model.name} takes no {words}; leave it out or choose another model")
        self.field = field
        """What OpenAI's chat completions call it: `seed`, `tool_choice`, `image_url` …"""


def require_taken(model: Model, prompt: Prompt) -> None:
    """Refuse a prompt that holds something the model does not take.

    Raises:
        ParameterNotTaken: The first of such things.
    """
    sendable(model, prompt)


def takes(model: Model, name: str) -> bool:
    """Say whether a model takes a parameter, or one value of it: `reasoning_effort=low`."""
    lacks = provider_of(model).lacks | model.lacks
    return not {name, name.partition("=")[0]} & lacks


def efforts_of(model: Model) -> tuple[ReasoningEffort, ...]:
    """Return how hard a model can be asked to think, the least first."""
    efforts: tuple[ReasoningEffort, ...] = get_args(ReasoningEffort)
    return tuple(effort for effort in efforts if takes(model, f"reasoning_effort={effort}"))


def kinds_of(model: Model) -> list[PartName]:
    """Return the kinds of parts that a model can be shown beside words."""
    return [kind for kind in PARTS if kind in model.inputs]


def is_shown(model: Model, part: Image | Document | Audio) -> bool:
    """Say whether a model can be shown a part of a user's message as it is.

    A document that it cannot be shown may be sent as its text.
    """
    kind, _, _ = _KINDS[type(part)]
    taken = provider_of(model).takes
    return kind in model.inputs and (kind in taken or part.media_type in taken)


def sendable(model: Model, prompt: Prompt) -> Prompt:
    """Return the prompt without parameters that the model lacks and that would change nothing.

    Raises:
        ParameterNotTaken: Others that the model lacks, or a part; names the first.
    """
    provider = provider_of(model)
    lacks = provider.lacks | model.lacks
    if lacks:
        empty = {
            name: None
            for name, value in _SAYS_NOTHING.items()
            if name in lacks and getattr(prompt.parameters, name) == value
        }
        if empty:
            prompt = replace(prompt, parameters=replace(prompt.parameters, **empty))
        for field, value in _asked(prompt.parameters):
            if field in lacks:
                raise ParameterNotTaken(model, field, field)
            if f"{field}={value}" in lacks:
                raise ParameterNotTaken(model, field, f"{field}={value}")
    _require_messages(model, provider, prompt)
    return prompt


def _require_messages(model: Model, provider: ProviderRow, prompt: Prompt) -> None:
    if prompt.question.role is Role.ASSISTANT and not provider.continues_replies:
        raise ParameterNotTaken(model, "messages", "reply as the last message")
    for message in prompt.messages:
        for part in message.parts:
            if not isinstance(part, Image | Document | Audio):
                continue
            _, field, words = _KINDS[type(part)]
            is_here = message.role is Role.USER or provider.takes_in_replies
            if not is_here or not is_shown(model, part):
                words = f"{words} ({part.media_type}) in this place"
                raise ParameterNotTaken(model, field, words)


def _asked(parameters: Parameters) -> Iterator[tuple[str, str]]:
    """Yield what is asked for, with its value where some may be taken and others not."""
    for name in _PLAIN:
        if getattr(parameters, name) not in (None, ()):
            yield name, ""
    if wanted := parameters.response_format:
        yield "response_format", "json_object" if wanted.schema is None else "json_schema"
    if parameters.tools and (choice := parameters.tool_choice):
        yield "tool_choice", "function" if isinstance(choice, NamedTool) else choice
    if parameters.tools and parameters.parallel_tool_calls is not None:
        yield "parallel_tool_calls", str(parameters.parallel_tool_calls).lower()
    if parameters.reasoning_effort:
        yield "reasoning_effort", parameters.reasoning_effort
