"""What goes over the wire: the bodies of requests and responses."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chat_app.llm.types import CountMethod, FinishReason, Role
from chat_app.models import MessageStatus, Reaction, Tier, UserRole


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("may not contain the NUL character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("is not valid Unicode")
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""Text that every database can keep."""
Limit = Annotated[int, Field(ge=1, le=200, description="Most entries of the page.")]


class ErrorOut(BaseModel):
    """The shape of every error."""

    status: Literal["error"]
    code: str
    message: str


class Out(BaseModel):
    """A response, read from the attributes of what the services return."""

    model_config = ConfigDict(from_attributes=True)


class DoneOut(BaseModel):
    """Says that it worked, where there is nothing else to say."""

    status: Literal["success"] = "success"


class RegisterIn(BaseModel):
    """A new account."""

    email: Text = Field(max_length=320, examples=["ada@example.com"])
    password: str = Field(examples=["correct horse"], description="At least 8 characters.")
    name: Text = Field(default="", examples=["Ada"])


class LoginIn(BaseModel):
    """E-mail and password."""

    email: Text = Field(max_length=320, examples=["ada@example.com"])
    password: str = Field(examples=["correct horse"])


class PasswordIn(BaseModel):
    """The present password and the one to be."""

    current: str
    new: str = Field(description="At least 8 characters.")


class UserOut(Out):
    """An account."""

    user_id: UUID
    email: str
    name: str
    role: UserRole
    tier: Tier
    user_type: str
    org_id: UUID | None
    email_verified: bool


class SignedInOut(Out):
    """An account with an access token."""

    user: UserOut
    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (no password)
    expires_in: int = Field(validation_alias="expires_in_seconds", description="Seconds.")

    model_config = ConfigDict(from_attributes=True, validate_by_name=True)


class ChatIn(BaseModel):
    """A new chat."""

    title: Text = Field(default="", description="Named after the first message when empty.")
    model: Text | None = Field(default=None, description="The default model when left out.")
    project_id: Annotated[Text, Field(max_length=100)] | None = None
    task_id: Annotated[Text, Field(max_length=100)] | None = None


class ChatPatch(BaseModel):
    """What to change of a chat; what is left out stays."""

    title: Text | None = None
    pinned: bool | None = None
    model: Text | None = None


class ChatOut(Out):
    """A chat."""

    chat_id: UUID
    title: str
    model: str
    pinned: bool
    created_at: datetime
    updated_at: datetime
    message_count: int
    tokens_consumed: int


class ChatPageOut(Out):
    """Part of the chat list, pinned first, then newest first."""

    chats: list[ChatOut]
    next_cursor: str | None


class ChatDeletedOut(BaseModel):
    """A chat was deleted."""

    status: Literal["success"] = "success"
    chat_id: UUID
    message: str = "Chat deleted"


class BilledOut(Out):
    """What the provider says it billed, in tokens."""

    prompt_tokens: int
    cached_tokens: int
    output_tokens: int
    thinking_tokens: int
    total_tokens: int


class BreakdownOut(Out):
    """How the charge of an exchange came about."""

    user_tokens: int
    ai_tokens: int
    system_tokens: int
    overhead_tokens: int
    total_tokens: int
    method: CountMethod
    cache_hit: bool
    cached: bool
    cost_micro_usd: int | None
    billed: BilledOut | None


class MessageOut(Out):
    """A message of a chat."""

    message_id: UUID
    parent_id: UUID | None
    sibling_ids: list[UUID]
    role: Role
    content: str
    status: MessageStatus
    model: str
    tokens_consumed: int
    breakdown: BreakdownOut | None
    finish_reason: FinishReason | None
    reaction: Reaction | None
    created_at: datetime


class MessagesOut(BaseModel):
    """Messages in order, oldest first."""

    messages: list[MessageOut]


class BranchIn(BaseModel):
    """Which branch becomes the current one."""

    message_id: UUID


class MessageIn(BaseModel):
    """A message to be answered."""

    message: Text = Field(examples=["What is an event stream?"], description="1–5000 characters.")
    model: Text | None = Field(default=None, description="The chat's model when left out.")


class EditIn(BaseModel):
    """The new text of a message."""

    message: Text = Field(description="1–5000 characters.")


class ReactionIn(BaseModel):
    """What the reader thinks of a reply; `null` takes it back."""

    reaction: Reaction | None


class StoppedOut(BaseModel):
    """Whether there was a reply to stop."""

    stopped: bool


class QuoteOut(Out):
    """What a message can cost at most."""

    user_tokens: int
    system_tokens: int
    overhead_tokens: int
    history_tokens: int
    max_ai_tokens: int
    max_total_tokens: int
    remaining_after_tokens: int
    method: CountMethod


class PricesOut(Out):
    """Micro-USD for a million tokens."""

    input_micro_usd: int
    cached_input_micro_usd: int
    output_micro_usd: int


class ModelOut(Out):
    """A model of the catalogue."""

    model_id: str
    provider: str
    name: str
    context_window_tokens: int
    max_output_tokens: int
    tier: str
    prices: PricesOut
    available: bool = Field(description="Its provider's key is set.")
    allowed: bool = Field(description="It is in the caller's tier.")


class ModelsOut(BaseModel):
    """The catalogue."""

    models: list[ModelOut]


class HealthOut(BaseModel):
    """The process is alive."""

    status: Literal["ok"] = "ok"


class ReadyOut(BaseModel):
    """All that a message needs answers."""

    status: Literal["ready"] = "ready"
    checks: list[str] = Field(examples=[["database", "provider"]])


class TokenStatsOut(BaseModel):
    """How tokens were counted since the process started."""

    system_prompt_cache_entries: int
    text_token_cache_entries: int
    total_cache_entries: int
    hits: int
    misses: int
    hit_rate: float = Field(ge=0, le=1)
    api_calls: int
    api_calls_saved: int = Field(description="Equal texts in flight at once are counted once.")
    estimates: int
