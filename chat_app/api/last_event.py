"""Where a stream was cut: the id of the last event that its reader heard."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Header, Query

from chat_app.api.schemas.shape import Absent
from chat_app.errors import InvalidRequest

T = TypeVar("T")


def last_event(
    parse: Callable[[str], T], pattern: str, description: str
) -> Callable[..., Awaitable[T | None]]:
    """Return a dependency that reads what an EventSource sends when it connects again.

    It raises `InvalidRequest` where no stream of ours gave that id.

    Args:
        parse: Reads an id, and raises `ValueError` with what is wrong.
        pattern: What ids look like, for the description of the API.
        description: What it means to bring one.
    """
    heard: dict[str, Any] = {"type": "string", "pattern": pattern}

    async def read(
        header: Annotated[
            str | Absent,
            Header(alias="Last-Event-ID", json_schema_extra=heard, description=description),
        ] = None,
        query: Annotated[
            str | Absent,
            Query(
                alias="lastEventId",
                json_schema_extra=heard,
                description="The same for clients that can send no header, which goes before it.",
            ),
        ] = None,
    ) -> T | None:
        try:
            found = [parse(sent) for sent in (header, query) if sent]
            return found[0] if found else None
        except ValueError as fault:
            raise InvalidRequest(f"`Last-Event-ID`: {fault}") from fault

    return read
