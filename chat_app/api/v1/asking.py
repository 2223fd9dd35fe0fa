"""What all calls of a model have in common: which one may be asked, and what may go wrong."""

from chat_app.api.v1.refusals import InvalidField, ModelNotFound
from chat_app.errors import (
    ContextLengthExceeded,
    Forbidden,
    IdempotencyConflict,
    InvalidRequest,
    ModelNotAllowed,
    PayloadTooLarge,
    ProviderError,
    ProviderRateLimited,
    ProviderTimeout,
    TokenLimitExceeded,
)
from chat_app.llm import catalogue
from chat_app.llm.catalogue import Model
from chat_app.llm.types import Task

ASKING = (
    InvalidRequest,
    ContextLengthExceeded,
    TokenLimitExceeded,
    ModelNotAllowed,
    Forbidden,
    ModelNotFound,
    IdempotencyConflict,
    PayloadTooLarge,
    ProviderError,
    ProviderRateLimited,
    ProviderTimeout,
)
"""What may go wrong where a model is asked."""


def model_to_ask(model_id: str, task: Task = Task.CHAT) -> Model:
    """Return a model of the catalogue.

    Raises:
        ModelNotFound: There is none of this name, or its vendor has no key here; as asking again
            changes nothing, it is no 503, which clients send again for ten seconds.
        InvalidField: It is one for something else.
    """
    model = catalogue.catalogue().get(model_id)
    if model is None:
        raise ModelNotFound
    if not catalogue.is_available(model):
        raise ModelNotFound(_NOT_SET_UP)
    if model.task is not task:
        raise InvalidField("model", f"{model.model_id} is asked at {_PLACES[model.task]}")
    return model


_NOT_SET_UP = "This model is not set up on this server; `GET /v1/models` lists those that are"
_PLACES = {
    Task.CHAT: "/v1/chat/completions or /v1/responses",
    Task.EMBED: "/v1/embeddings",
    Task.IMAGE: "/api/chat",
    Task.TRANSCRIBE: "/api/transcriptions",
    Task.SPEECH: "/api/speech",
}
