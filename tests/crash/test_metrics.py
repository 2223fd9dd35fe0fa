"""`/metrics` of two workers: whichever is asked adds up the figures of both."""

import tempfile
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from chat_app.config import Settings
from tests.crash.conftest import StartServer
from tests.crash.servers import Person, ServerProcess, new_chat

pytestmark = pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)


async def figures(server: ServerProcess) -> dict[str, float]:
    """Read `/metrics` over a connection of its own and sum each figure over its labels."""
    async with httpx.AsyncClient(timeout=60) as http:
        text = (await http.get(f"{server.url}/metrics")).text
    sums: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            name = sample.name
            if name == "chat_http_requests_total":
                name = f"{name} {sample.labels['route']}"
            sums[name] = sums.get(name, 0) + sample.value
    return sums


def folder_of(server: ServerProcess) -> Path:
    return Path(tempfile.gettempdir(), "data", f"metrics-{server.process.pid}")


async def test_two_workers_add_up_their_figures_and_leave_nothing_behind(
    database_settings: Settings, redis_url: str, start_server: StartServer
) -> None:
    two = {"REDIS_URL": redis_url, "WORKERS": "2", "SIM_DELAY_MS": "4"}
    server = await start_server(**two)
    person = await Person.register(server.url, "ada")
    spent, asked = 0, 0
    workers: set[str] = set()
    while len(workers) < 2 or asked < 8:
        # Each over a connection of its own, which either worker may take.
        async with person.client(server.url) as http:
            sent = await http.post("/api/chat", json={"message": f"Hello {asked}"})
            assert sent.status_code == 200, sent.text
            assert (await http.delete(f"/api/chat/{sent.json()['chat_id']}")).is_success
        spent, asked = spent + sent.json()["tokens_used"], asked + 1
        workers = {file.stem for file in folder_of(server).glob("counter_*.db")}
        assert asked < 200, "one of the workers takes no connection"
    async with person.client(server.url) as http:
        chat_id = await new_chat(http)
        body = {"message": "write 5000 words"}
        path = f"/api/chat/{chat_id}/message"
        async with http.stream("POST", path, json=body) as response:
            chunks = response.aiter_raw()
            await anext(chunks)
            readings = [await figures(server) for _ in range(8)]
        await http.post(f"/api/chat/{chat_id}/stop")
    for reading in readings:
        assert reading["chat_turns_total"] == asked
        assert reading["chat_tokens_total"] == spent
        assert reading["chat_http_requests_total /api/chat"] == asked
        assert reading["chat_streams_open"] == 1
    names = {name.partition(" ")[0] for name in readings[-1]}
    assert names >= {
        *("chat_turns_total", "chat_first_delta_seconds_bucket", "chat_streams_open"),
        *("chat_tokens_total", "chat_token_cache_hits_total", "chat_reply_cache_hits_total"),
        *("chat_budget_refusals_total", "chat_http_requests_total"),
    }

    left = folder_of(server)
    assert left.exists()
    await server.terminate()
    following = await start_server(**two)
    assert not left.exists()
    assert folder_of(following).exists()
    assert (await figures(following)).get("chat_turns_total", 0) == 0
