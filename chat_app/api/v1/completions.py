"""Chat completions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from chat_app.api.envelope import gateway_errors
from chat_app.api.v1.asking import ASKING, model_to_ask
from chat_app.api.v1.bodies import body_of
from chat_app.api.v1.completion_writer import ChunkWriter, completion_of
from chat_app.api.v1.deps import KeyCaller, OnceKey
from chat_app.api.v1.document import body_in_document, reply_responses
from chat_app.api.v1.exchanges import ReplyStream, begin, whole
from chat_app.api.v1.prompts import prompt_of
from chat_app.api.v1.schemas.completions_answered import ChatCompletion, ChatCompletionChunk
from chat_app.api.v1.schemas.completions_asked import ChatCompletionIn
from chat_app.services.budgets.charges import longest_reply_tokens

router = APIRouter(prefix="/v1/chat", tags=["gateway"])


@router.post(
    "/completions",
    summary="Answer a talk, whole or streamed",
    response_class=Response,
    responses=reply_responses(ChatCompletion, ChatCompletionChunk) | gateway_errors(*ASKING),
    openapi_extra=body_in_document(ChatCompletionIn),
)
async def create_chat_completion(
    request: Request,
    caller: KeyCaller,
    asked: Annotated[ChatCompletionIn, Depends(body_of(ChatCompletionIn))],
    key: OnceKey = None,
) -> Response:
    """Whatever is wrong before the first piece is told as JSON with its status.

    Prompt and reply are kept nowhere. Who hangs up ends the exchange, and pays for what was made.
    """
    model = model_to_ask(asked.model)
    prompt = prompt_of(asked, longest_reply_tokens(model))
    exchange = await begin(caller, model.model_id, prompt, key)
    if not asked.stream:
        return await whole(request, exchange, lambda end: completion_of(exchange, end))
    tells_usage = bool(asked.stream_options and asked.stream_options.include_usage)
    return ReplyStream(exchange, ChunkWriter(exchange, tells_usage=tells_usage))
