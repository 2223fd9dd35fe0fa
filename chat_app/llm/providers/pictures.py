"""Pictures by OpenAI's images API: one request, whose answer has the picture and its bill.

Forms by the SDK's `ImageGenerateParams` and `ImagesResponse` (openai 3.52, read 2026-11-29). It
takes one description and no talk. A picture is billed by its size and quality alone; the quality is
asked for by name, for the vendor's own choice (`auto`) may cost four times as much.
"""

from base64 import b64decode
from typing import Any

from chat_app.errors import ProviderError
from chat_app.llm.catalogue import Model
from chat_app.llm.json_shapes import fields_of, list_of, text_of
from chat_app.llm.testimony import Terms, Testimony
from chat_app.llm.types import PictureDelta, Prompt, Usage

_QUALITY = "medium"
_FORMAT = "png"
_TERMS = Terms(
    prompt=("input_tokens",),
    cached="input_tokens_details.cached_tokens",
    output="output_tokens",
    thinking="output_tokens_details.reasoning_tokens",
    total="total_tokens",
    thinking_is_output=True,
    picture="output_tokens_details.image_tokens",
)


def request_of(model: Model, prompt: Prompt) -> dict[str, Any]:
    """Return the request for a picture of what the last message says."""
    return {
        "model": model.wire_name,
        "prompt": prompt.question.text,
        "size": model.picture_size,
        "quality": _QUALITY,
        "output_format": _FORMAT,
        "n": 1,
    }


def picture_of(answer: dict[str, Any]) -> PictureDelta:
    """Return the picture in an answer.

    Raises:
        ProviderError: There is none.
        ValueError: It is not in base64.
    """
    for each in list_of(answer.get("data")):
        if content := text_of(fields_of(each).get("b64_json")):
            form = text_of(answer.get("output_format")) or _FORMAT
            return PictureDelta(f"image/{form}", b64decode(content, validate=True))
    raise ProviderError("The model ended without a picture; try again or choose another model")


def usage_of(model: Model, answer: dict[str, Any]) -> Usage | None:
    """Return what the vendor bills, as far as it can be true."""
    testimony = Testimony(model.model_id, _TERMS)
    testimony.hear(answer.get("usage"))
    return testimony.usage()
