"""Whose the messages of a chat are: who asked, and who paid for the reply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from chat_app.llm.types import Role
from chat_app.models import Chat, Message, Turn, User
from chat_app.prepared import Connection
from chat_app.services.accounts.people import people
from chat_app.services.presence import Person


@dataclass(frozen=True, slots=True)
class Writers:
    """The people of some messages."""

    chat: Chat
    people: Mapping[UUID, Person]

    def author(self, message: Message) -> Person | None:
        """Return who wrote a question; nobody did of a reply."""
        if message.role is not Role.USER:
            return None
        return self.people.get(message.author_id or self.chat.user_id)

    def payer(self, turn: Turn | None) -> Person | None:
        """Return who asked for a reply, and pays; nobody does for what the app itself answered."""
        return self.people.get(turn.user_id) if turn else None


def writers_of(
    connection: Connection,
    user: User,
    chat: Chat,
    messages: Iterable[Message],
    turns: Iterable[Turn],
) -> Writers:
    """Return whose some messages of a chat are; of a private one that is known without asking.

    Args:
        connection: Reads.
        user: Who reads.
        chat: The chat.
        messages: Those of it that are read.
        turns: The exchanges that wrote them.
    """
    if not chat.is_shared:
        return Writers(chat, {user.user_id: Person(user.user_id, user.name)})
    asked = {each.author_id or chat.user_id for each in messages}
    return Writers(chat, people(connection, asked | {each.user_id for each in turns}))
