"""What administrators see and change. See docs/contract/api.md."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from chat_app.api.deps import AdminCaller, admin_caller
from chat_app.api.envelope import errors
from chat_app.api.schemas.admin import (
    AuditEventOut,
    AuditOut,
    LedgerEntryOut,
    LedgerOut,
    PasswordLinkOut,
    PeopleOut,
    PersonIn,
    PersonMadeOut,
    PersonOut,
    PersonPatch,
    TokenCacheOut,
    UsageOut,
)
from chat_app.api.schemas.feedback import FeedbackOut, FeedbackPageOut, ModelReactionsOut
from chat_app.api.schemas.shape import Absent, Cursor, Limit, Text
from chat_app.api.schemas.vendors import CheckedVendorsOut, checked_vendor
from chat_app.config import get_settings
from chat_app.errors import (
    EmailTaken,
    Forbidden,
    InvalidRequest,
    NotFound,
    OrgMismatch,
    Unauthenticated,
)
from chat_app.services.accounts.password_links import IssuedLink
from chat_app.services.admin import (
    audit,
    feedback,
    newcomers,
    reports,
    token_cache,
    users,
    vendor_check,
)
from chat_app.services.admin.reports import GroupBy, Scope
from chat_app.services.admin.users import UserOverview
from chat_app.services.budgets import usage

_ADMIN = (Unauthenticated, OrgMismatch, Forbidden)
_LISTS = errors(*_ADMIN, InvalidRequest)
_CHANGES = errors(*_ADMIN, InvalidRequest, NotFound)

_A_DAY: dict[str, Any] = {"pattern": r"^(\d{4}-\d{2}-\d{2}.*)?$"}

router = APIRouter(prefix="/api/admin", tags=["admin"], dependencies=[Depends(admin_caller)])


def scope_in_query(
    first: Annotated[
        Text | Absent,
        Query(
            alias="from",
            description="First UTC day, as 2026-11-01; 29 days before the last one by default.",
            json_schema_extra=_A_DAY,
        ),
    ] = None,
    last: Annotated[
        Text | Absent,
        Query(
            alias="to",
            description="Last UTC day, as 2026-11-21; today by default.",
            json_schema_extra=_A_DAY,
        ),
    ] = None,
    model: Annotated[Text, Query(description="Only this model.")] = "",
    user: Annotated[Text, Query(description="Only this user, by id or e-mail.")] = "",
) -> Scope:
    """Return what a report is about.

    Raises:
        InvalidRequest: A date is none, or the range makes no sense.
    """
    return reports.scope_of(first or "", last or "", model, user)


ScopeInQuery = Annotated[Scope, Depends(scope_in_query)]
Grouping = Annotated[GroupBy, Query(description="What one row stands for.")]
PersonId = Annotated[UUID, Path(description="The account.")]


@router.get("/usage", summary="Usage of everybody", responses=_LISTS)
async def report_usage(
    scope: ScopeInQuery,
    group_by: Grouping = GroupBy.DAY,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> UsageOut:
    """Days in order; users, models, organisations and API keys with most tokens first."""
    report = await reports.usage(scope, group_by, limit=limit, cursor=cursor)
    return UsageOut.model_validate(report)


@router.get(
    "/usage.csv",
    summary="The same as CSV",
    responses=_LISTS
    | {
        200: {
            "content": {
                "text/csv": {
                    "schema": {"type": "string"},
                    "example": "key,label,exchanges,tokens,billed_tokens,cost_micro_usd,errors,"
                    "estimated_cost_micro_usd\r\n2026-11-21,2026-11-21,6,1248,1188,0,0,0\r\n",
                }
            }
        }
    },
    response_class=Response,
)
async def export_usage(scope: ScopeInQuery, group_by: Grouping = GroupBy.DAY) -> Response:
    """All rows, without their sum; no cell is a formula."""
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
    page = await users.users_page(q=q, limit=limit, cursor=cursor)
    return PeopleOut(
        users=[_person_out(person) for person in page.people], next_cursor=page.next_cursor
    )


@router.post(
    "/users",
    status_code=201,
    summary="Make an account for somebody",
    responses=errors(*_ADMIN, InvalidRequest, NotFound, EmailTaken),
)
async def add_user(request: Request, caller: AdminCaller, wanted: PersonIn) -> PersonMadeOut:
    """Whether sign-up is open or not. Without a password there is a link to set one."""
    person, link = await newcomers.add(caller, **wanted.model_dump())
    return PersonMadeOut(
        **_person_out(person).model_dump(),
        password_link=link and _address_of(request, link),
        password_link_expires_at=link and link.expires_at,
    )


@router.post(
    "/users/{user_id}/password-link", summary="Make a link to set a password", responses=_CHANGES
)
async def make_password_link(
    request: Request, caller: AdminCaller, user_id: PersonId
) -> PasswordLinkOut:
    """Earlier links of the account are dead; its password stays until another is set."""
    link = await newcomers.new_link(caller, user_id)
    return PasswordLinkOut(
        password_link=_address_of(request, link), password_link_expires_at=link.expires_at
    )


@router.patch(
    "/users/{user_id}",
    summary="Change an account",
    responses=_CHANGES,
)
async def update_user(caller: AdminCaller, user_id: PersonId, changes: PersonPatch) -> PersonOut:
    """A limit below what is spent leaves the current period at what is spent."""
    return _person_out(await users.update_user(caller, user_id, **changes.changes()))


@router.post("/users/{user_id}/reset-usage", summary="Open a fresh period", responses=_CHANGES)
async def reset_usage(caller: AdminCaller, user_id: PersonId) -> PersonOut:
    """The old period stays in the book; replies in progress are paid by it."""
    return _person_out(await users.reset_usage(caller, user_id))


@router.get("/ledger", summary="Every change to budgets", responses=_LISTS)
async def list_ledger(
    limit: Limit = 50,
    cursor: Cursor = None,
    user_id: Annotated[UUID | Absent, Query(description="Only this user's.")] = None,
) -> LedgerOut:
    """Newest first."""
    page = await usage.ledger_page(user_id, limit, cursor)
    return LedgerOut(
        entries=[
            LedgerEntryOut.model_validate(
                line.entry.model_dump() | {"key_id": line.key_id, "purpose": line.purpose}
            )
            for line in page.lines
        ],
        next_cursor=page.next_cursor,
    )


@router.get("/audit", summary="Who did what to what", responses=_LISTS)
async def list_audit(limit: Limit = 50, cursor: Cursor = None) -> AuditOut:
    """Newest first."""
    page = await audit.page(limit, cursor)
    return AuditOut(
        events=[AuditEventOut.model_validate(line.event) for line in page.lines],
        next_cursor=page.next_cursor,
    )


@router.get("/feedback", summary="What people think of replies", responses=_LISTS)
async def list_feedback(limit: Limit = 50, cursor: Cursor = None) -> FeedbackPageOut:
    """Newest first; likes and dislikes of each model beside it."""
    page = await feedback.page(limit, cursor)
    return FeedbackPageOut(
        feedback=[
            FeedbackOut(**line.feedback.model_dump(), email=line.email, model=line.model)
            for line in page.lines
        ],
        by_model=[ModelReactionsOut.model_validate(each) for each in await feedback.by_model()],
        next_cursor=page.next_cursor,
    )


@router.post(
    "/check-vendors",
    summary="Talk a little with each vendor whose key is set",
    responses=errors(*_ADMIN),
)
async def check_vendors() -> CheckedVendorsOut:
    """Takes half a minute at most; costs a few tokens of each, and is charged to nobody."""
    checks = await vendor_check.check_vendors()
    return CheckedVendorsOut(vendors=[checked_vendor(check) for check in checks])


@router.delete("/token-cache", summary="Empty the cache of token counts", responses=errors(*_ADMIN))
async def empty_token_cache(caller: AdminCaller) -> TokenCacheOut:
    """Of the process that answers and, where it is set, in Redis."""
    return TokenCacheOut(removed_entries=await token_cache.empty(caller))


def _address_of(request: Request, link: IssuedLink) -> str:
    # Behind the #, so that it stands in no log of any server.
    origin = get_settings().PUBLIC_ORIGIN or f"{request.url.scheme}://{request.url.netloc}"
    return f"{origin}/set-password#token={link.token}"


def _person_out(person: UserOverview) -> PersonOut:
    figures = {
        "token_limit": person.token_limit,
        "total_tokens_used": person.total_tokens_used,
        "reserved_tokens": person.reserved_tokens,
        "has_second_factor": person.has_second_factor,
    }
    account = person.user.model_dump(include=set(PersonOut.model_fields))
    return PersonOut.model_validate(account | figures)
