"""The messages of Gemini's API as they go over the wire, and its calls.

They are the SDK's own, without the wrapping it puts around each, which hides fields it does not
know and makes a message cost five times as much (docs/adr/0004).
"""

import warnings
from typing import Any, cast

from chat_app.config.talk import SafetyThreshold

with warnings.catch_warnings():
    # It says which Python it will need in 2027; constraints.txt decides that here.
    warnings.simplefilter("ignore", FutureWarning)
    from google.ai import generativelanguage_v1beta as sdk

GENERATE = "/google.ai.generativelanguage.v1beta.GenerativeService/StreamGenerateContent"
COUNT = "/google.ai.generativelanguage.v1beta.GenerativeService/CountTokens"
EMBED = "/google.ai.generativelanguage.v1beta.GenerativeService/BatchEmbedContents"


def _plain(message: type) -> Any:
    return cast("Any", message).pb()


BatchEmbedContentsRequest = _plain(sdk.BatchEmbedContentsRequest)
BatchEmbedContentsResponse = _plain(sdk.BatchEmbedContentsResponse)
Content = _plain(sdk.Content)
CountTokensRequest = _plain(sdk.CountTokensRequest)
CountTokensResponse = _plain(sdk.CountTokensResponse)
EmbedContentRequest = _plain(sdk.EmbedContentRequest)
FunctionDeclaration = _plain(sdk.FunctionDeclaration)
GenerateContentRequest = _plain(sdk.GenerateContentRequest)
GenerateContentResponse = _plain(sdk.GenerateContentResponse)
GenerationConfig = _plain(sdk.GenerationConfig)
Part = _plain(sdk.Part)
SafetySetting = _plain(sdk.SafetySetting)
Tool = _plain(sdk.Tool)
ToolConfig = _plain(sdk.ToolConfig)

FinishReason = sdk.Candidate.FinishReason
HarmBlockThreshold = sdk.SafetySetting.HarmBlockThreshold
HarmCategory = sdk.HarmCategory
_HARMS = (
    HarmCategory.HARM_CATEGORY_HARASSMENT,
    HarmCategory.HARM_CATEGORY_HATE_SPEECH,
    HarmCategory.HARM_CATEGORY_SEXUALLY_EXPLICIT,
    HarmCategory.HARM_CATEGORY_DANGEROUS_CONTENT,
)
_THRESHOLDS = {
    "off": HarmBlockThreshold.OFF,
    "none": HarmBlockThreshold.BLOCK_NONE,
    "high": HarmBlockThreshold.BLOCK_ONLY_HIGH,
    "medium": HarmBlockThreshold.BLOCK_MEDIUM_AND_ABOVE,
    "low": HarmBlockThreshold.BLOCK_LOW_AND_ABOVE,
}


def safety_settings(threshold: SafetyThreshold) -> list[Any]:
    """Return from which likelihood on each harm is blocked."""
    return [SafetySetting(category=harm, threshold=_THRESHOLDS[threshold]) for harm in _HARMS]
