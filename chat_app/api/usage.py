"""A user's own budget. See product.md §5.4."""

from datetime import date, datetime

from fastapi import APIRouter

from chat_app.api.deps import CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.schemas import Out
from chat_app.errors import OrgMismatch, Unauthenticated
from chat_app.services import usage

router = APIRouter(prefix="/api/user", tags=["usage"])


class DayTokensOut(Out):
    """Tokens charged on one UTC day."""

    date: date
    tokens: int


class ModelTokensOut(Out):
    """Tokens charged for one model."""

    model: str
    tokens: int


class TokenUsageOut(Out):
    """A budget in the current period, and where the tokens of the last 30 days went."""

    total_tokens_used: int
    token_limit: int
    remaining_tokens: int
    reserved_tokens: int
    estimated_days_until_limit: float | None
    last_reset_at: datetime
    resets_at: datetime
    by_day: list[DayTokensOut]
    by_model: list[ModelTokensOut]


@router.get(
    "/token-usage", summary="My token budget", responses=errors(Unauthenticated, OrgMismatch)
)
async def token_usage(user: CurrentUser) -> TokenUsageOut:
    """The estimate goes by the last 7 days; it is null when nothing was used in them."""
    return TokenUsageOut.model_validate(await usage.token_usage(user))
