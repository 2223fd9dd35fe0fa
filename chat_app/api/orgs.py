"""Organisations, for administrators. See docs/contract/api.md."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path

from chat_app.api.deps import AdminCaller, admin_caller
from chat_app.api.envelope import errors
from chat_app.api.schemas.orgs import OrgIn, OrgOut, OrgsOut
from chat_app.api.schemas.shape import Cursor, DoneOut, Limit
from chat_app.errors import Forbidden, InvalidRequest, NotFound, OrgMismatch, Unauthenticated
from chat_app.services.admin import orgs
from chat_app.services.admin.orgs import Org

_ADMIN = (Unauthenticated, OrgMismatch, Forbidden, InvalidRequest)

router = APIRouter(prefix="/api/admin/orgs", tags=["admin"], dependencies=[Depends(admin_caller)])

OrgId = Annotated[UUID, Path(description="The organisation.")]


@router.get("", summary="List the organisations", responses=errors(*_ADMIN))
async def list_orgs(limit: Limit = 50, cursor: Cursor = None) -> OrgsOut:
    """Oldest first."""
    page = await orgs.page(limit, cursor)
    return OrgsOut(orgs=[_out(org) for org in page.orgs], next_cursor=page.next_cursor)


@router.post("", status_code=201, summary="Make an organisation", responses=errors(*_ADMIN))
async def create_org(caller: AdminCaller, wanted: OrgIn) -> OrgOut:
    """People are put into it one by one."""
    return _out(await orgs.create(caller, wanted.name))


@router.patch("/{org_id}", summary="Rename an organisation", responses=errors(*_ADMIN, NotFound))
async def update_org(caller: AdminCaller, org_id: OrgId, wanted: OrgIn) -> OrgOut:
    """Nothing else changes."""
    return _out(await orgs.rename(caller, org_id, wanted.name))


@router.delete(
    "/{org_id}", summary="Take an organisation away", responses=errors(*_ADMIN, NotFound)
)
async def delete_org(caller: AdminCaller, org_id: OrgId) -> DoneOut:
    """Its people stay, without an organisation, and so does what they used."""
    await orgs.delete(caller, org_id)
    return DoneOut()


def _out(org: Org) -> OrgOut:
    made = org.organisation
    return OrgOut(org_id=made.org_id, name=made.name, people=org.people, created_at=made.created_at)
