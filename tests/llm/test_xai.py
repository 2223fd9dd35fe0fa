"""xAI's figures: reasoning stands apart from the reply, or inside it where a proxy says so."""

import pytest

from chat_app.llm.providers.xai import XAI
from chat_app.llm.types import Usage

pytestmark = [pytest.mark.usefixtures("settings"), pytest.mark.settings(XAI_API_KEY="key")]


@pytest.mark.parametrize(
    ("completion_tokens", "reasoning_tokens", "prompt_tokens", "total_tokens", "output_tokens"),
    [(50, 124, 663, 837, 50), (123, 112, 686, 809, 11), (9, 0, 174, 183, 9)],
    ids=["apart, as xAI says it", "inside, as proxies say it", "none"],
)
def test_the_reply_is_what_the_total_has_beyond_prompt_and_reasoning(
    completion_tokens: int,
    reasoning_tokens: int,
    prompt_tokens: int,
    total_tokens: int,
    output_tokens: int,
) -> None:
    figures = {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": total_tokens,
        "completion_tokens_details": {"reasoning_tokens": reasoning_tokens},
    }

    assert XAI().usage(figures) == Usage(
        prompt_tokens, None, output_tokens, reasoning_tokens, total_tokens
    )
