"""Models, as OpenAI lists them."""

from typing import Any, Literal

from chat_app.api.schemas.shape import Shape, example

_MODEL: dict[str, Any] = {
    "id": "simulated",
    "object": "model",
    "created": 0,
    "owned_by": "simulated",
}


class GatewayModelOut(Shape):
    """A model."""

    model_config = example(**_MODEL)

    id: str
    """What requests call it."""
    object: Literal["model"]
    """Always `model`."""
    created: int
    """Always 0: nobody knows when it was made."""
    owned_by: str
    """Its vendor."""


class GatewayModelsOut(Shape):
    """The models that a key may ask."""

    model_config = example(object="list", data=[_MODEL])

    object: Literal["list"]
    """Always `list`."""
    data: list[GatewayModelOut]
    """All of them."""
