"""Embeddings."""

import asyncio
import json
import sys
from array import array
from base64 import b64encode
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from chat_app.api.envelope import gateway_errors
from chat_app.api.hanging_up import NOBODY_LISTENS, unless_hung_up
from chat_app.api.v1.asking import ASKING, model_to_ask
from chat_app.api.v1.bodies import body_of
from chat_app.api.v1.deps import KeyCaller, OnceKey
from chat_app.api.v1.document import body_in_document, charged_responses
from chat_app.api.v1.exchanges import CHARGED, remaining, renamed
from chat_app.api.v1.faults import as_told
from chat_app.api.v1.refusals import InvalidField
from chat_app.api.v1.schemas.embeddings import Embeddings, EmbeddingsIn
from chat_app.errors import ChatAppError
from chat_app.llm.providers.vectors import Vector
from chat_app.llm.types import Task
from chat_app.llm.vocabulary import decode
from chat_app.services import turns

_FIELDS = {"messages": "input"}
"""What services name as chat completions do."""

router = APIRouter(prefix="/v1", tags=["gateway"])


@router.post(
    "/embeddings",
    summary="Make texts vectors",
    response_class=Response,
    responses=charged_responses(Embeddings, "A vector each.") | gateway_errors(*ASKING),
    openapi_extra=body_in_document(EmbeddingsIn),
)
async def create_embeddings(
    request: Request,
    caller: KeyCaller,
    asked: Annotated[EmbeddingsIn, Depends(body_of(EmbeddingsIn))],
    key: OnceKey = None,
) -> Response:
    """The texts are kept nowhere. Who hangs up gives up the answer."""
    model = model_to_ask(asked.model, Task.EMBED)
    longest = model.dimensions or 0
    if asked.dimensions and asked.dimensions > longest:
        words = f"{model.name} makes vectors of at most {longest} numbers"
        raise InvalidField("dimensions", words)
    texts = _texts_of(asked)
    work = turns.embed(caller, model.model_id, texts, dimensions=asked.dimensions, key=key)
    try:
        embedded = await unless_hung_up(request.receive, work)
    except ChatAppError as fault:
        raise renamed(as_told(fault), _FIELDS) from fault
    if embedded is None:
        return Response(status_code=NOBODY_LISTENS)
    # They may be millions of numbers: written on the loop, they would hold everybody up.
    written = await asyncio.to_thread(_written, embedded, asked)
    headers = {CHARGED: str(embedded.charged_tokens)} | await remaining(caller)
    return Response(written, media_type="application/json", headers=headers)


def _written(embedded: turns.Embedding, asked: EmbeddingsIn) -> str:
    write = _base64 if asked.encoding_format == "base64" else _numbers
    data = ", ".join(
        f'{{"object": "embedding", "index": {index}, "embedding": {write(vector)}}}'
        for index, vector in enumerate(embedded.vectors)
    )
    usage = embedded.usage
    prompt_tokens = usage.prompt_tokens or 0
    told = {"prompt_tokens": prompt_tokens, "total_tokens": usage.total_tokens or prompt_tokens}
    rest = json.dumps({"model": asked.model, "usage": told})
    return f'{{"object": "list", "data": [{data}], {rest[1:]}'


def _texts_of(asked: EmbeddingsIn) -> list[str]:
    match asked.input:
        case str(text):
            return [text]
        case [int(), *_] as tokens:
            return [_read(tokens, "input")]
        case several:
            return [
                each if isinstance(each, str) else _read(each, f"input[{index}]")
                for index, each in enumerate(several)
            ]


def _read(tokens: Any, field: str) -> str:
    try:
        return decode(tokens)
    except ValueError as fault:
        raise InvalidField(field, "these tokens are no text in cl100k") from fault


def _base64(vector: Vector) -> str:
    if sys.byteorder == "big":
        vector = array(vector.typecode, vector)
        vector.byteswap()
    return f'"{b64encode(vector.tobytes()).decode()}"'


def _numbers(vector: Vector) -> str:
    # Nine digits are all that a float of 32 bits has.
    return f"[{', '.join(f'{number:.9g}' for number in vector)}]"
