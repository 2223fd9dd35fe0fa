"""The line of a shared chat: what waits there until the replies before it have ended."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from chat_app.api.deps import ChatId, CurrentCaller, CurrentUser, waiting_id_in_path
from chat_app.api.envelope import errors
from chat_app.api.schemas.files import file_out
from chat_app.api.schemas.messages import WriterOut
from chat_app.api.schemas.queue import QueueOut, RefusedOut, TakenOutOut, WaitingOut
from chat_app.errors import (
    ChatNotFound,
    Forbidden,
    InvalidChatId,
    InvalidRequest,
    MessageNotFound,
    OrgMismatch,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.models import User
from chat_app.services import files
from chat_app.services.turns import waiting

router = APIRouter(prefix="/api/chat/{chat_id}", tags=["talking"])

_READING = (Unauthenticated, OrgMismatch, InvalidChatId, ChatNotFound, UnauthorizedChatAccess)


@router.get("/queue", summary="What waits in this chat?", responses=errors(*_READING))
async def read_queue(user: CurrentUser, chat_id: ChatId) -> QueueOut:
    """In a chat of several people a message that comes while a reply is written waits its turn.

    A private chat has no line: there a second message is refused.
    """
    return QueueOut(queue=await line_of(user, chat_id))


async def line_of(user: User, chat_id: UUID) -> list[WaitingOut]:
    """Return what waits in a chat, as one of its readers is told."""
    return [
        WaitingOut(
            waiting_id=each.send.waiting_id,
            message_id=each.send.reply_id,
            kind=each.send.kind,
            message=each.send.content,
            sender=WriterOut.model_validate(each.sender),
            position=each.position,
            refused=_refused(each),
            created_at=each.send.created_at,
        )
        for each in await waiting.waiting_in(user, chat_id)
    ]


@router.delete(
    "/queue/{waiting_id}",
    summary="Take something out of the line",
    responses=errors(*_READING, InvalidRequest, Forbidden, MessageNotFound),
)
async def take_back(
    caller: CurrentCaller,
    chat_id: ChatId,
    waiting_id: Annotated[UUID, Depends(waiting_id_in_path)],
) -> TakenOutOut:
    """Mine is gone with that, and in a chat of mine anybody's, whose sender is told, is refused."""
    taken = await waiting.take_back(caller, chat_id, waiting_id)
    held = await files.own(caller.user, [UUID(each) for each in taken.attachments or ()])
    return TakenOutOut(
        chat_id=chat_id,
        waiting_id=waiting_id,
        message=taken.content,
        attachments=[file_out(each) for each in held],
    )


def _refused(each: waiting.Waiting) -> RefusedOut | None:
    code, words = each.send.refused_code, each.send.refused_message
    return RefusedOut(code=code, message=words or "") if code else None
