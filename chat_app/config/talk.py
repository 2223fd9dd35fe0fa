"""Settings of models, replies, and what is charged for them."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from chat_app.config.values import LONGEST_S, parse_range

SafetyThreshold = Literal["off", "none", "high", "medium", "low"]


class Talk(BaseSettings):
    """Which models answer, how, and what a reply is charged."""

    GEMINI_MODEL: str | None = None
    """Default Gemini model; otherwise the first of the catalogue."""
    GEMINI_SAFETY: SafetyThreshold = "medium"
    """Least probability of harm that is blocked, for all four harm categories."""
    CATALOGUE_FILE: Path | None = None
    """An operator's catalogue of models and providers, used instead of the built-in one."""

    DEFAULT_MODEL: str | None = None
    """Model of a person's first chat: the first available Gemini model, else the first that has its
    key, else `simulated`; people whose tier does not include it get the first that is theirs and
    has its key. Later new chats take the model that the person used last."""
    TITLE_MODEL: str | None = None
    """Model that names chats after their first reply, whatever its plan; the person pays for it.
    Without one a chat is called by its first line."""
    IMAGE_MODEL: str | None = None
    """Model that `/image` asks for a picture: the first of the catalogue that draws and whose
    provider has its key, else `simulated-image`."""
    TRANSCRIBE_MODEL: str | None = None
    """Model that writes down what people dictate: the first of the catalogue that has its key."""
    SPEECH_MODEL: str | None = None
    """Model that reads replies aloud on the pages, which speak by the browser's voices without one;
    programs get the first of the catalogue that has its key."""
    SYSTEM_PROMPT: str = "You are a helpful assistant. Answer in Markdown."
    """System prompt of every chat that has none of its own."""
    HISTORY_MESSAGES: int = Field(default=10, ge=0, le=200)
    """Earlier messages sent along with a new one."""
    MAX_OUTPUT_TOKENS: int = Field(default=2048, ge=64)
    """Longest reply asked for, in tokens."""
    SIM_DELAY_MS: Annotated[tuple[int, int], NoDecode, BeforeValidator(parse_range)] = (10, 30)
    """Pause between two words of the simulated model: a range or one number, in milliseconds."""

    BUDGET_BASIS: Literal["exchange", "provider"] = "exchange"
    """Charge the exchange formula, or exactly what the provider billed."""
    REPLY_CACHE_TTL_S: int = Field(default=3600, ge=0, le=LONGEST_S)
    """Life of a cached reply, in seconds; 0 switches the cache off."""
    DISCONNECT_GRACE_S: float = Field(default=30, ge=0, le=LONGEST_S)
    """How long a turn runs on with nobody listening, in seconds."""
    PROVIDER_STALL_S: float = Field(default=60, gt=0, le=LONGEST_S)
    """Silence of a provider that counts as a time-out, in seconds."""
    COUNT_TIMEOUT_S: float = Field(default=2, gt=0, le=LONGEST_S)
    """How long a provider may take to count a text before the estimate is used, in seconds."""
    SESSION_TTL_S: int = Field(default=600, gt=0, le=LONGEST_S)
    """Life of a chat session made by `POST /api/chat/start`, in seconds."""
    TEMPORARY_CHAT_TTL_S: int = Field(default=86400, gt=0, le=LONGEST_S)
    """How long the text of a temporary chat that nobody closed is kept, in seconds, after what
    happened in it last."""
