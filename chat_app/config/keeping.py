"""Settings of how long something is kept."""

from pydantic import Field
from pydantic_settings import BaseSettings


class Keeping(BaseSettings):
    """When what people wrote goes by itself."""

    RETENTION_DAYS: int | None = Field(default=None, gt=0, le=36_500)
    """Days after which a chat that nobody touched goes to the trash, where it stays for 30 more;
    pinned ones stay. Without it all stay."""
