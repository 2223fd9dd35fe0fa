"""Prompts that people keep to use again. See docs/contract/api.md."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from chat_app.api.deps import AccountCaller, account_caller
from chat_app.api.envelope import errors
from chat_app.api.schemas.prompt_library import (
    PromptIn,
    PromptOut,
    PromptPatch,
    PromptsOut,
    prompt_out,
)
from chat_app.api.schemas.shape import DoneOut
from chat_app.errors import (
    Forbidden,
    InvalidRequest,
    NameTaken,
    NotFound,
    OrgMismatch,
    Unauthenticated,
)
from chat_app.services import prompt_library as library

_REFUSALS = (Unauthenticated, OrgMismatch, Forbidden)
_CHANGES = (*_REFUSALS, InvalidRequest)

router = APIRouter(prefix="/api/prompts", tags=["prompts"], dependencies=[Depends(account_caller)])

PromptId = Annotated[UUID, Path(description="The prompt.")]


@router.get("", summary="List the prompts that I may use", responses=errors(*_REFUSALS))
async def list_prompts(caller: AccountCaller) -> PromptsOut:
    """The own ones and those that are shared with everybody."""
    found = await library.prompts_of(caller.user)
    return PromptsOut(prompts=[prompt_out(each, caller.user) for each in found])


@router.post("", status_code=201, summary="Keep a prompt", responses=errors(*_CHANGES, NameTaken))
async def create_prompt(caller: AccountCaller, wanted: PromptIn) -> PromptOut:
    """Whoever is an administrator may share it with everybody."""
    made = await library.create(
        caller,
        name=wanted.name,
        content=wanted.content,
        description=wanted.description,
        shared=wanted.shared,
    )
    return prompt_out(made, caller.user)


@router.patch(
    "/{prompt_id}", summary="Change a prompt", responses=errors(*_CHANGES, NameTaken, NotFound)
)
async def update_prompt(
    caller: AccountCaller, prompt_id: PromptId, changes: PromptPatch
) -> PromptOut:
    """One's own; administrators change the shared ones."""
    changed = await library.change(caller, prompt_id, **changes.changes())
    return prompt_out(changed, caller.user)


@router.delete("/{prompt_id}", summary="Throw a prompt away", responses=errors(*_CHANGES, NotFound))
async def delete_prompt(caller: AccountCaller, prompt_id: PromptId) -> DoneOut:
    """One's own; administrators throw shared ones away."""
    await library.delete(caller, prompt_id)
    return DoneOut()
