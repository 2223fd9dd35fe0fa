"""How people may come in, for pages that nobody has signed in to yet."""

from fastapi import APIRouter, Depends

from chat_app.api.deps import limit_by_address
from chat_app.api.envelope import errors
from chat_app.api.schemas.accounts import WaysOut
from chat_app.services.accounts import ways

router = APIRouter(prefix="/api/auth", tags=["accounts"])


@router.get(
    "/ways",
    summary="How people may come in",
    responses=errors(),
    dependencies=[Depends(limit_by_address)],
)
async def read_ways() -> WaysOut:
    """For whoever is not signed in yet; as the operator decided."""
    return WaysOut.model_validate(ways.open_ways())
