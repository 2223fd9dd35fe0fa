"""The tool calls of a reply, put together from their pieces."""

from dataclasses import dataclass, field

from chat_app.llm.types import ToolCall, ToolCallDelta


@dataclass(slots=True)
class _Call:
    call_id: str = ""
    name: str = ""
    signature: bytes = b""
    arguments: list[str] = field(default_factory=list[str])


class Calls:
    """Gathers pieces of calls; nobody has to have told the first piece first."""

    def __init__(self) -> None:
        self._calls: dict[int, _Call] = {}

    def __bool__(self) -> bool:
        """Say whether a tool was asked for."""
        return bool(self._calls)

    def add(self, delta: ToolCallDelta) -> None:
        """Take a piece in."""
        call = self._calls.setdefault(delta.index, _Call())
        call.call_id = call.call_id or delta.call_id
        call.name = call.name or delta.name
        call.signature = call.signature or delta.signature
        call.arguments.append(delta.arguments)

    def whole(self) -> tuple[ToolCall, ...]:
        """Return the calls so far, in the order of their numbers."""
        return tuple(
            ToolCall(call.call_id, call.name, "".join(call.arguments), call.signature)
            for _, call in sorted(self._calls.items())
        )


def words_of(call: ToolCall | ToolCallDelta) -> str:
    """Return what a model wrote of a call, or of a piece of one: that is output like any text."""
    return call.name + call.arguments
