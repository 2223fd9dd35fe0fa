"""Settings of how long something is kept."""

from pydantic import PositiveInt
from pydantic_settings import BaseSettings


class Keeping(BaseSettings):
    """When what people wrote goes by itself."""

    RETENTION_DAYS: PositiveInt | None = None
    """Days after which a chat that nobody touched goes to the trash, where it stays for 30 more;
    pinned ones stay. Without it all stay."""
