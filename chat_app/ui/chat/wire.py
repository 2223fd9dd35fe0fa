"""What the conversation sends to the browser, described in `thread.js`."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from chat_app.llm.types import FinishReason, Role
from chat_app.models import File, MessageStatus
from chat_app.services.broker import End, Picture
from chat_app.services.budgets.receipts import Breakdown
from chat_app.services.chats import MessageView
from chat_app.services.chats.attachments import AttachedFile
from chat_app.services.chats.members import Coming
from chat_app.services.chats.reactions import Reactions
from chat_app.services.presence import Person
from chat_app.services.turns.drawing import picture_of
from chat_app.words import Words

Row = dict[str, Any]


def running(views: Sequence[MessageView]) -> list[tuple[str, int]]:
    """Return the replies that are being written, with the sign of their numbers.

    That is -1 for the one that is read beside another.
    """
    last = views[-1] if views else None
    shown = ((last, 1), (last.rival, -1)) if last else ()
    return [
        (str(view.message.message_id), sign)
        for view, sign in shown
        if view and view.message.status is MessageStatus.STREAMING
    ]


def message_row(view: MessageView, words: Words, running: int) -> Row:
    """Describe a message; a running one comes without text, which follows in pieces.

    Args:
        view: The message and its versions.
        words: The reader's.
        running: Number of the running reply, by which its pieces are known.
    """
    message = view.message
    row: Row = {"id": str(message.message_id), "status": message.status.value}
    if len(view.sibling_ids) > 1:
        row["siblings"] = [str(sibling) for sibling in view.sibling_ids]
    if message.role is Role.USER:
        row |= {"role": "user", "parts": parts_of(message.content)}
        if view.is_shared and view.author:
            row["author"] = person_row(view.author)
        if view.attachments:
            row["attachments"] = [attachment_row(each) for each in view.attachments]
        return row
    row |= {"role": "assistant", "model": message.model}
    if view.rival:
        row["rival"] = message_row(view.rival, words, -running)
    if view.is_shared and view.payer:
        row["payer"] = person_row(view.payer)
    if message.status is MessageStatus.STREAMING:
        return row | {"parts": [], "number": running}
    row |= {
        "parts": reply_parts(view),
        "reaction": view.reactions.own and view.reactions.own.value,
    }
    if others := _of_others(view.reactions):
        row["reactions"] = others
    if message.thinking:
        row["thinking"] = message.thinking
        row["thinkingMs"] = view.turn.thinking_ms if view.turn else None
    return row | _ending(
        view.tokens_consumed,
        view.breakdown,
        view.finish_reason,
        words.translated(message.error_message or ""),
        view.turn.history_dropped if view.turn else 0,
    )


def _of_others(reactions: Reactions) -> Row:
    """Count what other readers think; without any it is left out."""
    counts = {"like": reactions.likes, "dislike": reactions.dislikes}
    if reactions.own:
        counts[reactions.own.value] -= 1
    return {name: many for name, many in counts.items() if many}


def person_row(person: Person) -> Row:
    """Describe somebody."""
    return {"id": str(person.user_id), "name": person.name}


def parts_of(text: str) -> list[Row]:
    """Describe a text as the parts of a message."""
    return [{"kind": "text", "text": text}] if text else []


def reply_parts(view: MessageView) -> list[Row]:
    """Describe what a reply says, part by part: text, and pictures where they belong in it."""
    parts: list[Row] = []
    for each in view.parts:
        parts += parts_of(each) if isinstance(each, str) else [_drawn_row(each.file)]
    return parts


def picture_row(picture: Picture) -> Row:
    """Describe a picture of a reply that is being written."""
    return {
        "kind": "picture",
        "id": str(picture.file_id),
        "type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "size": picture.size_bytes,
        "alt": picture.alt,
    }


def _drawn_row(file: File) -> Row:
    return picture_row(picture_of(file))


def attachment_row(attached: AttachedFile) -> Row:
    """Describe a file of a message; what it has not is left out."""
    file = attached.file
    row: Row = {
        "id": str(file.file_id),
        "name": file.name,
        "kind": file.kind.value,
        "type": file.media_type,
        "size": file.size_bytes,
        "width": file.width,
        "height": file.height,
        "pages": file.pages,
        "seconds": None if file.duration_ms is None else file.duration_ms / 1000,
        "tokens": attached.tokens,
        "asText": attached.as_text or None,
    }
    return {name: value for name, value in row.items() if value is not None}


def end_row(end: End, words: Words) -> Row:
    """Describe how a reply ended, never its text: `length` says how long it is."""
    ending = _ending(
        end.tokens_used,
        end.breakdown,
        end.finish_reason,
        words.translated(end.error_message or ""),
        end.history_dropped,
    )
    if end.thinking:
        ending["thinkingMs"] = end.thinking_ms
    return {
        "kind": "end",
        "reply": str(end.message_id),
        "length": len(end.text) + len(end.pictures),
        "thoughts": len(end.thinking),
        "files": list(end.attachments),
        "ending": {"status": end.status.value} | ending,
    }


def _ending(
    tokens: int,
    breakdown: Breakdown | None,
    reason: FinishReason | None,
    error: str,
    history_dropped: int,
) -> Row:
    row: Row = {"tokens": tokens}
    if breakdown:
        row["breakdown"] = _breakdown(breakdown)
    if reason and reason is not FinishReason.STOP:
        row["finish"] = reason.value
    if error:
        row["error"] = error
    if history_dropped:
        row["dropped"] = history_dropped
    return row


def _breakdown(breakdown: Breakdown) -> Row:
    row: Row = {
        "user": breakdown.user_tokens,
        "attachments": breakdown.attachment_tokens,
        "reply": breakdown.ai_tokens,
        "system": breakdown.system_tokens,
        "overhead": breakdown.overhead_tokens,
        "history": breakdown.history_tokens,
        "waived": breakdown.waived_tokens,
        "total": breakdown.total_tokens,
        "method": breakdown.method.value,
        "countsCached": breakdown.cache_hit,
        "cached": breakdown.cached,
        "microUsd": breakdown.cost_micro_usd,
        "costMethod": breakdown.cost_method and breakdown.cost_method.value,
    }
    if billed := breakdown.billed:
        row["billed"] = {
            "prompt": billed.prompt_tokens,
            "cached": billed.cached_tokens,
            "output": billed.output_tokens,
            "thinking": billed.thinking_tokens,
            "total": billed.total_tokens,
        }
    return row


def lacking(
    views: Sequence[MessageView], newest: str, changed: Collection[str]
) -> list[MessageView] | None:
    """Return what a browser lacks of a page of messages: what is new, and what is different.

    Args:
        views: The page.
        newest: The last message that it was told of.
        changed: Those that are different now.

    Returns:
        `None` where it must be told all, because what it was told of is on another branch.
    """
    ids = [str(view.message.message_id) for view in views]
    if newest not in ids:
        return None
    known = set(ids[: ids.index(newest) + 1]) - set(changed)
    return [view for view, each in zip(views, ids, strict=True) if each not in known]


def oldest_first(views: Iterable[MessageView], words: Words, running: int = 0) -> list[Row]:
    """Describe a page of messages."""
    return [message_row(view, words, running) for view in views]


def coming_row(coming: Coming) -> Row:
    """Describe that somebody came or went; `before` stands among the ids of messages by its time.

    Those begin with the milliseconds at which they were made (RFC 9562, 5.7; read 2026-11-30).
    """
    made = f"{int(coming.at.timestamp() * 1000):012x}"
    return {
        "before": f"{made[:8]}-{made[8:]}",
        "person": {"id": str(coming.user_id), "name": coming.name},
        "how": coming.how,
    }
