"""Makes a tree of what a file says of who follows whom, however little sense that makes.

Nothing said is lost: what follows nothing that is there begins a branch, and so does one of those
that follow one another in a ring.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush

from chat_app.llm.types import Role
from chat_app.services.imports.conversations import Conversation, Node, Said

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Placed:
    """What was said, and where."""

    said: Said
    parent: int | None
    """Which of the messages before it follows; nothing where it begins the chat."""


@dataclass(frozen=True, slots=True)
class Tree:
    """All that was said in a conversation: each after what it follows, else by time."""

    messages: list[Placed]
    leaf: int | None
    """The end of the branch that was read last."""


def tree_of(conversation: Conversation) -> Tree:
    """Return all that was said in a conversation as a tree."""
    nodes: dict[str, Node] = {}
    for number, node in enumerate(conversation.nodes):
        # Of two with one id what follows stays with the first.
        name = node.node_id if node.node_id not in nodes else f"{node.node_id} #{number}"
        nodes[name] = node
    parents = _parents(nodes)
    said = {name: node.said for name, node in nodes.items() if node.said}
    stands_for = _join_replies(said, parents)
    said = {name: each for name, each in said.items() if each.text.strip()}
    nearest = _nearest(said, parents, stands_for)
    above = {name: nearest.get(parents[name]) for name in said}
    order = _in_order(said, above)
    numbers: dict[str | None, int] = {name: number for number, name in enumerate(order)}
    messages = [Placed(said[name], numbers.get(above[name])) for name in order]
    read_last = nearest.get(conversation.current_id)
    return Tree(messages, _leaf_below(messages, numbers.get(read_last, len(messages) - 1)))


def _parents(nodes: dict[str, Node]) -> dict[str, str | None]:
    """Return which node each follows: one that is there, and never in a ring."""
    parents = {
        name: node.parent_id if node.parent_id in nodes else None for name, node in nodes.items()
    }
    settled: set[str] = set()
    for name in nodes:
        path: dict[str, None] = {}
        current: str | None = name
        while current is not None and current not in settled:
            path[current] = None
            if parents[current] in path:
                parents[current] = None
            current = parents[current]
        settled.update(path)
    return parents


def _nearest(
    said: dict[str, Said], parents: dict[str, str | None], stands_for: dict[str, str]
) -> dict[str | None, str]:
    """Return for each node what was said there or, where nothing was, last before it."""
    nearest: dict[str | None, str] = {}
    looked_at: set[str] = set()
    for name in parents:
        path: list[str] = []
        current: str | None = name
        while current is not None and current not in looked_at:
            path.append(current)
            looked_at.add(current)
            current = parents[current]
        found = nearest.get(current)
        for each in reversed(path):
            place = stands_for.get(each, each)
            found = place if place in said else found
            if found is not None:
                nearest[each] = found
    return nearest


def _join_replies(said: dict[str, Said], parents: dict[str, str | None]) -> dict[str, str]:
    """Make one reply of those that follow one another with nothing between and nothing beside.

    ChatGPT tells what was thought, and what was said before and after a tool was asked, apart.

    Returns:
        Where the text went of each that is there no more.
    """
    nearest = _nearest(said, parents, {})
    above = {name: nearest.get(parents[name]) for name in said}
    followers = Counter(above.values())
    stands_for: dict[str, str] = {}
    for name in _in_order(said, above):
        first = above[name] and stands_for.get(above[name] or "", above[name])
        if first is None or followers[first] != 1:
            continue
        reply, more = said[first], said[name]
        if reply.role is more.role is Role.ASSISTANT:
            reply.text = "\n\n".join(filter(None, (reply.text, more.text)))
            reply.thinking = "\n\n".join(filter(None, (reply.thinking, more.thinking)))
            reply.model = more.model or reply.model
            reply.status, reply.reaction = more.status, more.reaction or reply.reaction
            stands_for[name] = first
            followers[first] = followers[name]
            del said[name]
    return stands_for


def _in_order(said: dict[str, Said], above: dict[str, str | None]) -> list[str]:
    """Return the names of all messages by time, but each after what it follows."""
    places = {name: place for place, name in enumerate(said)}
    below: defaultdict[str | None, list[str]] = defaultdict(list)
    for name in said:
        below[above[name]].append(name)
    waiting: list[tuple[datetime, int, str]] = []

    def let_in(names: list[str], after: datetime) -> None:
        for name in names:
            heappush(waiting, (said[name].at or after, places[name], name))

    order: list[str] = []
    let_in(below[None], _LONG_AGO)
    while waiting:
        moment, _, name = heappop(waiting)
        order.append(name)
        let_in(below[name], moment)
    return order


def _leaf_below(messages: list[Placed], place: int) -> int | None:
    """Return the end of the newest branch through a message; nothing where there is none."""
    newest_below = {placed.parent: number for number, placed in enumerate(messages)}
    while place in newest_below:
        place = newest_below[place]
    return place if messages else None
