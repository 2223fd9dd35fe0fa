"""The shape of errors under `/v1`."""

from chat_app.api.schemas.shape import Shape, example

_FAULT = {
    "message": "`messages[0].role` is missing",
    "type": "invalid_request_error",
    "param": "messages[0].role",
    "code": "invalid_request_error",
}


class GatewayFault(Shape):
    """What went wrong."""

    model_config = example(**_FAULT)

    message: str
    """For people; the wording may change."""
    type: str
    """The kind of fault, as OpenAI names them."""
    param: str | None
    """The field of the request it is about; null where it is about none."""
    code: str
    """For programs; each route lists its codes."""


class GatewayErrorOut(Shape):
    """The shape of every error under `/v1`, OpenAI's."""

    model_config = example(error=_FAULT)

    error: GatewayFault
    """The fault."""
