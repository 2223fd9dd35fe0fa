"""Prompts that people keep: whose they are, what they may be called, and their blanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from chat_app.db import reading
from chat_app.errors import Forbidden, InvalidRequest, NameTaken, NotFound
from chat_app.models import AuditEvent, User, UserRole
from chat_app.services import prompt_library as library
from chat_app.services.prompt_library import COMMANDS, PromptChanges, blanks_of, filled
from chat_app.services.prompt_library.prompts import MAX_PROMPTS
from chat_app.services.turns import commands
from tests.callers import by
from tests.conftest import NewUser
from tests.keys import by_key

pytestmark = pytest.mark.usefixtures("database")


async def names_of(user: User) -> list[str]:
    return [each.name for each in await library.prompts_of(user)]


async def test_a_prompt_is_its_owners_alone_until_an_administrator_shares_it(
    new_user: NewUser,
) -> None:
    ada, eve = await new_user(role=UserRole.ADMIN), await new_user()
    prompt = await library.create(by(ada), name="/Übersetze", content=" In {{language}}: ")
    assert (prompt.name, prompt.content) == ("übersetze", "In {{language}}:")
    assert await names_of(eve) == []

    await library.change(by(ada), prompt.prompt_id, shared=True)

    assert await names_of(eve) == ["übersetze"]
    for change in (PromptChanges(shared=False), PromptChanges(content="mine now")):
        with pytest.raises(Forbidden):
            await library.change(by(eve), prompt.prompt_id, **change)
    with pytest.raises(Forbidden):
        await library.delete(by(eve), prompt.prompt_id)
    with pytest.raises(Forbidden):
        await library.create(by(eve), name="spam", content="!", shared=True)


async def test_of_an_own_and_a_shared_prompt_of_one_name_the_own_one_answers(
    new_user: NewUser,
) -> None:
    ada, eve = await new_user(role=UserRole.ADMIN), await new_user()
    await library.create(by(ada), name="short", content="everybody's", shared=True)
    await library.create(by(eve), name="short", content="Eve's")

    found = [await library.find(one, "SHORT") for one in (eve, ada)]

    assert [prompt and prompt.content for prompt in found] == ["Eve's", "everybody's"]
    assert await names_of(eve) == ["short", "short"]
    assert await library.find(ada, "long") is None


async def test_two_prompts_of_a_person_cannot_have_one_name(new_user: NewUser) -> None:
    eve = await new_user()
    await library.create(by(eve), name="one", content="1")
    two = await library.create(by(eve), name="two", content="2")
    with pytest.raises(NameTaken, match="/one"):
        await library.create(by(eve), name="/ONE", content="3")
    with pytest.raises(NameTaken):
        await library.change(by(eve), two.prompt_id, name="one")
    assert await names_of(eve) == ["one", "two"]


async def test_nobody_changes_or_deletes_the_prompt_of_another(new_user: NewUser) -> None:
    ada, eve = await new_user(role=UserRole.ADMIN), await new_user()
    prompt = await library.create(by(eve), name="mine", content="Eve's")
    with pytest.raises(NotFound):
        await library.change(by(ada), prompt.prompt_id, content="Ada's")
    with pytest.raises(NotFound):
        await library.delete(by(ada), prompt.prompt_id)
    await library.delete(by(eve), prompt.prompt_id)
    assert await names_of(eve) == []


async def test_a_key_reads_prompts_and_changes_none(new_user: NewUser) -> None:
    eve = await new_user()
    caller = await by_key(eve)
    prompt = await library.create(by(eve), name="mine", content="Eve's")
    for attempt in (
        library.create(caller, name="more", content="!"),
        library.change(caller, prompt.prompt_id, content="!"),
        library.delete(caller, prompt.prompt_id),
    ):
        with pytest.raises(Forbidden):
            await attempt


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": ""},
        {"name": "/"},
        {"name": "two words"},
        {"name": "x" * 41},
        {"name": "a/b"},
        *({"name": each.name.upper()} for each in COMMANDS),
        {"content": " \n"},
        {"content": "x" * 5001},
        {"description": "x" * 201},
    ],
    ids=str,
)
async def test_what_no_prompt_can_be_is_refused(new_user: NewUser, wanted: PromptChanges) -> None:
    eve = await new_user()
    complete: PromptChanges = {"name": "fine", "content": "fine"}
    with pytest.raises(InvalidRequest):
        await library.create(by(eve), **(complete | wanted))
    assert await names_of(eve) == []


async def test_there_is_an_end_to_what_one_keeps(new_user: NewUser) -> None:
    eve, other = await new_user(), await new_user()
    for number in range(MAX_PROMPTS):
        await library.create(by(eve), name=f"p{number}", content="!")
    with pytest.raises(InvalidRequest, match="200"):
        await library.create(by(eve), name="more", content="!")
    await library.create(by(other), name="more", content="!")


async def test_what_happens_to_shared_prompts_is_audited_and_to_own_ones_not(
    new_user: NewUser,
) -> None:
    ada = await new_user(role=UserRole.ADMIN)
    own = await library.create(by(ada), name="own", content="!")
    await library.change(by(ada), own.prompt_id, content="?")
    shared = await library.create(by(ada), name="all", content="!", shared=True)
    await library.change(by(ada), shared.prompt_id, content="??")
    await library.delete(by(ada), shared.prompt_id)
    await library.delete(by(ada), own.prompt_id)

    async with reading() as session:
        events = (await session.exec(select(AuditEvent).order_by(col(AuditEvent.event_id)))).all()
    assert [event.action for event in events] == [
        "prompt.create",
        "prompt.update",
        "prompt.delete",
    ]
    assert {event.target for event in events} == {"prompt:/all"}
    assert (events[1].before, events[1].after) == ({"characters": 1}, {"characters": 2})


def test_blanks_are_named_once_in_their_order() -> None:
    assert blanks_of("{{ b }} {{a}} {{b}} {{}} {{ }} {x} {{a\nb}} {{" + "y" * 61 + "}}") == [
        "b",
        "a",
    ]


def test_what_is_filled_in_is_taken_as_it_is() -> None:
    assert filled(r"{{a}} and {{ b }}", {"a": r"{{b}} \1"}) == r"{{b}} \1 and {{ b }}"


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_filling_in_leaves_what_is_no_blank(content: str, values: dict[str, str]) -> None:
    assert filled(content, dict.fromkeys(blanks_of(content), "")).count("{{") <= content.count("{{")
    if not blanks_of(content):
        assert filled(content, values) == content


def test_every_command_that_is_shown_is_carried_out_and_the_other_way_round() -> None:
    assert [each.name for each in COMMANDS] == list(commands._COMMANDS)
