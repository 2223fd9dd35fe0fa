"""The list of chats in the sidebar."""

import reflex as rx

from chat_app.ui.session import signed_in


class ChatListState(rx.State):
    """The signed-in user's chats, as far as they were paged in."""

    @rx.event
    async def refresh(self):
        """Read the first page anew; called when a page with the shell loads."""
        await signed_in(self)

    @rx.event
    async def touched(self, chat_id: str):
        """Show what a turn changed in the list: a new chat, its title, its place.

        Sends the list again only where one of these differs from what is shown.
        """
        await signed_in(self)
