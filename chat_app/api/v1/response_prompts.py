"""What a request of the Responses API asks, as a prompt."""

from collections.abc import Sequence

from chat_app.api.v1.conversation import Conversation, picture
from chat_app.api.v1.prompts import checked_choice, require_different, tool_of
from chat_app.api.v1.schemas.messages import RefusalPart
from chat_app.api.v1.schemas.response_items import (
    AssistantItem,
    FunctionCallItem,
    FunctionOutputItem,
    InputImage,
    InputText,
    Item,
    OutputText,
    SystemItem,
    UserItem,
)
from chat_app.api.v1.schemas.responses_asked import ResponseIn, SchemaItemForm, ToolItemChosen
from chat_app.llm.types import (
    JsonReply,
    NamedTool,
    Parameters,
    Part,
    Prompt,
    Text,
    ToolChoice,
)


def prompt_of(asked: ResponseIn, longest_reply_tokens: int) -> Prompt:
    """Return the prompt that a request is.

    Args:
        asked: The request.
        longest_reply_tokens: What the reply is at the most, if nothing shorter is asked for.

    Raises:
        InvalidField: Something in it will not do.
    """
    talk = Conversation()
    talk.tell(asked.instructions or "")
    if isinstance(asked.input, str):
        talk.ask([Text(asked.input)], "input")
    else:
        for index, item in enumerate(asked.input):
            _add(talk, item, f"input[{index}]")
    tools = tuple(tool_of(tool, f"tools[{index}]") for index, tool in enumerate(asked.tools or ()))
    require_different(tools, "tools[{}].name")
    parameters = Parameters(
        max_output_tokens=min(
            longest_reply_tokens, asked.max_output_tokens or longest_reply_tokens
        ),
        temperature=asked.temperature,
        top_p=asked.top_p,
        response_format=_form_of(asked),
        tools=tools,
        tool_choice=checked_choice(_choice_of(asked), tools),
        parallel_tool_calls=asked.parallel_tool_calls,
        reasoning_effort=asked.reasoning.effort if asked.reasoning else None,
    )
    return talk.prompt(parameters, "input")


def _choice_of(asked: ResponseIn) -> ToolChoice | None:
    if isinstance(asked.tool_choice, ToolItemChosen):
        return NamedTool(asked.tool_choice.name)
    return asked.tool_choice


def _form_of(asked: ResponseIn) -> JsonReply | None:
    form = asked.text.format if asked.text else None
    if form is None or form.type == "text":
        return None
    if not isinstance(form, SchemaItemForm):
        return JsonReply()
    return JsonReply(form.json_schema, form.name, is_strict=bool(form.strict))


def _add(talk: Conversation, item: Item, field: str) -> None:
    match item:
        case SystemItem():
            talk.tell(_words_of(item.content))
        case UserItem():
            talk.ask(_parts_of(item, f"{field}.content"), field)
        case AssistantItem():
            talk.answer([Text(_words_of(item.content))])
        case FunctionCallItem():
            talk.call(item.call_id, item.name, item.arguments, f"{field}.call_id")
        case FunctionOutputItem():
            talk.result(item.call_id, _words_of(item.output), f"{field}.call_id")


def _parts_of(item: UserItem, field: str) -> list[Part]:
    if isinstance(item.content, str):
        return [Text(item.content)]
    return [
        picture(part.image_url, f"{field}[{index}].image_url")
        if isinstance(part, InputImage)
        else Text(part.text)
        for index, part in enumerate(item.content)
    ]


def _words_of(content: str | Sequence[InputText | OutputText | RefusalPart]) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.refusal if isinstance(part, RefusalPart) else part.text for part in content)
