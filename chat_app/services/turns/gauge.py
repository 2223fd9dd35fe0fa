"""How full a model's window is before anything new is said, and what carrying that costs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chat_app.services import chats
from chat_app.services.accounts import Caller
from chat_app.services.budgets.charges import basis_of_chats
from chat_app.services.chats.roles import ChatRole
from chat_app.services.turns.drafts import Place, make_draft
from chat_app.services.turns.outlooks import Amount, amount_of


@dataclass(frozen=True, slots=True)
class Context:
    """What the next message of a chat carries along, as far as it is known, and who answers."""

    model: str
    """Model id."""
    window_tokens: int
    """What the model can be told at most, its reply included."""
    system: Amount
    """What it is told first."""
    history: Amount
    """The earlier messages; charged only where `history_is_charged`."""
    history_messages: int
    history_is_charged: bool
    """Whether people pay their tokens; the money is asked by the provider in any case."""
    left_out_messages: int
    """Of the last messages, those that are not carried."""
    left_out_id: UUID | None
    """The newest of what the reader leaves out; `None` where all are wanted."""
    longest_reply_tokens: int
    system_prompt: str | None
    """The chat's own, for its owner alone; `None` for the usual, and for members."""
    parameters: dict[str, Any] | None
    """What else shapes its replies, as the chat keeps it."""

    @property
    def used_tokens(self) -> int:
        """What stands in the window before the message itself."""
        return self.system.tokens + self.history.tokens


async def context_of(caller: Caller, chat_id: UUID, *, model: str | None = None) -> Context:
    """Say what the next message at the end of the current branch carries along.

    Args:
        caller: Who reads.
        chat_id: The chat.
        model: Model id; the chat's own where none is given.

    Raises:
        ChatNotFound, UnauthorizedChatAccess: The chat is gone or somebody else's.
        InvalidRequest, ModelNotAllowed, ModelUnavailable: The model cannot be used.
    """
    opened = await chats.get_to_read(caller.user, chat_id)
    # A message without words: what is told beside it is the same for any.
    draft = await make_draft(caller, Place(opened, opened.leaf_id), "", model_id=model)
    price = draft.price
    return Context(
        model=draft.model.model_id,
        window_tokens=draft.model.context_window_tokens,
        system=amount_of(draft.model, price.system.likely_tokens),
        history=amount_of(draft.model, sum(each.likely_tokens for each in price.history)),
        history_messages=len(price.history),
        history_is_charged=basis_of_chats() == "provider",
        left_out_messages=draft.history_dropped,
        left_out_id=opened.left_out_id,
        longest_reply_tokens=draft.prompt.parameters.max_output_tokens,
        system_prompt=opened.chat.system_prompt if opened.role is ChatRole.OWNER else None,
        parameters=opened.chat.parameters,
    )
