"""What talking costs: quotes, what a message carries along, a chat so far."""

from dataclasses import asdict

from fastapi import APIRouter, Response

from chat_app.api.deps import ChatId, CurrentCaller, CurrentUser, MessageId
from chat_app.api.envelope import errors
from chat_app.api.schemas.costs import (
    AnewIn,
    ChatCostOut,
    ContextIn,
    ContextOut,
    QuoteOut,
)
from chat_app.api.schemas.person_costs import PeopleCostOut, PersonCostOut
from chat_app.api.schemas.shape import USER_ID
from chat_app.api.schemas.talk import AS_EVER, AgainIn, MessageIn
from chat_app.errors import (
    ChatNotFound,
    FileNotFound,
    FileTooLarge,
    Forbidden,
    InvalidChatId,
    InvalidMessage,
    InvalidRequest,
    MessageNotFound,
    ModelLacksInput,
    ModelNotAllowed,
    ModelUnavailable,
    OrgMismatch,
    TokenLimitExceeded,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.services import chats, turns
from chat_app.services.chats import costs

router = APIRouter(prefix="/api/chat/{chat_id}", tags=["costs"])

_OWN_CHAT = (Unauthenticated, OrgMismatch, InvalidChatId, ChatNotFound, UnauthorizedChatAccess)
_CONTEXT = (*_OWN_CHAT, Forbidden, InvalidRequest, ModelNotAllowed, ModelUnavailable)
_PRICING = (
    *_CONTEXT,
    InvalidMessage,
    FileNotFound,
    FileTooLarge,
    ModelLacksInput,
    TokenLimitExceeded,
)


@router.post("/quote", summary="What would this message cost?", responses=errors(*_PRICING))
async def quote_message(caller: CurrentCaller, chat_id: ChatId, message: MessageIn) -> QuoteOut:
    """`max_total_tokens` is the very number that sending it reserves."""
    quoted = await turns.quote(
        caller,
        chat_id,
        message.message,
        model=message.model,
        attachments=message.attachments,
    )
    return QuoteOut.model_validate(quoted)


@router.post(
    "/message/{message_id}/quote",
    summary="What would asking this anew cost?",
    responses=errors(*_PRICING, MessageNotFound),
)
async def quote_anew(
    caller: CurrentCaller, chat_id: ChatId, message_id: MessageId, anew: AnewIn
) -> QuoteOut:
    """With a new text as an edit of a message of mine, without one as another reply to it."""
    if anew.message is None:
        if anew.attachments is not None:
            raise InvalidRequest("A message that is answered again keeps its files")
        quoted = await turns.quote_again(caller, chat_id, message_id, model=anew.model)
    else:
        quoted = await turns.quote_edit(
            caller, chat_id, message_id, anew.message, anew.attachments, model=anew.model
        )
    return QuoteOut.model_validate(quoted)


@router.post(
    "/message/{message_id}/continue/quote",
    summary="What would going on with this reply cost?",
    responses=errors(*_PRICING, MessageNotFound),
)
async def quote_continuation(
    caller: CurrentCaller, chat_id: ChatId, message_id: MessageId, again: AgainIn = AS_EVER
) -> QuoteOut:
    """`max_total_tokens` is the very number that going on reserves."""
    quoted = await turns.quote_continue(caller, chat_id, message_id, model=again.model)
    return QuoteOut.model_validate(quoted)


@router.get(
    "/context", summary="What does my next message carry along?", responses=errors(*_CONTEXT)
)
async def read_context(caller: CurrentCaller, chat_id: ChatId) -> ContextOut:
    """The system prompt and the last messages of the current branch, before a word is written."""
    return ContextOut.model_validate(await turns.context_of(caller, chat_id))


@router.put(
    "/context",
    summary="Leave out older messages, or take them back",
    responses=errors(*_CONTEXT, MessageNotFound),
)
async def leave_out(caller: CurrentCaller, chat_id: ChatId, context: ContextIn) -> ContextOut:
    """It holds for me alone and for whatever I send, edit or have answered again from now on."""
    await chats.leave_out(caller, chat_id, context.left_out_id)
    return ContextOut.model_validate(await turns.context_of(caller, chat_id))


@router.get("/cost", summary="What did this chat cost so far?", responses=errors(*_OWN_CHAT))
async def read_cost(user: CurrentUser, chat_id: ChatId) -> ChatCostOut:
    """The exchanges of all branches."""
    return ChatCostOut.model_validate(await chats.cost(user, chat_id))


@router.get(
    "/costs",
    summary="What did this chat cost each person?",
    responses=errors(*_OWN_CHAT, Forbidden),
)
async def read_costs(user: CurrentUser, chat_id: ChatId) -> PeopleCostOut:
    """For the owner of the chat; whoever sends a message pays for its reply."""
    people = await costs.cost_by_person(user, chat_id)
    return PeopleCostOut(
        people=[
            PersonCostOut(user_id=each.user_id, name=each.name, **asdict(each.cost))
            for each in people
        ],
        total=ChatCostOut.model_validate(await costs.cost(user, chat_id)),
    )


@router.get(
    "/costs.csv",
    summary="The same as CSV",
    responses=errors(*_OWN_CHAT, Forbidden)
    | {
        200: {
            "content": {
                "text/csv": {
                    "schema": {"type": "string"},
                    "example": "user_id,name,exchanges,tokens,cost_micro_usd,"
                    f"estimated_cost_micro_usd\r\n{USER_ID},Ada,1,208,455,0\r\n",
                }
            }
        }
    },
    response_class=Response,
)
async def export_costs(user: CurrentUser, chat_id: ChatId) -> Response:
    """A row for each person; no cell is a formula."""
    people = await costs.cost_by_person(user, chat_id)
    return Response(
        costs.as_csv(people),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="costs-{chat_id}.csv"'},
    )
