"""What people may do with all that is kept of them: take it with them, and close their account."""

from chat_app.services.own_data.closing import Closed, close, close_for, reopen
from chat_app.services.own_data.erasure import erase_closed
from chat_app.services.own_data.takeout import Takeout, file_name, take_out

__all__ = [
    "Closed",
    "Takeout",
    "close",
    "close_for",
    "erase_closed",
    "file_name",
    "reopen",
    "take_out",
]
