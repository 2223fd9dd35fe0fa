"""Dictation and reading aloud. See docs/contract/api.md."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from chat_app.api.addresses import TRANSCRIPTIONS
from chat_app.api.deps import CurrentCaller
from chat_app.api.envelope import errors
from chat_app.api.hanging_up import NOBODY_LISTENS, unless_hung_up
from chat_app.api.schemas.voice import SpeechIn, TranscriptOut
from chat_app.api.uploads import BINARY, form_body, form_of, length_of
from chat_app.config import get_settings
from chat_app.errors import (
    ChatNotFound,
    ContentBlocked,
    FileTooLarge,
    InvalidRequest,
    MessageNotFound,
    ModelNotAllowed,
    ModelUnavailable,
    OrgMismatch,
    ProviderError,
    ProviderRateLimited,
    ProviderTimeout,
    StreamFailed,
    TokenLimitExceeded,
    TurnInProgress,
    Unauthenticated,
    UnsupportedFile,
)
from chat_app.services import files, turns

_ASKING = (
    *(Unauthenticated, OrgMismatch, InvalidRequest, TokenLimitExceeded, ModelNotAllowed),
    *(ModelUnavailable, ProviderError, ProviderRateLimited, ProviderTimeout, ContentBlocked),
    StreamFailed,
)
_LANGUAGE = {
    "type": "string",
    "pattern": r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$",
    "description": "Of what is said, such as `de`; left out, the model finds out.",
    "example": "en",
}
_CHARGED, _FILE_ID = "X-Tokens-Used", "X-File-Id"
_SPEECH: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The recording: `audio/wav` where it is short, else `audio/mpeg`.",
        "content": {"audio/*": {"schema": BINARY, "example": "…"}},
        "headers": {
            _CHARGED: {
                "description": "What it cost now; 0 where it was there already.",
                "schema": {"type": "integer", "minimum": 0},
            },
            _FILE_ID: {
                "description": "The file that it is kept as.",
                "schema": {"type": "string", "format": "uuid"},
            },
        },
    }
}

router = APIRouter(prefix="/api", tags=["voice"])


async def recording_of(request: Request, _caller: CurrentCaller) -> tuple[UploadFile, str]:
    """Return the recording of a form, and the language that is named beside it.

    Raises:
        InvalidRequest: There is none, or it was cut off.
        FileTooLarge: It is over `MAX_FILE_MIB`.
    """
    most_mib = get_settings().MAX_FILE_MIB
    if (length_of(request) or 0) > most_mib * 1024 * 1024:
        raise FileTooLarge(f"The file is over {most_mib} MiB")
    try:
        file, fields = await form_of(
            request, most_mib, fields=frozenset({"language"}), too_large=FileTooLarge
        )
    except ClientDisconnect as hung_up:
        raise InvalidRequest("The file was cut off") from hung_up
    return file, fields.get("language", "")


@router.post(
    TRANSCRIPTIONS.removeprefix("/api"),
    summary="Write down what was dictated",
    response_model=TranscriptOut,
    responses=errors(*_ASKING, FileTooLarge, UnsupportedFile),
    openapi_extra=form_body({"language": _LANGUAGE}, "The recording, of 5 minutes at most."),
)
async def transcribe(
    request: Request,
    caller: CurrentCaller,
    recording: Annotated[tuple[UploadFile, str], Depends(recording_of)],
) -> Any:
    """Neither the recording nor its words are kept. Who hangs up gives it up.

    WAV, MP3, OGG, FLAC and WebM are heard by `TRANSCRIBE_MODEL` or, without one, by the first model
    for that which the caller may use. It is charged what the model's provider bills.
    """
    file, language = recording
    content = await file.read()
    await file.close()
    work = turns.transcribe(caller, content, language)
    heard = await unless_hung_up(request.receive, work)
    if heard is None:
        return Response(status_code=NOBODY_LISTENS)
    return TranscriptOut(
        text=heard.text,
        tokens_used=heard.tokens_used,
        method=heard.method,
        duration_s=round(heard.duration_seconds, 3),
    )


@router.post(
    "/speech",
    summary="Read a reply aloud",
    response_class=Response,
    responses=errors(*_ASKING, ChatNotFound, MessageNotFound, TurnInProgress) | _SPEECH,
)
async def speak(caller: CurrentCaller, wanted: SpeechIn) -> Response:
    """It is made once, charged what the model's provider bills, and kept: to hear it again is free.

    Code is left out. By `SPEECH_MODEL` or, without one, by the first model for that which the
    caller may use.
    """
    speech = await turns.speak(caller, wanted.message_id)
    return Response(
        await files.read(speech.file),
        media_type=speech.file.media_type,
        headers={_CHARGED: str(speech.tokens_used), _FILE_ID: str(speech.file.file_id)},
    )
