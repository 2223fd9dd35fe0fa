"""The Responses API, stateless: newer clients of OpenAI speak only that."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from chat_app.api.envelope import gateway_errors
from chat_app.api.v1.asking import ASKING, model_to_ask
from chat_app.api.v1.bodies import body_of
from chat_app.api.v1.deps import KeyCaller, OnceKey
from chat_app.api.v1.document import body_in_document, reply_responses
from chat_app.api.v1.exchanges import ReplyStream, begin, whole
from chat_app.api.v1.response_prompts import prompt_of
from chat_app.api.v1.response_writer import ResponseWriter, response_of
from chat_app.api.v1.schemas.responses_answered import ResponseAnswer, ResponseEvent
from chat_app.api.v1.schemas.responses_asked import ResponseIn
from chat_app.services.budgets.charges import longest_reply_tokens

_FIELDS = {
    "messages": "input",
    "image_url": "input",
    "max_completion_tokens": "max_output_tokens",
    "response_format": "text.format",
    "reasoning_effort": "reasoning.effort",
}
"""What fields of chat completions, by which services name them, are called here."""

router = APIRouter(prefix="/v1", tags=["gateway"])


@router.post(
    "/responses",
    summary="Answer a talk in the words of the Responses API",
    response_class=Response,
    responses=reply_responses(ResponseAnswer, ResponseEvent, has_done=False)
    | gateway_errors(*ASKING),
    openapi_extra=body_in_document(ResponseIn),
)
async def create_response(
    request: Request,
    caller: KeyCaller,
    asked: Annotated[ResponseIn, Depends(body_of(ResponseIn))],
    key: OnceKey = None,
) -> Response:
    """Nothing is stored, whatever is asked: each request brings the whole talk."""
    model = model_to_ask(asked.model)
    prompt = prompt_of(asked, longest_reply_tokens(model))
    exchange = await begin(caller, model.model_id, prompt, key, _FIELDS)
    if asked.stream:
        return ReplyStream(exchange, ResponseWriter(exchange, asked))
    return await whole(request, exchange, lambda end: response_of(exchange, asked, end))
