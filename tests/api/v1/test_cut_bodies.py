"""A body that is cut off on its way is nobody's fault here."""

from typing import Any

import pytest
from starlette.requests import Request

from chat_app.api.v1.bodies import body_of
from chat_app.api.v1.schemas.completions_asked import ChatCompletionIn
from chat_app.errors import InvalidRequest


async def test_a_body_that_is_cut_off_is_no_fault_of_ours(settings: object) -> None:
    told = iter(
        [
            {"type": "http.request", "body": b'{"model"', "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(told)

    read = body_of(ChatCompletionIn)
    request = Request({"type": "http", "headers": []}, receive)
    with pytest.raises(InvalidRequest, match="cut off"):
        await read(request, None)
