"""What administrators see and change. See product.md §5.4."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from chat_app.api.deps import AdminUser, admin_user
from chat_app.api.envelope import errors
from chat_app.api.schemas import Limit, Out, Text, UserOut
from chat_app.errors import (
    Conflict,
    Forbidden,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    Unauthenticated,
)
from chat_app.models import LedgerKind, Tier, UserRole
from chat_app.services import people, reports, usage
from chat_app.services.people import MAX_TOKEN_LIMIT, Person
from chat_app.services.reports import GroupBy, Scope

_ADMIN = (Unauthenticated, OrgMismatch, Forbidden)
_LISTS = errors(*_ADMIN, InvalidRequest)
_CHANGES = errors(*_ADMIN, InvalidRequest, NotFound)

router = APIRouter(prefix="/api/admin", tags=["admin"], dependencies=[Depends(admin_user)])

Cursor = Annotated[Text | None, Query(description="`next_cursor` of the page before.")]


class UsageRowOut(Out):
    """The settled exchanges of one day, user, model or organisation."""

    key: str
    label: str
    exchanges: int
    tokens: int
    billed_tokens: int
    cost_micro_usd: int
    errors: int


class UsageOut(Out):
    """Usage, grouped, and its sum."""

    rows: list[UsageRowOut]
    total: UsageRowOut


class PersonOut(UserOut):
    """An account with its budget of the current period."""

    token_limit: int
    total_tokens_used: int
    reserved_tokens: int
    is_active: bool
    created_at: datetime
    last_seen_at: datetime | None


class PeopleOut(BaseModel):
    """Some of the accounts."""

    users: list[PersonOut]
    next_cursor: str | None


class PersonPatch(BaseModel):
    """What to change of an account; what is left out stays."""

    token_limit: Annotated[int, Field(strict=True, ge=0, le=MAX_TOKEN_LIMIT)] | None = None
    tier: Tier | None = None
    role: UserRole | None = None
    is_active: Annotated[bool, Field(strict=True)] | None = None


class LedgerEntryOut(Out):
    """A change to a budget."""

    entry_id: UUID
    user_id: UUID | None = Field(description="Null for the operator's own account.")
    turn_id: UUID | None
    kind: LedgerKind
    amount_tokens: int
    balance_tokens: int
    created_at: datetime


class LedgerOut(BaseModel):
    """Some entries, newest first."""

    entries: list[LedgerEntryOut]
    next_cursor: str | None


class AuditEventOut(Out):
    """Who did what to what."""

    event_id: UUID
    actor_id: UUID | None
    action: str
    target: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    created_at: datetime


class AuditOut(BaseModel):
    """Some audited actions, newest first."""

    events: list[AuditEventOut]
    next_cursor: str | None


def scope_in_query(
    first: Annotated[
        Text, Query(alias="from", description="First UTC day; 30 days back when left out.")
    ] = "",
    last: Annotated[Text, Query(alias="to", description="Last UTC day; today by default.")] = "",
    model: Annotated[Text, Query(description="Only this model.")] = "",
    user: Annotated[Text, Query(description="Only this user, by id or e-mail.")] = "",
) -> Scope:
    """Return what a report is about.

    Raises:
        InvalidRequest: A date is none, or the range makes no sense.
    """
    return reports.scope_of(first, last, model, user)


ScopeInQuery = Annotated[Scope, Depends(scope_in_query)]


@router.get("/usage", summary="Usage of everybody", responses=_LISTS)
async def get_usage(scope: ScopeInQuery, group_by: GroupBy = GroupBy.DAY) -> UsageOut:
    """Days in order; users, models and organisations with most tokens first."""
    return UsageOut.model_validate(await reports.usage(scope, group_by))


@router.get(
    "/usage.csv",
    summary="The same as CSV",
    responses=_LISTS | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    response_class=Response,
)
async def get_usage_csv(scope: ScopeInQuery, group_by: GroupBy = GroupBy.DAY) -> Response:
    """The rows without their sum; no cell is a formula."""
    report = await reports.usage(scope, group_by)
    name = f"usage-by-{group_by}-{scope.first_day}-to-{scope.last_day}.csv"
    return Response(
        reports.as_csv(report.rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get("/users", summary="List the accounts", responses=_LISTS)
async def list_users(
    limit: Limit = 50,
    cursor: Cursor = None,
    q: Annotated[Text, Query(description="Part of an e-mail or a name.")] = "",
) -> PeopleOut:
    """Oldest first, each with the budget of the current period."""
    page = await people.people_page(q=q, limit=limit, cursor=cursor)
    return PeopleOut(
        users=[_person_out(person) for person in page.people], next_cursor=page.next_cursor
    )


@router.patch(
    "/users/{user_id}",
    summary="Change an account",
    responses=errors(*_ADMIN, InvalidRequest, NotFound, Conflict),
)
async def update_user(admin: AdminUser, user_id: UUID, changes: PersonPatch) -> PersonOut:
    """A limit below what is spent leaves the current period at what is spent."""
    return _person_out(await people.update_person(admin, user_id, **changes.model_dump()))


@router.post("/users/{user_id}/reset-usage", summary="Open a fresh period", responses=_CHANGES)
async def reset_usage(admin: AdminUser, user_id: UUID) -> PersonOut:
    """The old period stays in the book; replies in progress are paid by it."""
    return _person_out(await people.reset_usage(admin, user_id))


@router.get("/ledger", summary="Every change to budgets", responses=_LISTS)
async def list_ledger(
    limit: Limit = 50,
    cursor: Cursor = None,
    user_id: Annotated[UUID | None, Query(description="Only this user's.")] = None,
) -> LedgerOut:
    """Newest first."""
    page = await usage.ledger_page(user_id, limit, cursor)
    return LedgerOut(
        entries=[LedgerEntryOut.model_validate(line.entry) for line in page.lines],
        next_cursor=page.next_cursor,
    )


@router.get("/audit", summary="Who did what to what", responses=_LISTS)
async def list_audit(limit: Limit = 50, cursor: Cursor = None) -> AuditOut:
    """Newest first."""
    page = await people.audit_page(limit, cursor)
    return AuditOut(
        events=[AuditEventOut.model_validate(line.event) for line in page.lines],
        next_cursor=page.next_cursor,
    )


def _person_out(person: Person) -> PersonOut:
    figures = {
        "token_limit": person.token_limit,
        "total_tokens_used": person.total_tokens_used,
        "reserved_tokens": person.reserved_tokens,
    }
    account = person.user.model_dump(include=set(PersonOut.model_fields))
    return PersonOut.model_validate(account | figures)
