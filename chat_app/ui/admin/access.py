"""Who may see the pages of administrators; asked anew in every event."""

import reflex as rx

from chat_app.errors import Forbidden
from chat_app.models import User, UserRole
from chat_app.ui.session import signed_in


async def admin(state: rx.State) -> User:
    """Return the administrator behind an event.

    Raises:
        Unauthenticated: Nobody is signed in.
        Forbidden: The user is no administrator.
    """
    user = await signed_in(state)
    if user.role is not UserRole.ADMIN:
        raise Forbidden("This page is for administrators")
    return user
