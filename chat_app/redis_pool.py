"""The connections of one client of Redis: as many as are asked for at once, few of them for long.

redis-py 7.4 keeps open whatever a moment needed, for ever: the crowd that comes back after an
outage would stay in the files of the process (read in its source, 2026-11-30). One that waits for
a connection to be free is no cure: whoever hears a stream holds one for as long as that lasts.
"""

from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection

KEPT_OPEN = 8


class Pool(ConnectionPool):
    """Lets the connections go that nobody has needed for longest, but for a few."""

    async def release(self, connection: AbstractConnection) -> None:
        """Take a connection back."""
        await super().release(connection)
        while len(self._available_connections) > KEPT_OPEN:
            # Without a pause: whoever was cancelled in one would give the connection back twice.
            await self._available_connections.pop(0).disconnect(nowait=True)
