"""Who is in a chat. See docs/contract/api.md."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from chat_app.api.deps import ChatId, CurrentCaller, CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.schemas.members import (
    InvitedOut,
    MemberIn,
    MemberOut,
    MemberPatch,
    MembersOut,
)
from chat_app.api.schemas.shape import A_UUID, DoneOut
from chat_app.errors import (
    ChatArchived,
    ChatNotFound,
    Forbidden,
    InvalidChatId,
    InvalidRequest,
    MemberLimitReached,
    NotFound,
    OrgMismatch,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.services.chats import members

router = APIRouter(prefix="/api/chat/{chat_id}/members", tags=["members"])

_READS = (Unauthenticated, OrgMismatch, InvalidChatId, ChatNotFound, UnauthorizedChatAccess)
_CHANGES = (*_READS, InvalidRequest, Forbidden)


async def member_in_path(
    user_id: Annotated[str, Path(description="The person.", json_schema_extra=A_UUID)],
) -> UUID:
    """Return the person that the address names.

    Raises:
        NotFound: It is not a UUID.
    """
    try:
        return UUID(user_id)
    except ValueError as fault:
        raise NotFound("This person is not in this chat") from fault


Member = Annotated[UUID, Depends(member_in_path)]


@router.get("", summary="List who is in a chat", responses=errors(*_READS))
async def list_members(user: CurrentUser, chat_id: ChatId) -> MembersOut:
    """The owner first."""
    people = await members.of(user, chat_id)
    return MembersOut(members=[MemberOut.model_validate(each) for each in people])


@router.post(
    "",
    summary="Let somebody into a chat",
    responses=errors(*_CHANGES, ChatArchived, MemberLimitReached),
)
async def add_member(caller: CurrentCaller, chat_id: ChatId, wanted: MemberIn) -> InvitedOut:
    """Only active people of the owner's organisation come in, or of none where the owner has none.

    Every address is answered alike. Who is in already may do from now on what is said.
    """
    await members.add(caller, chat_id, wanted.email, wanted.role)
    return InvitedOut(email=wanted.email, role=wanted.role)


@router.patch(
    "/{user_id}",
    summary="Say what a member may do",
    responses=errors(*_CHANGES, ChatArchived, NotFound),
)
async def update_member(
    caller: CurrentCaller, chat_id: ChatId, user_id: Member, wanted: MemberPatch
) -> MemberOut:
    """From their next call on."""
    changed = await members.change(caller, chat_id, user_id, wanted.role)
    return MemberOut.model_validate(changed)


@router.delete(
    "/{user_id}",
    summary="Take somebody out of a chat, or leave it",
    responses=errors(*_CHANGES, NotFound),
)
async def remove_member(caller: CurrentCaller, chat_id: ChatId, user_id: Member) -> DoneOut:
    """They lose it at once, open streams included; what they wrote stays.

    Members leave by their own id.
    """
    await members.remove(caller, chat_id, user_id)
    return DoneOut()
