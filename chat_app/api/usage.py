"""A user's own budget. See docs/contract/api.md."""

from fastapi import APIRouter

from chat_app.api.deps import CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.schemas.usage import TokenUsageOut
from chat_app.errors import OrgMismatch, Unauthenticated
from chat_app.services.budgets import usage

router = APIRouter(prefix="/api/user", tags=["usage"])


@router.get(
    "/token-usage", summary="My token budget", responses=errors(Unauthenticated, OrgMismatch)
)
async def read_token_usage(user: CurrentUser) -> TokenUsageOut:
    """The estimate goes by the last 7 days; it is null when nothing was used in them."""
    return TokenUsageOut.model_validate(await usage.token_usage(user))
