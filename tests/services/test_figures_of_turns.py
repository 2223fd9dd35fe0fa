"""What a turn leaves for those who measure: in which unit, and under which name."""

import time
from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY
from sqlmodel import select
from structlog.testing import capture_logs

from chat_app.config import Settings
from chat_app.db import reading
from chat_app.llm.types import CountMethod
from chat_app.models import Turn
from chat_app.services import chats, turns
from tests.callers import by
from tests.conftest import NewUser
from tests.fakes.script import Fake, Reply
from tests.services.listening import hear

FIRST_DELTA_MS = 60
SIMULATED = {"model": "simulated"}


def grown(name: str, **labels: str) -> Callable[[], float]:
    """Return what says by how much a figure has grown since."""

    def figure() -> float:
        return REGISTRY.get_sample_value(name, labels) or 0.0

    before = figure()
    return lambda: figure() - before


@pytest.mark.settings(SIM_DELAY_MS=FIRST_DELTA_MS)
async def test_the_wait_for_the_first_delta_is_saved_in_milliseconds_and_measured_in_seconds(
    app: Settings, new_user: NewUser
) -> None:
    user = await new_user()
    chat = await chats.create(by(user))
    family = "chat_first_delta_seconds"
    measured = grown(f"{family}_sum", **SIMULATED)
    quick, slow = (grown(f"{family}_bucket", **SIMULATED, le=le) for le in ("0.05", "64.0"))
    began = time.monotonic()

    with capture_logs() as lines:
        await hear(await turns.start(by(user), chat.chat_id, "write 12 words"))

    took_s = time.monotonic() - began
    async with reading() as session:
        first_delta_ms = (await session.exec(select(Turn.first_delta_ms))).one()
    assert first_delta_ms is not None
    # The first of a dozen words that each take as long.
    assert FIRST_DELTA_MS <= first_delta_ms < took_s * 1000 - 10 * FIRST_DELTA_MS
    assert measured() == pytest.approx(first_delta_ms / 1000)
    assert (quick(), slow()) == (0, 1)
    (line,) = [each for each in lines if each["event"] == "exchange.settled"]
    assert line["first_delta_ms"] == first_delta_ms
    assert first_delta_ms / 1000 <= line["seconds"] <= took_s + 0.001


@pytest.mark.parametrize(
    ("replies", "method"),
    [
        ((Reply(),), CountMethod.API),
        ((Reply(usage=None), Reply(fault="server")), CountMethod.ESTIMATE),
    ],
    ids=["counted", "estimated"],
)
@pytest.mark.settings(COUNT_TIMEOUT_S="20")
async def test_tokens_are_measured_by_how_they_were_counted(
    fake: Fake, new_user: NewUser, replies: tuple[Reply, ...], method: CountMethod
) -> None:
    user = await new_user(tier="PRO")
    chat = await chats.create(by(user), model="gemini-3.8-flash")
    fake.script(*replies)
    by_method = {each: grown("chat_tokens_total", method=each) for each in CountMethod}

    _, end = await hear(await turns.start(by(user), chat.chat_id, "How are you?"))

    charged = {each: figure() for each, figure in by_method.items()}
    assert charged == dict.fromkeys(CountMethod, 0) | {method: end.tokens_used}
