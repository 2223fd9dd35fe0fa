"""Why replies end, how figures were made, who may use a model, what it is for."""

from enum import StrEnum


class FinishReason(StrEnum):
    """Why a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    SAFETY = "safety"
    TOOL_CALLS = "tool_calls"
    """The model asks for tools and waits for their results."""
    CANCELLED = "cancelled"
    BUDGET = "budget"
    ERROR = "error"


class CountMethod(StrEnum):
    """How a token count was made, from the most to the least exact."""

    USAGE = "usage"
    API = "api"
    ESTIMATE = "estimate"


class CostMethod(StrEnum):
    """Where the cost of an exchange is from."""

    BILLED = "billed"
    """Made from the provider's figures."""
    ESTIMATED = "estimated"
    """Made from our own counts, where the provider told too little."""


class Tier(StrEnum):
    """What an account pays for, the least first; decides models and chats."""

    BASIC = "BASIC"
    PRO = "PRO"
    ENTERPRISE = "ENTERPRISE"


class Task(StrEnum):
    """What a model is for."""

    CHAT = "chat"
    EMBED = "embed"
    IMAGE = "image"
    """It draws; some write beside it."""
    TRANSCRIBE = "transcribe"
    """It writes down what is said."""
    SPEECH = "speech"
    """It reads aloud."""
