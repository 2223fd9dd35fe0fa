"""What a tab is told of the chat that its address names."""

from typing import Any
from uuid import UUID

import pytest
import reflex as rx
from reflex.istate.data import RouterData
from reflex_base.registry import RegistrationContext

from chat_app.config import Settings
from chat_app.models import User
from chat_app.services import accounts, chats
from chat_app.services.accounts import COOKIE_NAME
from chat_app.ui.chat.state import ChatState
from tests.callers import by

pytestmark = pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)


@pytest.mark.parametrize("read", ["get", "cost", "get_to_read", "messages"])
async def test_a_chat_that_goes_while_it_is_opened_is_said_to_be_gone(
    app: Settings, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    """It is erased right before one of the reads, as a tab that is left does to a temporary one."""
    ada = await accounts.register("ada@example.com", "correct horse")
    chat = await chats.create(by(ada.user), is_temporary=True)
    asks = getattr(chats, read)

    async def once_it_is_gone(user: User, chat_id: UUID, **how: Any) -> Any:
        await chats.temporary.close(user, chat_id)
        return await asks(user, chat_id, **how)

    monkeypatch.setattr(chats, read, once_it_is_gone)
    shown = await _opened(ada.access_token, f"/chat/{chat.chat_id}")
    assert "does not exist or was deleted" in shown["missing"]


async def _opened(token: str, path: str) -> dict[str, Any]:
    with RegistrationContext.ensure_context().fork():
        rx.App()
        root: Any = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
        root.router = RouterData.from_router_data(
            {"headers": {"cookie": f"{COOKIE_NAME}={token}"}, "asPath": path, "pathname": path}
        )
        tab: Any = await root.get_state(ChatState)
        await ChatState.open.fn(tab)
        return tab.opened
