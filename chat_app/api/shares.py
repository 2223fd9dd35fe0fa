"""Links that show a chat, as it was, to whoever has them. See docs/contract/api.md."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request

from chat_app.api.chats_out import chat_out
from chat_app.api.deps import AccountCaller, ChatId, CurrentCaller, CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.schemas.chats import ChatOut
from chat_app.api.schemas.shape import Cursor, DoneOut, Limit
from chat_app.api.schemas.shares import (
    ListedLinkOut,
    SharedLinkOut,
    SharedLinkPageOut,
    SharedLinksOut,
    ShareIn,
    SharePatch,
    fields_of,
    named_by,
)
from chat_app.config import get_settings
from chat_app.errors import (
    ChatLimitReached,
    ChatNotFound,
    FileTooLarge,
    Forbidden,
    InvalidChatId,
    InvalidRequest,
    MessageNotFound,
    ModelNotAllowed,
    ModelUnavailable,
    NotFound,
    OrgMismatch,
    StorageFull,
    Unauthenticated,
    UnauthorizedChatAccess,
    UnsupportedFile,
)
from chat_app.models import SharedLink
from chat_app.services import shares

router = APIRouter(prefix="/api", tags=["shares"])

_SIGNED_IN = (Unauthenticated, OrgMismatch)
_OWN_CHAT = (*_SIGNED_IN, InvalidChatId, ChatNotFound, UnauthorizedChatAccess, Forbidden)

LinkId = Annotated[UUID, Path(description="The link.")]
Slug = Annotated[str, Path(description="What stands behind `/s/` in a link.", max_length=100)]


@router.get("/chat/{chat_id}/share", summary="List a chat's links", responses=errors(*_OWN_CHAT))
async def list_links_of_chat(
    request: Request, user: CurrentUser, chat_id: ChatId
) -> SharedLinksOut:
    """For the chat's owner; newest first."""
    links = await shares.links_of(user, chat_id)
    return SharedLinksOut(
        links=[_told(request, link) for link in links],
        allows_public=get_settings().ALLOW_PUBLIC_LINKS,
    )


@router.post(
    "/chat/{chat_id}/share",
    status_code=201,
    summary="Make a link that shows a chat",
    responses=errors(*_OWN_CHAT, InvalidRequest, MessageNotFound),
)
async def share_chat(
    request: Request, caller: AccountCaller, chat_id: ChatId, wanted: ShareIn
) -> SharedLinkOut:
    """A page that can only be read, of one branch as it is now, for whoever has its address.

    It shows words and files; no system prompt, no commands, no costs and no names but the owner's,
    unless asked for. What is said later is not on it until it is updated.
    """
    link = await shares.create(caller, chat_id, wanted.message_id(), **wanted.showing())
    return _told(request, link)


@router.patch(
    "/chat/{chat_id}/share/{link_id}",
    summary="Update a link",
    responses=errors(*_OWN_CHAT, InvalidRequest, MessageNotFound, NotFound),
)
async def update_link(
    request: Request, caller: AccountCaller, chat_id: ChatId, link_id: LinkId, changes: SharePatch
) -> SharedLinkOut:
    """With `branch` it shows the chat as it is now; without, what it shows stays."""
    message_id = named_by(changes.branch) if changes.branch else None
    link = await shares.update(
        caller,
        chat_id,
        link_id,
        anew=changes.branch is not None,
        message_id=message_id,
        **changes.showing(),
    )
    return _told(request, link)


@router.delete(
    "/chat/{chat_id}/share/{link_id}",
    summary="Revoke a link",
    responses=errors(*_OWN_CHAT, InvalidRequest, NotFound),
)
async def revoke_link(caller: AccountCaller, chat_id: ChatId, link_id: LinkId) -> DoneOut:
    """It shows nothing from then on, on every worker; of a chat in the trash as well."""
    await shares.revoke(caller, chat_id, link_id)
    return DoneOut()


@router.get("/shares", summary="List all my links", responses=errors(*_SIGNED_IN, InvalidRequest))
async def list_links(
    request: Request, user: CurrentUser, limit: Limit = 50, cursor: Cursor = None
) -> SharedLinkPageOut:
    """Those of all the caller's chats, newest first."""
    page = await shares.page(user, limit, cursor)
    origin = _origin(request)
    return SharedLinkPageOut(
        links=[
            ListedLinkOut(**fields_of(each.link, origin), is_deleted=each.is_deleted)
            for each in page.links
        ],
        next_cursor=page.next_cursor,
        allows_public=get_settings().ALLOW_PUBLIC_LINKS,
    )


@router.post(
    "/shares/{slug}/continue",
    status_code=201,
    summary="Go on with a shared chat in one's own",
    responses=errors(
        *(*_SIGNED_IN, InvalidRequest, Forbidden, NotFound, ChatLimitReached, StorageFull),
        *(FileTooLarge, UnsupportedFile, ModelNotAllowed, ModelUnavailable),
    ),
)
async def carry_on(caller: CurrentCaller, slug: Slug) -> ChatOut:
    """Copies what the link shows into a new chat of the caller's, who pays for what follows.

    Nothing of its owner's books comes along. Files count against the caller's room.
    """
    return await chat_out(caller.user, await shares.carry_on(caller, slug))


def _told(request: Request, link: SharedLink) -> SharedLinkOut:
    return SharedLinkOut(**fields_of(link, _origin(request)))


def _origin(request: Request) -> str:
    return get_settings().PUBLIC_ORIGIN or f"{request.url.scheme}://{request.url.netloc}"
