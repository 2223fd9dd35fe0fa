"""What the model is told beside the new message: system prompt and the branch's last messages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID

from chat_app.config import get_settings
from chat_app.errors import FileTooLarge
from chat_app.llm.catalogue import Model, provider_of
from chat_app.llm.errands import DRAWN_BY_YOU, FILES_LEFT_OUT
from chat_app.llm.parts import instructions_of, is_empty
from chat_app.llm.types import Parameters, Part, Prompt, PromptMessage, Role, Text
from chat_app.models import File
from chat_app.prepared import Connection
from chat_app.services import files
from chat_app.services.budgets.charges import Price, Priced, at_most, least_exact
from chat_app.services.chats.branches import said
from chat_app.services.turns.attachments import Attached, attach
from chat_app.services.turns.drawing import description_in

TO_GO_ON_WITH = 2
"""Messages that tell what a cut reply is about, however few are sent along: it and its question."""
_CARRIED_MESSAGES = 10
"""Of how many of the last messages the files are sent along."""
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message of the branch, as it is kept."""

    role: Role
    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """All that a model is told, what that costs, and what was left out of it."""

    prompt: Prompt
    price: Price
    attached: tuple[Attached, ...]
    """The files of the message to be answered."""
    files: tuple[File, ...]
    """All files that are sent, whose bytes are loaded when the model is asked."""
    messages_dropped: int
    """Of the earlier messages, the oldest that are left out."""
    attachments_dropped: int
    """Of their files, those that are left out."""


def read_history(
    connection: Connection,
    leaf_id: UUID | None,
    left_out_id: UUID | None = None,
    *,
    least: int = 0,
) -> tuple[list[Earlier], int]:
    """Return the last messages of the branch that ends in `leaf_id`, oldest first.

    A reply that was gone on with is one, whatever it was cut into.

    Left out are replies with neither words nor pictures, for there is nothing to tell and Anthropic
    refuses them, and commands, which carry no model's name. A question stays when its reply goes:
    vendors take two messages of a user in a row for one.

    Args:
        connection: Reads.
        leaf_id: The last message.
        left_out_id: What is as old as this message, or older, is not told: its reader wants it so.
            It is compared by its age alone, so that it holds on every branch.
        least: How many of the last messages are told in any case.

    Returns:
        The messages, and how many more there would be had none been left out by the reader.
    """
    rows = said(connection, leaf_id, max(get_settings().HISTORY_MESSAGES, least))
    holding = [row.message_id for row in rows if row.has_files]
    attached = files.attached(connection, holding) if holding else {}
    last: list[tuple[UUID, Earlier]] = []
    for row in rows:
        held = tuple(file for _, file in attached.get(row.message_id, ()))
        if not row.model or not (row.content.strip() or held):
            continue
        text = row.content if row.role is Role.ASSISTANT else description_in(row.content)
        message = Earlier(row.role, text or row.content, held)
        goes_on = row.role is Role.ASSISTANT and last and last[-1][1].role is Role.ASSISTANT
        if goes_on:
            _, begun = last.pop()
            message = Earlier(row.role, begun.text + row.content, begun.files + held)
        last.append((row.message_id, message))
    told = [
        message
        for place, (message_id, message) in enumerate(last)
        if not left_out_id or message_id > left_out_id or place >= len(last) - least
    ]
    return told, len(last) - len(told)


async def tell(
    model: Model,
    system: str,
    history: Sequence[Earlier],
    text: str,
    sent: Sequence[File],
    parameters: Parameters,
    affordable_tokens: int | None = None,
) -> Told:
    """Put together what a model is told, and leave out what is too much.

    First files of earlier messages go, the oldest first, until prompt and longest reply fit the
    model's window, the prompt fits a request and what may be spent; then whole messages, as long as
    the window is too small.

    Args:
        model: Who is told.
        system: The system prompt.
        history: Earlier messages, oldest first.
        text: The message to be answered.
        sent: Its files.
        parameters: What shapes the reply.
        affordable_tokens: What is left to be spent, where the earlier messages are paid, too.

    Raises:
        FileTooLarge: The files of the message are more than the provider takes at once.
        FileNotFound, Unavailable: See `attach`.
    """
    attached = tuple(await attach(model, sent))
    lines = [
        _Line(model, each, await attach(model, each.files, skips_gone=True)) for each in history
    ]
    price = Price(
        user=at_most(model, Text(text)),
        attachments=tuple(each.price for each in attached),
        system=at_most(model, *instructions_of(Prompt(system, (), parameters))),
        history=tuple(line.price for line in lines),
    )
    dropped = _fit(model, price, attached, lines, parameters.max_output_tokens, affordable_tokens)
    told = lines[dropped:]
    sent_along = [*chain.from_iterable(line.attached for line in told), *attached]
    return Told(
        prompt=Prompt(system, _messages(model, told, text, attached), parameters),
        price=replace(price, history=tuple(line.price for line in told)),
        attached=attached,
        files=tuple(each.file for each in sent_along if not each.is_as_text),
        messages_dropped=dropped,
        attachments_dropped=sum(len(line.message.files) for line in lines)
        - sum(len(line.attached) for line in told),
    )


class _Line:
    """An earlier message on its way to the model."""

    def __init__(self, model: Model, message: Earlier, attached: list[Attached]) -> None:
        self._model = model
        self.message = message
        self.attached = attached
        self.price = self._price()

    @property
    def words(self) -> str:
        """Its text, and before it what is left out of its files."""
        if not self.message.files:
            return self.message.text
        kept = [each.file for each in self.attached]
        names = ", ".join(each.name for each in self.message.files if each not in kept)
        return (FILES_LEFT_OUT.format(names=names) if names else "") + self.message.text

    def leave_out(self, attached: Attached) -> int:
        """Leave a file out and return how many tokens that saves."""
        before = self.price.tokens
        self.attached.remove(attached)
        self.price = self._price()
        return before - self.price.tokens

    def _price(self) -> Priced:
        of_words = at_most(self._model, Text(self.words))
        if not self.attached:
            return of_words
        prices = [of_words, *(each.price for each in self.attached)]
        return Priced(
            sum(each.tokens for each in prices),
            least_exact(each.method for each in prices),
            sum(each.likely_tokens for each in prices),
        )


def _fit(
    model: Model,
    price: Price,
    attached: Sequence[Attached],
    lines: Sequence[_Line],
    longest_reply_tokens: int,
    affordable_tokens: int | None,
) -> int:
    """Leave out files of earlier messages, and return how many of these are to be left out."""
    most_bytes = provider_of(model).request_bytes
    over_bytes = sum(each.sent_bytes for each in attached) - most_bytes
    if over_bytes > 0:
        raise FileTooLarge(
            f"{model.name} takes at most {most_bytes // _MIB} MiB at once; remove some of the files"
        )
    over_bytes += sum(each.sent_bytes for line in lines for each in line.attached)
    wanted_tokens = price.tokens + longest_reply_tokens
    over_tokens = wanted_tokens - model.context_window_tokens
    over_spent = 0 if affordable_tokens is None else wanted_tokens - affordable_tokens
    too_old = max(len(lines) - _CARRIED_MESSAGES, 0)
    for place, line in enumerate(lines):
        for each in list(line.attached):
            if place >= too_old and max(over_tokens, over_spent, over_bytes) <= 0:
                break
            saved_tokens = line.leave_out(each)
            over_tokens -= saved_tokens
            over_spent -= saved_tokens
            over_bytes -= each.sent_bytes
    dropped = 0
    while over_tokens > 0 and dropped < len(lines):
        over_tokens -= lines[dropped].price.tokens
        dropped += 1
    return dropped


def _messages(
    model: Model, lines: Sequence[_Line], text: str, attached: Sequence[Attached]
) -> tuple[PromptMessage, ...]:
    """Return the messages; pictures of replies may have to go with the question after them."""
    in_replies = provider_of(model).takes_in_replies
    messages: list[PromptMessage] = []
    pending: list[Part] = []
    for line in lines:
        parts = [each.part for each in line.attached]
        words = line.words
        if line.message.role is Role.ASSISTANT and parts and not in_replies:
            pending += parts
            parts, words = [], words or DRAWN_BY_YOU
        elif line.message.role is Role.USER:
            parts, pending = [*pending, *parts], []
        messages.append(PromptMessage(line.message.role, _said(*parts, Text(words))))
    asked = _said(*pending, *(each.part for each in attached), Text(text))
    return (*messages, PromptMessage(Role.USER, asked))


def _said(*parts: Part) -> tuple[Part, ...]:
    """Return parts without words that say nothing: some vendors refuse them."""
    return tuple(part for part in parts if not is_empty((part,)))
