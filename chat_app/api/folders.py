"""Folders of chats. See docs/contract/api.md."""

from typing import Annotated

from fastapi import APIRouter, Path

from chat_app.api.deps import CurrentCaller, CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.schemas.folders import FolderIn, FolderOut, FolderPatch, FoldersOut
from chat_app.api.schemas.shape import Cursor, DoneOut, Limit, Mark
from chat_app.errors import (
    Forbidden,
    InvalidRequest,
    ModelNotAllowed,
    ModelUnavailable,
    NotFound,
    OrgMismatch,
    Unauthenticated,
)
from chat_app.models import Folder
from chat_app.services.chats import folders

router = APIRouter(prefix="/api/folders", tags=["chats"])

_SIGNED_IN = (Unauthenticated, OrgMismatch, InvalidRequest)
_CHANGES = (*_SIGNED_IN, Forbidden, ModelNotAllowed, ModelUnavailable)
# A mark may have slashes.
_FOLDER = "/{project_id:path}"
ProjectId = Annotated[Mark, Path(description="The mark of the folder's chats.")]


@router.get("", summary="List my folders", responses=errors(*_SIGNED_IN))
async def list_folders(user: CurrentUser, limit: Limit = 50, cursor: Cursor = None) -> FoldersOut:
    """Newest first. A folder is there for every `project_id` that was put on a chat."""
    page = await folders.page(user, limit=limit, cursor=cursor)
    shown = [_out(each, page.chats.get(each.project_id, 0)) for each in page.folders]
    return FoldersOut(folders=shown, next_cursor=page.next_cursor)


@router.post("", status_code=201, summary="Make a folder", responses=errors(*_CHANGES))
async def create_folder(caller: CurrentCaller, wanted: FolderIn) -> FolderOut:
    """It gets a `project_id` of its own, which puts chats into it."""
    made = await folders.create(
        caller, name=wanted.name, system_prompt=wanted.system_prompt, model=wanted.model
    )
    return _out(made, 0)


@router.patch(
    _FOLDER,
    summary="Rename a folder, choose the model of its new chats and what that is told first",
    responses=errors(*_CHANGES, NotFound),
)
async def update_folder(
    caller: CurrentCaller, project_id: ProjectId, wanted: FolderPatch
) -> FolderOut:
    """What is left out stays. Chats that are in it already keep their own model and prompt."""
    changed = await folders.update(caller, project_id, **wanted.changes())
    return _out(changed, await folders.count_chats(caller.user, project_id))


@router.delete(
    _FOLDER,
    summary="Take a folder away",
    responses=errors(*_SIGNED_IN, Forbidden, NotFound),
)
async def delete_folder(caller: CurrentCaller, project_id: ProjectId) -> DoneOut:
    """Its chats stay, in no folder."""
    await folders.delete(caller, project_id)
    return DoneOut()


def _out(folder: Folder, chats: int) -> FolderOut:
    return FolderOut(
        project_id=folder.project_id,
        name=folder.name,
        system_prompt=folder.system_prompt,
        model=folder.model,
        chats=chats,
        created_at=folder.created_at,
    )
