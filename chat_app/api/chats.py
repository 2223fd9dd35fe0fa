"""Chats: the list, one chat, its messages and branches. See docs/contract/api.md."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response

from chat_app.api.chats_out import chat_out, chats_out, listed_out
from chat_app.api.deps import ChatId, CurrentCaller, CurrentUser, MessageId
from chat_app.api.envelope import errors
from chat_app.api.schemas.attachments import attachments_of, parts_of
from chat_app.api.schemas.chats import (
    BranchIn,
    ChatDeletedOut,
    ChatIn,
    ChatOut,
    ChatPageOut,
    ChatPatch,
    ChatsOut,
    ExportOut,
    PlaceIn,
    SnippetOut,
    TrashEmptiedOut,
)
from chat_app.api.schemas.messages import (
    BreakdownOut,
    MessageOut,
    MessagesOut,
    ReactionIn,
    ReactionsOut,
    WriterOut,
)
from chat_app.api.schemas.shape import Absent, Cursor, DoneOut, Limit, Text
from chat_app.errors import (
    ChatArchived,
    ChatLimitReached,
    ChatNotFound,
    FileTooLarge,
    Forbidden,
    InvalidChatId,
    InvalidRequest,
    MessageNotFound,
    ModelNotAllowed,
    ModelUnavailable,
    OrgMismatch,
    Unauthenticated,
    UnauthorizedChatAccess,
)
from chat_app.services import chats
from chat_app.services.chats.export import Format, export
from chat_app.services.chats.filter import ChatFilter

router = APIRouter(prefix="/api", tags=["chats"])

_Q = (
    "Words, or parts of words, that the title or one message must all contain, in any case and"
    " composition. A single letter of a script with spaces is looked for in titles alone. Beside"
    ' them filters: `in:archive`, `in:trash`, `in:"a folder\'s name"`, `model:` and part of a'
    " model's name, `after:` and `before:` with a date such as `2026-11-21`, `2026-11` or `2026`,"
    " in UTC."
)
_SIGNED_IN = (Unauthenticated, OrgMismatch)
_OWN_CHAT = (*_SIGNED_IN, InvalidChatId, ChatNotFound, UnauthorizedChatAccess)
_CHANGES_CHAT = (*_OWN_CHAT, InvalidRequest, Forbidden)


@router.get("/chats", summary="List my chats", responses=errors(*_SIGNED_IN, InvalidRequest))
async def list_chats(
    user: CurrentUser,
    limit: Limit = 50,
    cursor: Cursor = None,
    q: Annotated[Text, Query(description=_Q)] = "",
    project_id: Annotated[Text, Query(description="Only the chats of this folder.")] = "",
    task_id: Annotated[Text, Query(description="Only chats with this mark.")] = "",
    archived: Annotated[
        bool, Query(description="The chats that are put away, instead of the others.")
    ] = False,
    deleted: Annotated[
        bool, Query(description="The trash: chats deleted within 30 days, archived or not.")
    ] = False,
    shared: Annotated[
        bool,
        Query(
            description="The chats of others that the caller is in, those included that were"
            " archived, or deleted within 30 days."
        ),
    ] = False,
) -> ChatPageOut:
    """Newest first, pinned ones on top; a search says of each chat where its words are.

    Chats of others that the caller is in are in the list where something is looked for, in the
    folder that the caller put them into, and with `shared`.
    """
    page = await chats.page(
        user,
        limit=limit,
        cursor=cursor,
        q=q,
        which=ChatFilter(project_id, task_id, archived, deleted, shared),
    )
    shown = await listed_out(user, page)
    for chat in shown:
        if found := page.snippets.get(chat.chat_id):
            chat.snippet = SnippetOut.model_validate(found)
    return ChatPageOut(chats=shown, next_cursor=page.next_cursor)


@router.post(
    "/chats",
    status_code=201,
    summary="Make a chat",
    responses=errors(
        *_SIGNED_IN, InvalidRequest, Forbidden, ChatLimitReached, ModelNotAllowed, ModelUnavailable
    ),
)
async def create_chat(caller: CurrentCaller, chat: ChatIn) -> ChatOut:
    """A chat without a title is named after its first message."""
    made = await chats.create(
        caller,
        title=chat.title,
        model=chat.model,
        project_id=chat.project_id,
        task_id=chat.task_id,
        is_temporary=chat.is_temporary,
    )
    return await chat_out(caller.user, made)


@router.post(
    "/chats/place",
    summary="Archive, delete, restore or file several chats",
    responses=errors(*_CHANGES_CHAT, ChatArchived, ChatLimitReached),
)
async def place_chats(caller: CurrentCaller, wanted: PlaceIn) -> ChatsOut:
    """All of them, or none."""
    placed = await chats.put(caller, wanted.chat_ids, **wanted.place())
    return ChatsOut(chats=await chats_out(caller.user, placed))


@router.delete(
    "/chats/trash",
    summary="Empty the trash",
    responses=errors(*_SIGNED_IN, Forbidden, InvalidRequest),
)
async def empty_trash(caller: CurrentCaller) -> TrashEmptiedOut:
    """Titles and text are erased for good; what the chats used stays in the books."""
    return TrashEmptiedOut(erased=await chats.empty_trash(caller))


@router.get("/chat/{chat_id}", summary="Read a chat", responses=errors(*_OWN_CHAT))
async def read_chat(user: CurrentUser, chat_id: ChatId) -> ChatOut:
    """The chat without its messages."""
    return await chat_out(user, await chats.get(user, chat_id))


@router.patch(
    "/chat/{chat_id}",
    summary="Rename, pin, archive or mark a chat, choose its model and what that is told first",
    responses=errors(
        *_CHANGES_CHAT, ChatArchived, ChatLimitReached, ModelNotAllowed, ModelUnavailable
    ),
)
async def update_chat(caller: CurrentCaller, chat_id: ChatId, changes: ChatPatch) -> ChatOut:
    """What is left out stays. An archived chat takes no change without being taken back.

    Pin and folder are each reader's own; all else is for the owner to change.
    """
    changed = await chats.update(caller, chat_id, **changes.changes())
    return await chat_out(caller.user, changed)


@router.delete(
    "/chat/{chat_id}",
    summary="Delete a chat",
    responses=errors(*_OWN_CHAT, Forbidden, InvalidRequest),
)
async def delete_chat(caller: CurrentCaller, chat_id: ChatId) -> ChatDeletedOut:
    """Its usage stays in the books; a running reply is stopped and charged."""
    await chats.delete(caller, chat_id)
    return ChatDeletedOut(chat_id=chat_id)


@router.post(
    "/chat/{chat_id}/restore",
    summary="Undo the deletion of a chat",
    responses=errors(*_OWN_CHAT, Forbidden, InvalidRequest, ChatLimitReached),
)
async def restore_chat(caller: CurrentCaller, chat_id: ChatId) -> ChatOut:
    """Within 30 days."""
    return await chat_out(caller.user, await chats.restore(caller, chat_id))


@router.get(
    "/chat/{chat_id}/messages",
    summary="Read the messages of a chat",
    responses=errors(*_OWN_CHAT, InvalidRequest, MessageNotFound),
)
async def list_messages(
    user: CurrentUser,
    chat_id: ChatId,
    limit: Limit = 50,
    before: Annotated[UUID | Absent, Query(description="Only messages before this one.")] = None,
    branch: Annotated[
        Literal["current", "all"],
        Query(description="The branch that is read now, or the messages of every branch."),
    ] = "current",
) -> MessagesOut:
    """The newest ones, oldest first."""
    views = await chats.messages(user, chat_id, limit=limit, before=before, branch=branch)
    return MessagesOut(messages=[message_out(view) for view in views])


@router.get(
    "/chat/{chat_id}/export",
    summary="Save a chat as a file",
    response_class=Response,
    responses={
        200: {
            "model": ExportOut,
            "description": "The current branch.",
            "content": {
                "text/markdown": {
                    "schema": {"type": "string"},
                    "example": "# What is a token?\n",
                },
                "application/pdf": {
                    "schema": {"type": "string", "format": "binary"},
                    "example": "%PDF-1.3 …",
                },
            },
        }
    }
    | errors(*_OWN_CHAT, InvalidRequest, FileTooLarge),
)
async def export_chat(
    user: CurrentUser,
    chat_id: ChatId,
    kind: Annotated[Format, Query(alias="format", description="Kind of file.")] = Format.JSON,
) -> Response:
    """The current branch, as JSON, Markdown or PDF."""
    file = await export(user, chat_id, kind)
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


@router.put(
    "/chat/{chat_id}/branch",
    summary="Make the branch through a message the current one",
    responses=errors(*_CHANGES_CHAT, MessageNotFound),
)
async def choose_branch(caller: CurrentCaller, chat_id: ChatId, branch: BranchIn) -> DoneOut:
    """Of several branches through it, the newest."""
    await chats.choose_branch(caller, chat_id, branch.message_id)
    return DoneOut()


@router.put(
    "/chat/{chat_id}/message/{message_id}/reaction",
    summary="Like or dislike a reply",
    responses=errors(*_CHANGES_CHAT, ChatArchived, MessageNotFound),
)
async def react_to_reply(
    caller: CurrentCaller, chat_id: ChatId, message_id: MessageId, reaction: ReactionIn
) -> DoneOut:
    """It takes the place of the one before; administrators see why a reply was not liked."""
    await chats.react(
        caller, chat_id, message_id, reaction.reaction, reaction.complaints, reaction.words
    )
    return DoneOut()


def message_out(view: chats.MessageView) -> MessageOut:
    """Return a message as it stands on the wire."""
    message = view.message
    breakdown = view.breakdown
    return MessageOut(
        message_id=message.message_id,
        parent_id=message.parent_id,
        sibling_ids=view.sibling_ids,
        role=message.role,
        content=message.content,
        parts=parts_of(view),
        attachments=attachments_of(view),
        status=message.status,
        model=message.model,
        tokens_consumed=view.tokens_consumed,
        breakdown=breakdown and BreakdownOut.model_validate(breakdown),
        finish_reason=view.finish_reason,
        reaction=view.reactions.own,
        reactions=ReactionsOut(like=view.reactions.likes, dislike=view.reactions.dislikes),
        thinking=message.thinking,
        thinking_ms=view.turn.thinking_ms if view.turn else None,
        author=view.author and WriterOut.model_validate(view.author),
        paid_by=view.payer and WriterOut.model_validate(view.payer),
        created_at=message.created_at,
    )
