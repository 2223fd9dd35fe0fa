"""The providers, a row each: who speaks to them, by which settings, and how their tokens count.

A new vendor is an adapter in `providers/` and a row here. One that speaks OpenAI's chat completions
needs neither: operators give it a `[[providers]]` entry in the catalogue file, which becomes a row,
too (docs/providers.md).
"""

from dataclasses import dataclass
from typing import Literal, get_args

from chat_app.config import get_settings
from chat_app.llm.figures import Figures, PictureRule

Vocabulary = Literal["o200k", "cl100k", "gemma3", "claude5", "tekken", "quarters"]
"""By whose tokens a text is estimated (`estimate.py`); `quarters` are of characters."""
LongestReply = Literal["max_tokens", "max_completion_tokens"]
PartName = Literal["image", "document", "audio"]
InputName = Literal["text", PartName]
OutputName = Literal["text", "image", "audio"]
Lack = Literal[
    "temperature",
    "top_p",
    "seed",
    "presence_penalty",
    "frequency_penalty",
    "stop",
    "tools",
    "tool_choice",
    "tool_choice=none",
    "tool_choice=required",
    "tool_choice=function",
    "parallel_tool_calls",
    "parallel_tool_calls=false",
    "response_format",
    "response_format=json_object",
    "response_format=json_schema",
    "reasoning_effort",
    "reasoning_effort=none",
    "reasoning_effort=minimal",
    "reasoning_effort=low",
    "reasoning_effort=medium",
    "reasoning_effort=high",
    "reasoning_effort=xhigh",
    "reasoning_effort=max",
    "image",
    "document",
    "audio",
]
"""What may be asked for and not be had: a parameter, one value of it, or a kind of part."""


MIB = 1024 * 1024
PARTS: tuple[PartName, ...] = get_args(PartName)
_PLAIN_PICTURES = frozenset({"image/png", "image/jpeg"})
_PICTURES = _PLAIN_PICTURES | {"image/webp"}
OPENAI_MEDIA: dict[PartName, frozenset[str]] = {
    "image": frozenset({"image"}),
    "document": frozenset({"application/pdf"}),
    "audio": frozenset({"audio/wav", "audio/x-wav", "audio/mpeg", "audio/mp3"}),
}
"""What chat completions have a form for, by kind (`providers/chat_messages.py`)."""
_MEDIA: dict[PartName, str] = {
    "image": "image/",
    "document": "application/",
    "audio": "audio/",
}
"""How the media types of each kind begin."""


@dataclass(frozen=True, slots=True)
class PictureForms:
    """Which pictures a provider takes (sources: docs/providers.md).

    Others are written anew before they are sent, see `picture_forms.py`.
    """

    media_types: frozenset[str] = _PLAIN_PICTURES
    may_move: bool = False
    """Whether it takes pictures that move; else they are shown by their first."""
    most_bytes: int = 15_000_000
    longest_px: int = 8000
    many: int = 1_000_000
    """From so many pictures on each may have no side longer than the next, in pixels."""
    longest_px_of_many: int = 8000


@dataclass(frozen=True, slots=True)
class Dialect:
    """Which chat completions a provider speaks."""

    longest_reply: LongestReply = "max_tokens"
    """The field that says the longest reply."""
    asks_for_usage: bool = True
    """Whether usage comes only when `stream_options` asks for it."""


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One provider."""

    name: str
    adapter: str
    """Module of `providers/` and class in it, with a colon between them."""
    vocabulary: Vocabulary
    figures: Figures
    key_variable: str | None = None
    """The variable of the environment that holds its key; `None` where it wants none."""
    address_variable: str | None = None
    """The variable that holds another address."""
    address: str | None = None
    """Where it is, unless the variable says so; `None` where its SDK knows."""
    sdk: str | None = None
    """The package it is spoken to by: its log is kept quiet below WARNING, for it tells requests
    with their keys, and its own variables are hidden from it."""
    dialect: Dialect = Dialect()
    """For those that speak chat completions."""
    takes: frozenset[str] = frozenset(PARTS)
    """The parts, beside words and tools, that its wire has a form for: kinds, or media types."""
    pictures: PictureForms = PictureForms()
    takes_in_replies: bool = False
    """Whether it takes them in replies that are sent back, too."""
    continues_replies: bool = True
    """Whether a prompt may end with a reply (sources: docs/providers.md)."""
    transcribes: bool = False
    """Whether it has a call that writes recordings down; else a model is asked to by a prompt."""
    lacks: frozenset[Lack] = frozenset()
    """What its wire has no form for (sources: docs/providers.md); a model may lack more."""
    request_bytes: int = 20 * MIB
    """The longest request it takes, files in Base64 (sources: docs/providers.md)."""

    @property
    def inputs(self) -> tuple[InputName, ...]:
        """What its wire has a form for, by kind."""
        shown: list[InputName] = [
            kind
            for kind, media in _MEDIA.items()
            if kind not in self.lacks
            and any(each == kind or each.startswith(media) for each in self.takes)
        ]
        return ("text", *shown)

    @property
    def is_simulated(self) -> bool:
        """Whether nobody is behind it."""
        return self is SIMULATED

    @property
    def is_available(self) -> bool:
        """Whether it has the key it wants."""
        return self.key_variable is None or self.key() is not None

    def key(self) -> str | None:
        """Return its key, where one is set."""
        return get_settings().variable(self.key_variable) if self.key_variable else None

    def current_address(self) -> str | None:
        """Return where it is; `None` where its SDK knows."""
        set_to = get_settings().variable(self.address_variable) if self.address_variable else None
        return set_to or self.address


SIMULATED = ProviderRow(
    "simulated",
    "simulated:Simulated",
    "quarters",
    Figures(PictureRule(258), 258, 32, tools_tokens=0),
    pictures=PictureForms(_PICTURES | {"image/gif"}, may_move=True, most_bytes=200 * MIB),
    takes_in_replies=True,
    transcribes=True,
    request_bytes=200 * MIB,
)
UNKNOWN = ProviderRow(
    "unknown", "", "tekken", Figures(PictureRule(16_384), 16_384, 32, tools_tokens=804)
)
"""For models that an operator took out of the catalogue: the most of all."""
GEMINI = ProviderRow(
    "gemini",
    "gemini:Gemini",
    "gemma3",  # what google-genai 3.4.0 counts Gemini 2 and 3 with (2026-11-21)
    Figures(PictureRule(1120), 560, 32, tools_tokens=100),
    key_variable="GEMINI_API_KEY",
    address_variable="GEMINI_API_ENDPOINT",
    sdk="grpc",
    pictures=PictureForms(_PICTURES),
    request_bytes=95 * MIB,
    takes_in_replies=True,
    continues_replies=False,
    lacks=frozenset(
        {
            "parallel_tool_calls=false",
            "reasoning_effort=none",
            "reasoning_effort=xhigh",
            "reasoning_effort=max",
        }
    ),
)
_ROWS = (
    GEMINI,
    ProviderRow(
        "openai",
        "openai:OpenAI",
        "o200k",  # its own
        Figures(PictureRule(3000, 32, 1.2), 6000, 10, tools_tokens=100),
        key_variable="OPENAI_API_KEY",
        address_variable="OPENAI_BASE_URL",
        sdk="openai",
        dialect=Dialect("max_completion_tokens"),
        takes=frozenset[str]().union(*OPENAI_MEDIA.values()),
        pictures=PictureForms(_PICTURES),
        request_bytes=48 * MIB,
        transcribes=True,
    ),
    ProviderRow(
        "anthropic",
        "anthropic:Anthropic",
        "claude5",  # Claude 4.7 and later, as rebuilt by the ctok package (2026-11-21)
        Figures(PictureRule(4784, 28, longest_px=2576), 7784, 0, tools_tokens=804),
        key_variable="ANTHROPIC_API_KEY",
        address_variable="ANTHROPIC_BASE_URL",
        sdk="anthropic",
        continues_replies=False,
        takes=frozenset({"image", "application/pdf", "text/plain"}),
        pictures=PictureForms(_PICTURES, most_bytes=3_900_000, many=21, longest_px_of_many=2000),
        request_bytes=30 * MIB,
        lacks=frozenset(
            {
                "temperature",
                "top_p",
                "seed",
                "presence_penalty",
                "frequency_penalty",
                "response_format=json_object",
                "reasoning_effort=none",
                "reasoning_effort=minimal",
            }
        ),
    ),
    ProviderRow(
        "xai",
        "xai:XAI",
        "tekken",  # unpublished; Mistral's stands in, which spares no digit
        Figures(PictureRule(1792, 448, 256, beside_tokens=256), 0, 0, tools_tokens=100),
        key_variable="XAI_API_KEY",
        address_variable="XAI_BASE_URL",
        address="https://api.x.ai/v1",
        sdk="openai",
        dialect=Dialect("max_completion_tokens"),
        takes=OPENAI_MEDIA["image"],
        request_bytes=40 * MIB,
        lacks=frozenset(
            {"reasoning_effort=minimal", "reasoning_effort=xhigh", "reasoning_effort=max"}
        ),
    ),
    SIMULATED,
)
PROVIDERS: dict[str, ProviderRow] = {row.name: row for row in _ROWS}
"""Those that are built in, by name."""


def compatible(
    name: str,
    address: str,
    key_variable: str | None,
    vocabulary: Vocabulary,
    figures: Figures,
    dialect: Dialect,
    takes: frozenset[PartName],
    lacks: frozenset[Lack],
    request_bytes: int,
) -> ProviderRow:
    """Return the row of a provider that an operator's file names."""
    return ProviderRow(
        name,
        "compatible:Compatible",
        vocabulary,
        figures,
        key_variable=key_variable,
        address=address,
        sdk="openai",
        dialect=dialect,
        takes=frozenset[str]().union(*(OPENAI_MEDIA[kind] for kind in takes)),
        transcribes=True,
        lacks=lacks,
        request_bytes=request_bytes,
    )
