"""Who sends pieces to a tab: one at a time, and only where the tab's connection is."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import reflex as rx
from reflex.utils.token_manager import SocketRecord, TokenManager
from reflex_base.registry import RegistrationContext

from chat_app.ui.chat.following import following, leave
from chat_app.ui.tabs import is_open


@pytest.fixture
def sockets() -> Iterator[TokenManager]:
    """The connections of an app that has no pages."""
    with RegistrationContext.ensure_context().fork():
        app = rx.App()
        assert app.event_namespace
        yield app.event_namespace._token_manager


@pytest.fixture
async def tab(sockets: TokenManager) -> str:
    token = uuid4().hex
    await sockets.link_token_to_sid(token, "a socket")
    return token


async def test_a_tab_that_waits_for_a_reply_is_sent_it(tab: str):
    with following(tab, 1) as is_awaited:
        assert is_awaited()
    assert not is_awaited()


async def test_who_comes_later_silences_who_was_there(tab: str):
    with following(tab, 1) as first:
        with following(tab, 1) as second:
            assert (first(), second()) == (False, True)
        assert not first()


async def test_an_earlier_follower_that_ends_leaves_the_newest_alone(tab: str):
    earlier = following(tab, 1)
    earlier.__enter__()
    with following(tab, 1) as newest:
        earlier.__exit__(None, None, None)
        assert newest()


async def test_a_chat_that_is_opened_anew_silences_whoever_follows(tab: str):
    with following(tab, 1) as is_awaited:
        leave(tab)
        assert not is_awaited()


async def test_tabs_do_not_know_of_each_other(sockets: TokenManager, tab: str):
    await sockets.link_token_to_sid("another", "another socket")
    with following(tab, 1) as mine, following("another", 1) as anothers:
        leave("another")
        assert (mine(), anothers()) == (True, False)


async def test_a_tab_that_connected_to_another_process_is_sent_nothing_here(
    sockets: TokenManager, tab: str
):
    sockets.token_to_socket[tab] = SocketRecord(instance_id="another process", sid="its socket")
    with following(tab, 1) as is_awaited:
        assert not is_awaited()
        assert await is_open(tab)


async def test_a_closed_tab_is_seen(sockets: TokenManager, tab: str):
    with following(tab, 1) as is_awaited:
        await sockets.disconnect_token(tab, "a socket")
        assert not is_awaited()
        assert not await is_open(tab)
