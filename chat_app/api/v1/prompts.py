"""What a chat completion asks, as a prompt."""

from collections.abc import Sequence
from typing import Any

from chat_app.api.v1.conversation import Conversation, picture
from chat_app.api.v1.refusals import InvalidField
from chat_app.api.v1.schemas.asked import Function
from chat_app.api.v1.schemas.completions_asked import ChatCompletionIn, SchemaForm, ToolChosen
from chat_app.api.v1.schemas.messages import (
    AssistantMessage,
    ImagePart,
    Message,
    RefusalPart,
    SystemMessage,
    TextPart,
    ToolMessage,
    UserMessage,
)
from chat_app.llm.types import (
    JsonReply,
    NamedTool,
    Parameters,
    Part,
    Prompt,
    Text,
    Tool,
    ToolChoice,
)

_NO_ARGUMENTS: dict[str, Any] = {"type": "object", "properties": {}}


def prompt_of(asked: ChatCompletionIn, longest_reply_tokens: int) -> Prompt:
    """Return the prompt that a request is.

    Args:
        asked: The request.
        longest_reply_tokens: What the reply is at the most, if nothing shorter is asked for.

    Raises:
        InvalidField: Something in it will not do.
    """
    talk = Conversation()
    for index, message in enumerate(asked.messages):
        _add(talk, message, f"messages[{index}]")
    wanted = (longest_reply_tokens, asked.max_tokens, asked.max_completion_tokens)
    tools = tuple(
        tool_of(tool.function, f"tools[{index}].function")
        for index, tool in enumerate(asked.tools or ())
    )
    require_different(tools, "tools[{}].function.name")
    parameters = Parameters(
        max_output_tokens=min(tokens for tokens in wanted if tokens is not None),
        temperature=asked.temperature,
        top_p=asked.top_p,
        stop=_stops_of(asked),
        seed=asked.seed,
        presence_penalty=asked.presence_penalty,
        frequency_penalty=asked.frequency_penalty,
        response_format=_form_of(asked),
        tools=tools,
        tool_choice=checked_choice(_choice_of(asked), tools),
        parallel_tool_calls=asked.parallel_tool_calls,
        reasoning_effort=asked.reasoning_effort,
    )
    return talk.prompt(parameters, "messages")


def tool_of(function: Function, field: str) -> Tool:
    """Return a function as a tool.

    Raises:
        InvalidField: Its arguments are no object.
    """
    schema = function.parameters or _NO_ARGUMENTS
    if schema.get("type", "object") != "object":
        raise InvalidField(f"{field}.parameters", 'must have "type": "object"')
    return Tool(function.name, function.description or "", {"type": "object"} | schema)


def require_different(tools: Sequence[Tool], field: str) -> None:
    """Require that each tool has a name of its own.

    Args:
        tools: The tools.
        field: Where their names stand, `{}` in the place of a number.

    Raises:
        InvalidField: Two have the same.
    """
    names: set[str] = set()
    for index, tool in enumerate(tools):
        if tool.name in names:
            raise InvalidField(field.format(index), "another tool has this name")
        names.add(tool.name)


def checked_choice(choice: ToolChoice | None, tools: Sequence[Tool]) -> ToolChoice | None:
    """Return the choice of a tool, if it can be made.

    Raises:
        InvalidField: There is no tool, or none of this name.
    """
    if choice == "required" and not tools:
        raise InvalidField("tool_choice", "must call a tool, and `tools` has none")
    if isinstance(choice, NamedTool) and choice.name not in {tool.name for tool in tools}:
        raise InvalidField("tool_choice", "names none of the tools")
    return choice


def _stops_of(asked: ChatCompletionIn) -> tuple[str, ...]:
    told = [asked.stop] if isinstance(asked.stop, str) else asked.stop or ()
    return tuple(filter(None, told))


def _choice_of(asked: ChatCompletionIn) -> ToolChoice | None:
    if isinstance(asked.tool_choice, ToolChosen):
        return NamedTool(asked.tool_choice.function.name)
    return asked.tool_choice


def _form_of(asked: ChatCompletionIn) -> JsonReply | None:
    form = asked.response_format
    if form is None or form.type == "text":
        return None
    if not isinstance(form, SchemaForm):
        return JsonReply()
    wanted = form.json_schema
    return JsonReply(wanted.json_schema, wanted.name, is_strict=bool(wanted.strict))


def _add(talk: Conversation, message: Message, field: str) -> None:
    match message:
        case SystemMessage():
            talk.tell(_words_of(message.content))
        case UserMessage():
            talk.ask(_parts_of(message, f"{field}.content"), field)
        case AssistantMessage():
            said = message.content or ""
            parts: list[Part] = [Text(_words_of(said)), Text(message.refusal or "")]
            talk.answer(parts)
            for index, call in enumerate(message.tool_calls or ()):
                where = f"{field}.tool_calls[{index}].id"
                talk.call(call.id, call.function.name, call.function.arguments, where)
        case ToolMessage():
            content = _words_of(message.content)
            talk.result(message.tool_call_id, content, f"{field}.tool_call_id")


def _parts_of(message: UserMessage, field: str) -> list[Part]:
    if isinstance(message.content, str):
        return [Text(message.content)]
    return [
        picture(part.image_url.url, f"{field}[{index}].image_url.url")
        if isinstance(part, ImagePart)
        else Text(part.text)
        for index, part in enumerate(message.content)
    ]


def _words_of(content: str | Sequence[TextPart | RefusalPart]) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.text if isinstance(part, TextPart) else part.refusal for part in content)
