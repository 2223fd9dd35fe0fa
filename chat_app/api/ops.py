"""Is it alive, is it ready, how are tokens counted, what does Prometheus read."""

import hmac
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from chat_app import metrics
from chat_app.api.deps import CurrentUser, bearer_token
from chat_app.api.envelope import errors
from chat_app.api.schemas.operations import HealthOut, ReadyOut, TokenStatsOut
from chat_app.config import get_settings
from chat_app.errors import OrgMismatch, Unauthenticated
from chat_app.llm.tokens import counter
from chat_app.services import readiness

router = APIRouter(prefix="/api", tags=["operations"])
measures = APIRouter(tags=["operations"])


_METRICS: dict[str, Any] = {
    "summary": "Figures for Prometheus",
    "openapi_extra": {"security": [{}, {"bearer": []}]},
    "response_class": Response,
    "responses": errors(Unauthenticated)
    | {
        200: {
            "description": "Of all workers.",
            "content": {
                "text/plain": {
                    "schema": {"type": "string"},
                    "example": 'chat_turns_total{model="simulated",outcome="complete"} 6.0\n',
                }
            },
        }
    },
}


@router.get("/metrics", name="read_figures", **_METRICS)
@measures.get("/metrics", **_METRICS)
async def read_metrics(token: Annotated[str, Depends(bearer_token)]) -> Response:
    """Open unless `METRICS_TOKEN` is set, which is asked for as a bearer token then."""
    wanted = get_settings().METRICS_TOKEN
    if wanted and not hmac.compare_digest(token.encode(), wanted.get_secret_value().encode()):
        raise Unauthenticated("The metrics ask for their own token")
    return Response(metrics.render(), media_type=metrics.CONTENT_TYPE_LATEST)


@router.get("/health", summary="Is the process alive?", responses=errors())
async def check_health() -> HealthOut:
    """Asks nobody else."""
    return HealthOut()


@router.get("/ready", summary="Can it do its work?", responses=errors())
async def check_readiness() -> ReadyOut:
    """Writes to the database, asks Redis, looks at keys and background work; within about 2 s."""
    return ReadyOut(checks=await readiness.check())


@router.get(
    "/chat/token-stats",
    summary="How tokens were counted since the start",
    responses=errors(Unauthenticated, OrgMismatch),
)
async def read_token_stats(_user: CurrentUser) -> TokenStatsOut:
    """Of the process that answers."""
    return TokenStatsOut.model_validate(counter().stats())
