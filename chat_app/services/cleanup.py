"""Forgets what has had its time: sessions, keys, texts, files, broken imports, accounts."""

from chat_app.services import files, imports, own_data
from chat_app.services.accounts import sign_in, tickets
from chat_app.services.chats import purge, retention, temporary
from chat_app.services.turns import idempotency, prompts

EVERY_SECONDS = 600
FIRST_AFTER_SECONDS = 30
"""A server that starts has people waiting; what is old can wait."""


async def clean() -> None:
    """Forget what is old by now.

    Raises:
        Unavailable: The database is away.
    """
    await prompts.forget_old()
    await sign_in.forget_old()
    await tickets.forget_old()
    await idempotency.forget_old()
    await temporary.close_old()
    await retention.retire_untouched()
    await purge.erase_old()
    await own_data.erase_closed()
    await imports.give_up_lost()
    await files.erase_leftovers()
    # Last: the place where files are kept may be away for longer than all else.
    await files.erase_unheld()
