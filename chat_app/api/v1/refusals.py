"""Why a request under `/v1` will not do; what is refused elsewhere, too, is in `errors.py`."""

from chat_app.errors import InvalidRequest, NotFound


class InvalidField(InvalidRequest):
    """A value of the request will not do.

    Args:
        field: Which one, as in `messages[0].role`.
        words: What is wrong with it.
    """

    def __init__(self, field: str, words: str):
        super().__init__(f"`{field}`: {words}")
        self.field = field


class ModelNotFound(NotFound):
    """No model of this name is to be had where it was asked for."""

    code = "MODEL_NOT_FOUND"
    message = "There is no such model; `GET /v1/models` lists those there are"
    field = "model"
