"""Prompts as the tests send them."""

from chat_app.llm.types import Parameters, Prompt, PromptMessage, Role, text_message


def question(
    text: str = "How are you?",
    *,
    system: str = "",
    history: tuple[PromptMessage, ...] = (),
    max_output_tokens: int = 77,
) -> Prompt:
    """Return a prompt of words alone."""
    messages = (*history, text_message(Role.USER, text))
    return Prompt(system, messages, Parameters(max_output_tokens))


def said(*texts: str) -> tuple[PromptMessage, ...]:
    """Return messages of words that user and assistant said in turn."""
    roles = (Role.USER, Role.ASSISTANT)
    return tuple(text_message(roles[number % 2], text) for number, text in enumerate(texts))
