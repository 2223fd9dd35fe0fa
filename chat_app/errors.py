"""The whole error tree; each class carries its code and HTTP status.

ChatAppError
├── InvalidRequest 400 ── ContextLengthExceeded · InvalidMessage · InvalidChatId
│                         InvalidImport · ModelLacksInput
├── Unauthenticated 401 ── InvalidCredentials · SecondFactorNeeded · KeyRefused
├── Forbidden 403 ── UnauthorizedChatAccess · ChatArchived · ChatFull · TokenLimitExceeded
│                    ModelNotAllowed · ChatLimitReached · KeyLimitReached · RegistrationClosed
│                    OrgMismatch · StorageFull · MemberLimitReached
├── NotFound 404 ── ChatNotFound · MessageNotFound · SessionNotFound · FileNotFound
├── MethodNotAllowed 405
├── RequestTimeout 408
├── EmailTaken 409 · NameTaken 409 · TurnInProgress 409 · ImportInProgress 409
│   TakeoutRunning 409 · IdempotencyConflict 409 · SendTakenBack 409
├── SessionExpired 410
├── PayloadTooLarge 413 ── FileTooLarge
├── UnsupportedFile 415
├── RateLimited 429
├── InternalError 500 ── StreamFailed
├── Unavailable 503 ── ModelUnavailable
└── ProviderError 502 ── ProviderRateLimited 503 · ProviderTimeout 504 · ContentBlocked 422
                         ProviderRejected 502; what a vendor refuses for: llm/providers/refusals.py
"""

MAX_MESSAGE_CHARACTERS = 5000
"""Longest message, in code points, blanks around it aside; `ui/chat/characters.js` says it, too."""


class ChatAppError(Exception):
    """Something the caller is told about, in words a person can act on."""

    code: str
    """Name of the error on the wire."""
    status: int
    """HTTP status, where it is not sent inside a stream."""
    message = "Something went wrong"
    """What a person reads when the place that raises has nothing better to say."""
    field: str | None = None
    """The field of the request it is about, where a face names one, as in `messages[0].role`."""

    def __init__(self, message: str | None = None, *, retry_after_seconds: float | None = None):
        self.message = message or self.message
        self.retry_after_seconds = retry_after_seconds
        super().__init__(self.message)


class InvalidRequest(ChatAppError):
    """The body, the query or a value in it makes no sense."""

    code, status = "INVALID_REQUEST", 400
    message = "The request is malformed"


class ContextLengthExceeded(InvalidRequest):
    """A prompt does not fit the model's window."""

    code, field = "CONTEXT_LENGTH_EXCEEDED", "messages"
    message = "The prompt is longer than the model's window"


class InvalidMessage(InvalidRequest):
    """The text of a message is empty or too long."""

    code = "INVALID_MESSAGE"
    message = f"Message must be between 1 and {MAX_MESSAGE_CHARACTERS} characters"


class InvalidChatId(InvalidRequest):
    """A chat id is not a UUID."""

    code = "CHAT_NOT_FOUND"
    message = "Invalid chat ID format"


class InvalidImport(InvalidRequest):
    """A file that chats were to come from will not do; the words say what is wrong with it."""

    code = "INVALID_IMPORT"
    message = "The file is not an export of chats that can be read here"


class ModelLacksInput(InvalidRequest):
    """A model is to be sent what it does not take; the words name those that do."""

    code = "MODEL_LACKS_INPUT"
    message = "This model does not take files of this kind; choose another one"


class Unauthenticated(ChatAppError):
    """No valid sign-in came with the request."""

    code, status = "UNAUTHENTICATED", 401
    message = "Sign in first"


class InvalidCredentials(Unauthenticated):
    """E-mail and password do not belong together."""

    code = "INVALID_CREDENTIALS"
    message = "E-mail or password is wrong"


class SecondFactorNeeded(Unauthenticated):
    """E-mail and password are right, and the account has a second factor."""

    code = "SECOND_FACTOR_NEEDED"
    message = "Enter the code of your authenticator app, or one of your recovery codes"


class KeyRefused(Unauthenticated):
    """An API key is unknown, revoked or expired, or its owner is switched off; the words say it."""

    message = "This API key was revoked; make another one"


class Forbidden(ChatAppError):
    """The caller is known and may not do this."""

    code, status = "FORBIDDEN", 403
    message = "You may not do this"


class UnauthorizedChatAccess(Forbidden):
    """The chat belongs to somebody else."""

    code = "UNAUTHORIZED_CHAT_ACCESS"
    message = "This chat belongs to somebody else"


class ChatArchived(Forbidden):
    """The chat is put away and can only be read."""

    message = "This chat is archived; take it back first"


class ChatFull(Forbidden):
    """The chat has as many messages as a chat may have."""

    message = "This chat has as many messages as a chat may have; go on in a new one"


class TokenLimitExceeded(Forbidden):
    """The budget has too few tokens left for the message and a reply."""

    code = "TOKEN_LIMIT_EXCEEDED"
    message = "Your token budget is used up"


class ModelNotAllowed(Forbidden):
    """The model is not in the caller's tier."""

    code = "MODEL_NOT_ALLOWED"
    message = "This model is not part of your plan"


class ChatLimitReached(Forbidden):
    """The caller holds as many chats as the tier allows."""

    code = "CHAT_LIMIT_REACHED"
    message = "You have no place left for another chat; delete or archive one first"


class MemberLimitReached(Forbidden):
    """The chat has as many members as it may."""

    code = "MEMBER_LIMIT_REACHED"
    message = "This chat has no room for another person"


class KeyLimitReached(Forbidden):
    """The account has as many API keys as it may."""

    code = "KEY_LIMIT_REACHED"
    message = "You have as many API keys as an account may have; revoke one first"


class RegistrationClosed(Forbidden):
    """Sign-up is switched off."""

    code = "REGISTRATION_CLOSED"
    message = "Registration is closed; ask an administrator for an account"


class OrgMismatch(Forbidden):
    """The `x-org-id` header names an organisation that is not the caller's."""

    code = "ORG_MISMATCH"
    message = "You are not a member of this organisation"


class StorageFull(Forbidden):
    """The files of the account take as much room as they may."""

    code = "STORAGE_FULL"
    message = "Your files take all the room that there is for them; delete some first"


class NotFound(ChatAppError):
    """Nothing is at this address."""

    code, status = "NOT_FOUND", 404
    message = "Nothing is here"


class ChatNotFound(NotFound):
    """The chat does not exist or was deleted, or the caller was taken out of it."""

    code = "CHAT_NOT_FOUND"
    message = "This chat does not exist or was deleted, or you are no longer in it"


class MessageNotFound(NotFound):
    """The message does not exist in this chat."""

    code = "MESSAGE_NOT_FOUND"
    message = "This message does not exist"


class SessionNotFound(NotFound):
    """The chat session does not exist or was cleaned up."""

    code = "SESSION_NOT_FOUND"
    message = "This session does not exist"


class FileNotFound(NotFound):
    """The file does not exist, was deleted, or is somebody else's."""

    code = "FILE_NOT_FOUND"
    message = "This file does not exist or was deleted"


class MethodNotAllowed(ChatAppError):
    """The address exists, the method does not."""

    code, status = "METHOD_NOT_ALLOWED", 405
    message = "This method is not allowed here"


class RequestTimeout(ChatAppError):
    """A request began and did not go on."""

    code, status = "REQUEST_TIMEOUT", 408
    message = "The request did not come within the time for it"


class EmailTaken(ChatAppError):
    """An account with this e-mail, or with one that reads the same, exists."""

    code, status = "EMAIL_TAKEN", 409
    message = "An account with this e-mail, or with one that looks the same, exists already"


class NameTaken(ChatAppError):
    """A prompt of this name exists."""

    code, status = "NAME_TAKEN", 409
    message = "There is a prompt of this name already"


class TurnInProgress(ChatAppError):
    """A chat runs one turn at a time."""

    code, status = "TURN_IN_PROGRESS", 409
    message = "A reply is still being written in this chat; stop it or wait"


class SendTakenBack(ChatAppError):
    """What waited in the line of a chat was taken out of it, and will not be sent."""

    code, status = "SEND_TAKEN_BACK", 409
    message = "This message was taken back before its turn came"


class ImportInProgress(ChatAppError):
    """A person brings one file of chats at a time."""

    code, status = "IMPORT_IN_PROGRESS", 409
    message = "You are importing another file; wait until that is done"


class TakeoutRunning(ChatAppError):
    """All data of a person is written once at a time."""

    code, status = "TAKEOUT_RUNNING", 409
    message = "Your data is being packed already; wait until that is done"


class IdempotencyConflict(ChatAppError):
    """An idempotency key came again with another body."""

    code, status = "IDEMPOTENCY_CONFLICT", 409
    message = "This Idempotency-Key was used for another request"


class SessionExpired(ChatAppError):
    """The chat session is past its time."""

    code, status = "SESSION_EXPIRED", 410
    message = "This session has expired; start a new one"


class PayloadTooLarge(ChatAppError):
    """The body is larger, or deeper, than its address takes."""

    code, status = "PAYLOAD_TOO_LARGE", 413
    message = "The request body is over 64 KiB"


class FileTooLarge(PayloadTooLarge):
    """A file has more bytes than may be, or more in it than can be read."""

    code = "FILE_TOO_LARGE"
    message = "The file is too large"


class UnsupportedFile(ChatAppError):
    """A file is of no kind that is taken, or broken, or locked; the words say which."""

    code, status = "UNSUPPORTED_FILE", 415
    message = "Files of this kind cannot be used here"


class RateLimited(ChatAppError):
    """Too many requests in the window."""

    code, status = "RATE_LIMITED", 429
    message = "Too many requests; wait a moment"


class InternalError(ChatAppError):
    """A fault of ours; the log has it under the request id."""

    code, status = "INTERNAL_ERROR", 500
    message = "Something went wrong on our side"


class StreamFailed(InternalError):
    """A fault of ours ended a reply; told inside streams alone."""

    code = "STREAM_FAILED"
    message = "The reply was cut off by a fault on our side; what arrived is saved"


class Unavailable(ChatAppError):
    """The service cannot take the request now and may later; for a message: no model can answer.

    Product.md §5 has one code for whatever stands between a message and its model.
    """

    code, status = "MODEL_UNAVAILABLE", 503
    message = "The service is not available right now; try again in a moment"

    def __init__(self, message: str | None = None, *, retry_after_seconds: float | None = 5):
        super().__init__(message, retry_after_seconds=retry_after_seconds)


class ModelUnavailable(Unavailable):
    """The model's provider has no key."""

    message = "This model is not set up on this server; choose another one"


class ProviderError(ChatAppError):
    """The provider answered with a fault of its own (5xx, a cut connection); worth another try."""

    code, status = "PROVIDER_ERROR", 502
    message = "The model's provider had a fault"


class ProviderRateLimited(ProviderError):
    """The provider answered 429."""

    code, status = "RATE_LIMIT_ERROR", 503
    message = "The model's provider is over its rate limit; wait a moment"

    def __init__(self, message: str | None = None, *, retry_after_seconds: float | None = 5):
        super().__init__(message, retry_after_seconds=retry_after_seconds)


class ProviderTimeout(ProviderError):
    """The provider was silent for too long."""

    code, status = "PROVIDER_TIMEOUT", 504
    message = "The model's provider did not answer in time"


class ContentBlocked(ProviderError):
    """The provider refused for safety, before or in the middle of a reply."""

    code, status = "CONTENT_BLOCKED", 422
    message = "The model declined to answer this for safety reasons; try to put it differently"


class ProviderRejected(ProviderError):
    """The provider will not take this request however often it is sent."""

    message = (
        "The model's provider rejected the request; an administrator finds its status and code "
        "in the log"
    )
