"""Where a page of a list begins: what a cursor stands for."""

from uuid import UUID

from chat_app.errors import InvalidRequest


def parse_cursor(cursor: str) -> UUID:
    """Read a cursor, which is the id of the last row of the page before.

    Raises:
        InvalidRequest: It is not an id.
    """
    try:
        return UUID(cursor)
    except ValueError as fault:
        raise InvalidRequest("`cursor` is not one this list gave") from fault


def parse_offset(cursor: str | None) -> int:
    """Read a cursor that counts the rows before it: for short lists in an order that changes.

    Raises:
        InvalidRequest: It is no such number.
    """
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):  # noqa: PLR2004
        raise InvalidRequest("`cursor` is not one this list gave")
    return int(cursor)
