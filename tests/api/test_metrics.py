"""What Prometheus reads."""

import asyncio

import anyio
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlmodel import update

from chat_app.db import transaction
from chat_app.models import Budget
from tests.api.conftest import refused


async def figure(client, name: str, **labels: str) -> float:
    response = await client.get("/metrics")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/plain")
    return sum(
        sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("chat_turns_total", {"outcome": "complete", "model": "simulated"}),
        ("chat_first_delta_seconds_count", {"model": "simulated"}),
        (
            "chat_http_requests_total",
            {"route": "/api/chat/{chat_id}/message", "method": "POST", "status": "200"},
        ),
    ],
)
async def test_a_turn_is_measured_once(ada, nobody, name, labels):
    chat_id = await ada.new_chat()
    before = await figure(nobody, name, **labels)
    await ada.say(chat_id)
    assert await figure(nobody, name, **labels) == before + 1


async def test_the_api_has_the_figures_as_well(nobody):
    assert figures(await nobody.get("/api/metrics")) == figures(await nobody.get("/metrics"))


def figures(response) -> set[str]:
    assert response.status_code == 200
    return {family.name for family in text_string_to_metric_families(response.text)}


async def test_tokens_are_measured_as_they_are_charged(ada, nobody):
    before = await figure(nobody, "chat_tokens_total")
    sent = await ada.http.post("/api/chat", json={"message": "Hello"})
    assert await figure(nobody, "chat_tokens_total") == before + sent.json()["tokens_used"]


async def test_a_count_from_the_cache_is_measured(ada, nobody):
    chat_id = await ada.new_chat()
    await ada.say(chat_id)
    before = await figure(nobody, "chat_token_cache_hits_total")
    await ada.say(chat_id)
    assert await figure(nobody, "chat_token_cache_hits_total") > before


@pytest.mark.settings(SIM_DELAY_MS=20)
async def test_an_open_stream_is_measured_for_as_long_as_it_is_open(ada, nobody):
    chat_id = await ada.new_chat()
    before = await figure(nobody, "chat_streams_open")
    path = f"/api/chat/{chat_id}/message"
    async with ada.http.stream("POST", path, json={"message": "Hello"}) as response:
        lines = response.aiter_lines()
        await anext(lines)
        assert await figure(nobody, "chat_streams_open") == before + 1
        async for _line in lines:
            pass
    assert await figure(nobody, "chat_streams_open") == before


async def test_tasks_are_measured_by_what_they_do(nobody):
    async def wait_for_the_figure() -> None:
        while not await figure(nobody, "chat_tasks", work=wait_for_the_figure.__qualname__):
            await anyio.sleep(0.05)

    with anyio.fail_after(60):
        await asyncio.create_task(wait_for_the_figure())
        while await figure(nobody, "chat_tasks", work=wait_for_the_figure.__qualname__):
            await anyio.sleep(0.05)


async def test_a_refusal_of_the_budget_is_measured(ada, nobody):
    async with transaction() as session:
        await session.exec(update(Budget).values(total_tokens_used=100_000))
    before = await figure(nobody, "chat_budget_refusals_total")
    sent = await ada.http.post("/api/chat", json={"message": "Hello"})
    refused(sent, 403, "TOKEN_LIMIT_EXCEEDED")
    assert await figure(nobody, "chat_budget_refusals_total") == before + 1


async def test_an_address_that_somebody_made_up_makes_no_figure_of_its_own(nobody):
    await nobody.get("/api/nobody-made-this")
    assert "nobody-made-this" not in (await nobody.get("/metrics")).text


@pytest.mark.settings(METRICS_TOKEN="of-the-operator")
async def test_the_figures_ask_for_their_token_where_one_is_set(ada, nobody):
    refused(await nobody.get("/metrics"), 401, "UNAUTHENTICATED")
    refused(await ada.http.get("/metrics"), 401, "UNAUTHENTICATED")
    nobody.headers["Authorization"] = "Bearer of-the-operator"
    assert await figure(nobody, "chat_streams_open") == 0


@pytest.mark.settings(REPLY_CACHE_TTL_S=3600)
async def test_a_reply_from_the_cache_is_measured(ada, nobody):
    await ada.http.post("/api/chat", json={"message": "Once more"})
    before = await figure(nobody, "chat_reply_cache_hits_total")
    await ada.http.post("/api/chat", json={"message": "Once more"})
    assert await figure(nobody, "chat_reply_cache_hits_total") == before + 1
