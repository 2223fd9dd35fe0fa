"""All tables and their enumerations.

Ids are UUIDv7, so that they sort by time and one column both identifies and pages.
"""

from chat_app.models.accounts import (
    ApiKey,
    AuthSession,
    Organisation,
    PasswordLink,
    User,
    UserRole,
    UserType,
    Via,
    Way,
)
from chat_app.models.budgets import Budget, Hold, LedgerEntry, LedgerKind, OwnerKind, Span
from chat_app.models.chats import Chat, Folder, Message, MessageStatus, ReadingPosition
from chat_app.models.exchanges import (
    ROLLED_UP,
    KeyRollUp,
    ModelRollUp,
    Purpose,
    RollUp,
    Turn,
    UserRollUp,
)
from chat_app.models.feedback import Complaint, Feedback, MessageReaction, Reaction
from chat_app.models.files import Attachment, File, FileKind, FileOrigin, SpokenReply
from chat_app.models.mail import Mail, OutgoingMail
from chat_app.models.members import MemberRole, Membership
from chat_app.models.moments import now
from chat_app.models.prompt_library import ChatImport, ImportedChat, ImportStatus, LibraryPrompt
from chat_app.models.requests import AuditEvent, IdempotencyKey, SavedPrompt
from chat_app.models.second_factors import Authenticator, Passkey, RecoveryCode, SpentTicket
from chat_app.models.shares import SharedLink
from chat_app.models.sign_on import Identity
from chat_app.models.waiting import SendKind, WaitingSend

__all__ = [
    "ROLLED_UP",
    "ApiKey",
    "Attachment",
    "AuditEvent",
    "AuthSession",
    "Authenticator",
    "Budget",
    "Chat",
    "ChatImport",
    "Complaint",
    "Feedback",
    "File",
    "FileKind",
    "FileOrigin",
    "Folder",
    "Hold",
    "IdempotencyKey",
    "Identity",
    "ImportStatus",
    "ImportedChat",
    "KeyRollUp",
    "LedgerEntry",
    "LedgerKind",
    "LibraryPrompt",
    "Mail",
    "MemberRole",
    "Membership",
    "Message",
    "MessageReaction",
    "MessageStatus",
    "ModelRollUp",
    "Organisation",
    "OutgoingMail",
    "OwnerKind",
    "Passkey",
    "PasswordLink",
    "Purpose",
    "Reaction",
    "ReadingPosition",
    "RecoveryCode",
    "RollUp",
    "SavedPrompt",
    "SendKind",
    "SharedLink",
    "Span",
    "SpentTicket",
    "SpokenReply",
    "Turn",
    "User",
    "UserRole",
    "UserRollUp",
    "UserType",
    "Via",
    "WaitingSend",
    "Way",
    "now",
]
