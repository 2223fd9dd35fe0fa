"""The models on offer."""

from fastapi import APIRouter

from chat_app.api.deps import CurrentCaller
from chat_app.api.envelope import errors
from chat_app.api.schemas.operations import ModelOut, ModelsOut, PricesOut
from chat_app.errors import OrgMismatch, Unauthenticated
from chat_app.llm import catalogue

router = APIRouter(prefix="/api", tags=["models"])


@router.get("/models", summary="List the models", responses=errors(Unauthenticated, OrgMismatch))
async def list_models(caller: CurrentCaller) -> ModelsOut:
    """Whatever they are for; those that cannot be used are there as well, marked."""
    return ModelsOut(
        models=[
            ModelOut(
                model_id=model.model_id,
                provider=model.provider,
                name=model.name,
                context_window_tokens=model.context_window_tokens,
                max_output_tokens=model.max_output_tokens,
                tier=model.tier,
                task=model.task,
                inputs=list(model.inputs),
                outputs=list(model.outputs),
                prices=PricesOut.model_validate(model.prices),
                available=catalogue.is_available(model),
                allowed=caller.may_use(model.model_id)
                and catalogue.is_allowed(model, caller.user.tier),
            )
            for model in catalogue.catalogue().all_models
        ]
    )
