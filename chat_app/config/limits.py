"""Settings of how much, how many and how often."""

from pydantic import Field, PositiveInt
from pydantic_settings import BaseSettings

MAX_TOKEN_LIMIT = 2_000_000_000
"""Highest limit that a budget may be given, in tokens."""


class Limits(BaseSettings):
    """The most of what one person, address or request may have."""

    DEFAULT_TOKEN_LIMIT: int = Field(default=100_000, ge=0, le=MAX_TOKEN_LIMIT)
    """Tokens a new account may use in a calendar month (UTC)."""
    MAX_CHATS_PER_USER: PositiveInt = 5
    """Chats a BASIC account may hold."""
    MAX_MEMBERS_PER_CHAT: PositiveInt = 50
    """People whom the owner of a chat may let in."""
    MAX_WAITING_PER_CHAT: PositiveInt = 100
    """Messages that may wait in line in a shared chat while a reply is written there."""
    MAX_KEYS_PER_USER: PositiveInt = 20
    """API keys an account may have; revoked ones do not count."""
    RATE_LIMIT_PER_MINUTE: int = Field(default=100, ge=0)
    """Requests a user, API key or address may make in a minute; 0 switches the limit off."""
    EVENTS_PER_MINUTE: int = Field(default=1800, ge=0)
    """What the tabs of a person may send in a minute, in each process; 0 switches the limit off."""
    MAX_SOCKETS_PER_USER: PositiveInt = 50
    """Tabs a person may have connected, in each process."""
    MAX_TURNS_PER_USER: int = Field(default=100, ge=0)
    """Replies that may be written for a person at once, in each process; 0 switches the limit
    off."""
    MAX_STREAMS_PER_USER: int = Field(default=200, ge=0)
    """Streams that a person's programs may hear at once, in each process; 0 switches the limit
    off."""
    MAX_MESSAGES_PER_CHAT: PositiveInt = 20_000
    """Messages of a chat, on all its branches; then a new one has to be begun."""
    SESSION_MAX_REQUESTS: PositiveInt = 100
    """How often the stream of a chat session may be asked for."""
    MAX_GATEWAY_BODY_MIB: PositiveInt = 10
    """Largest body that is read under `/v1`, in MiB; pictures are part of it."""
    MAX_IMPORT_MIB: PositiveInt = 200
    """Largest file of chats from another app that is read, in MiB; unpacked 8 times as much."""
    MAX_FILE_MIB: PositiveInt = 20
    """Largest file that a person may attach, in MiB."""
    MAX_STORAGE_MIB_PER_USER: PositiveInt = 500
    """Room for the files of one person, in MiB."""
