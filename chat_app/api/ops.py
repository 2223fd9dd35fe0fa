"""Is it alive, is it ready, how are tokens counted."""

from fastapi import APIRouter

from chat_app.api.deps import CurrentUser
from chat_app.api.envelope import errors
from chat_app.api.schemas import HealthOut, ReadyOut, TokenStatsOut
from chat_app.errors import OrgMismatch, Unauthenticated
from chat_app.llm.tokens import counter
from chat_app.services import readiness

router = APIRouter(prefix="/api", tags=["operations"])


@router.get("/health", summary="Is the process alive?", responses=errors())
async def health() -> HealthOut:
    """Asks nobody else."""
    return HealthOut()


@router.get("/ready", summary="Can it do its work?", responses=errors())
async def ready() -> ReadyOut:
    """Asks the database, Redis where it is set, and whether the default model has its key."""
    return ReadyOut(checks=await readiness.check())


@router.get(
    "/chat/token-stats",
    summary="How tokens were counted since the start",
    responses=errors(Unauthenticated, OrgMismatch),
)
async def token_stats(_user: CurrentUser) -> TokenStatsOut:
    """Of the process that answers."""
    stats = counter().stats()
    asked = stats.hits + stats.misses
    return TokenStatsOut(
        system_prompt_cache_entries=stats.system_prompt_cache_entries,
        text_token_cache_entries=stats.text_token_cache_entries,
        total_cache_entries=stats.system_prompt_cache_entries + stats.text_token_cache_entries,
        hits=stats.hits,
        misses=stats.misses,
        hit_rate=stats.hits / asked if asked else 0,
        api_calls=stats.api_calls,
        api_calls_saved=stats.api_calls_saved,
        estimates=stats.estimates,
    )
