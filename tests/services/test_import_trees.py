"""Trees of conversations, whatever a file says of who follows whom."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat_app.llm.types import Role
from chat_app.services.imports.conversations import Conversation, Node, Said, Source
from chat_app.services.imports.trees import tree_of

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
names = st.sampled_from("abcdefgh")
times = st.none() | st.integers(0, 5).map(lambda hour: BEGAN + timedelta(hours=hour))


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Draw a conversation whose nodes follow one another in any way, in rings as well."""
    chat = Conversation(Source.CHATGPT, "", "", current_id=draw(st.none() | names))
    for name in draw(st.lists(names, unique=True)):
        said = None
        if draw(st.integers(0, 3)):
            role = draw(st.sampled_from([Role.USER, Role.ASSISTANT]))
            said = Said(role, draw(st.sampled_from([name, f"{name}!", ""])), draw(times))
        chat.nodes.append(Node(name, draw(st.none() | names | st.just("elsewhere")), said))
    return chat


@given(conversations())
def test_all_that_was_said_is_there_once_and_after_what_it_follows(chat: Conversation) -> None:
    said = [node.said.text for node in chat.nodes if node.said and node.said.text]

    tree = tree_of(chat)

    there = [part for each in tree.messages for part in each.said.text.split("\n\n")]
    assert sorted(there) == sorted(said)
    for place, each in enumerate(tree.messages):
        assert each.parent is None or each.parent < place


@given(conversations())
def test_a_branch_ends_where_nothing_follows(chat: Conversation) -> None:
    tree = tree_of(chat)
    assert (tree.leaf is None) == (not tree.messages)
    assert tree.leaf not in {each.parent for each in tree.messages} - {None}


def test_of_two_messages_with_one_id_none_is_lost() -> None:
    chat = Conversation(Source.CLAUDE, "", "")
    for text in ("One", "Two"):
        chat.nodes.append(Node("same", None, Said(Role.USER, text)))
    chat.nodes.append(Node("reply", "same", Said(Role.ASSISTANT, "Three")))
    tree = tree_of(chat)
    assert [(each.said.text, each.parent) for each in tree.messages] == [
        ("One", None),
        ("Two", None),
        ("Three", 0),
    ]


def test_what_begins_a_chat_comes_by_its_time() -> None:
    chat = Conversation(Source.CHATGPT, "", "")
    for hour in (3, 1, 2):
        said = Said(Role.USER, str(hour), BEGAN + timedelta(hours=hour))
        chat.nodes.append(Node(str(hour), None, said))
    assert [each.said.text for each in tree_of(chat).messages] == ["1", "2", "3"]


def chain(*said: tuple[str, Role, str], current: str | None = None) -> Conversation:
    """Return a conversation of one branch."""
    chat = Conversation(Source.CHATGPT, "", "", current_id=current)
    before = None
    for name, role, text in said:
        chat.nodes.append(Node(name, before, Said(role, text)))
        before = name
    return chat


def test_replies_in_a_row_are_one_and_questions_in_a_row_are_not() -> None:
    chat = chain(
        ("q", Role.USER, "One?"),
        ("r", Role.USER, "Two?"),
        ("a", Role.ASSISTANT, "Well"),
        ("b", Role.ASSISTANT, ""),
        ("c", Role.ASSISTANT, "yes"),
        current="b",
    )
    tree = tree_of(chat)
    assert [each.said.text for each in tree.messages] == ["One?", "Two?", "Well\n\nyes"]
    assert tree.leaf == 2


def test_replies_beside_one_another_stay_apart() -> None:
    chat = chain(("q", Role.USER, "?"), ("a", Role.ASSISTANT, "One"))
    chat.nodes += [
        Node("b", "a", Said(Role.ASSISTANT, "Two")),
        Node("c", "a", Said(Role.ASSISTANT, "Three")),
    ]
    assert [each.parent for each in tree_of(chat).messages] == [None, 0, 1, 1]


def test_a_long_chat_takes_no_call_a_message() -> None:
    turns = [(str(n), Role.USER if n % 2 else Role.ASSISTANT, f"{n}") for n in range(50_000)]
    tree = tree_of(chain(*turns))
    assert len(tree.messages) == len(turns)
    assert tree.leaf == len(turns) - 1
