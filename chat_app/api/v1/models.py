"""The models that a key may ask."""

from typing import Annotated

from fastapi import APIRouter, Path

from chat_app.api.envelope import gateway_errors
from chat_app.api.v1.deps import KeyCaller
from chat_app.api.v1.refusals import ModelNotFound
from chat_app.api.v1.schemas.models import GatewayModelOut, GatewayModelsOut
from chat_app.llm import catalogue
from chat_app.llm.catalogue import Model
from chat_app.services.accounts import Caller

router = APIRouter(prefix="/v1/models", tags=["gateway"])


@router.get("", summary="List the models this key may ask", responses=gateway_errors())
async def list_gateway_models(caller: KeyCaller) -> GatewayModelsOut:
    """Those of the owner's plan whose vendor is set up, and which the key is not kept from."""
    return GatewayModelsOut(object="list", data=[_told(model) for model in _models_for(caller)])


@router.get("/{model_id:path}", summary="Read a model", responses=gateway_errors(ModelNotFound))
async def read_gateway_model(
    caller: KeyCaller, model_id: Annotated[str, Path(description="The model.")]
) -> GatewayModelOut:
    """What this key may not ask is not found."""
    for model in _models_for(caller):
        if model.model_id == model_id:
            return _told(model)
    raise ModelNotFound


def _models_for(caller: Caller) -> list[Model]:
    return [
        model
        for model in catalogue.catalogue().all_models
        if catalogue.is_available(model)
        and catalogue.is_allowed(model, caller.user.tier)
        and (caller.models is None or model.model_id in caller.models)
    ]


def _told(model: Model) -> GatewayModelOut:
    return GatewayModelOut(
        id=model.model_id, object="model", created=_CREATED, owned_by=model.provider
    )


_CREATED = 0
"""Nobody knows when a model was made; clients only want a number."""
