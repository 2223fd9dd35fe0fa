"""Embeddings: what is asked, what is answered."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from chat_app.api.schemas.shape import Shape, example
from chat_app.api.v1.schemas.asked import WHOLE, Asked, ModelId, Words
from chat_app.llm.vocabulary import CL100K_TOKENS

_USAGE = {"prompt_tokens": 2, "total_tokens": 2}
_ITEM: dict[str, Any] = {"object": "embedding", "index": 0, "embedding": [0.6, -0.8]}
MAX_TEXTS = 2048
_Text = Annotated[str, Field(min_length=1)]
_Tokens = Annotated[list[Annotated[int, Field(ge=0, lt=CL100K_TOKENS)]], Field(min_length=1)]
"""Of cl100k, in which clients of OpenAI cut texts before they send them."""


def _kind_of_input(content: Any) -> str | None:
    """Tell what is sent by the first of it."""
    match content:
        case str() if content:
            return "words"
        case [str(), *_]:
            return "texts"
        case [int(), *_]:
            return "tokens"
        case [[*_], *_]:
            return "lists"
        case _:
            return None


class EmbeddingsIn(Asked):
    """Texts to be made vectors."""

    model_config = example(model="text-embedding-3-small", input=["Hello"])

    model: ModelId
    """Model id, see `GET /v1/models`."""
    input: Annotated[
        Words
        | Annotated[list[_Text], Field(max_length=MAX_TEXTS), Tag("texts")]
        | Annotated[_Tokens, Tag("tokens")]
        | Annotated[list[_Tokens], Field(max_length=MAX_TEXTS), Tag("lists")],
        Discriminator(
            _kind_of_input,
            custom_error_type="input",
            custom_error_message="must be text, a list of texts, or the tokens of either",
        ),
    ]
    """A text or several, as they are or cut into the tokens of cl100k."""
    dimensions: Annotated[int, Field(ge=1, le=65_536), WHOLE] | None = None
    """How many numbers a vector has, where the model leaves a choice."""
    encoding_format: Literal["float", "base64"] | None = None
    """Numbers, or the bytes of 32-bit floats, little end first, in base64."""
    user: str | None = None
    """Who asks, to the program. Neither kept nor passed on."""


class Embedding(Shape):
    """A text as a vector."""

    model_config = example(**_ITEM)

    object: Literal["embedding"]
    """Always `embedding`."""
    index: int
    """Which of the texts."""
    embedding: list[float] | str
    """The vector; base64 where that was asked for."""


class EmbeddingsUsage(Shape):
    """What the vendor bills; our own count where it told nothing."""

    model_config = example(**_USAGE)

    prompt_tokens: int
    """Tokens of the texts."""
    total_tokens: int
    """The same, in tokens."""


class Embeddings(Shape):
    """Texts as vectors."""

    model_config = example(
        object="list", data=[_ITEM], model="text-embedding-3-small", usage=_USAGE
    )

    object: Literal["list"]
    """Always `list`."""
    data: list[Embedding]
    """A vector each, in the order of the texts."""
    model: str
    """Who made them."""
    usage: EmbeddingsUsage
    """What the vendor bills."""
