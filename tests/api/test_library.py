"""The prompt library over HTTP."""

from typing import Any

import pytest

from tests.api.conftest import NewPerson, Person, refused

WANTED = {
    "name": "/Translate",
    "description": "Into another language",
    "content": "Into {{language}}: {{text}}",
}


async def prompts_of(person: Person) -> list[dict[str, Any]]:
    return (await person.http.get("/api/prompts")).json()["prompts"]


async def test_a_prompt_is_kept_changed_shared_and_thrown_away(
    ada: Person, new_person: NewPerson
) -> None:
    eve = await new_person("eve")
    answer = await ada.http.post("/api/prompts", json=WANTED)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["name"], made["blanks"], made["mine"]) == ("translate", ["language", "text"], True)
    assert await prompts_of(eve) == []

    path = f"/api/prompts/{made['prompt_id']}"
    changed = (await ada.http.patch(path, json={"shared": True, "description": ""})).json()

    assert (changed["content"], changed["description"]) == (WANTED["content"], "")
    assert await prompts_of(eve) == [changed | {"mine": False}]
    refused(await eve.http.delete(path), 403, "FORBIDDEN")
    assert (await ada.http.delete(path)).json() == {"status": "success"}
    assert await prompts_of(ada) == []


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"name": "help"}, (400, "INVALID_REQUEST")),
        ({"name": "Mine"}, (409, "NAME_TAKEN")),
        ({"text": "?"}, (400, "INVALID_REQUEST")),
        ({"content": "a\0b"}, (400, "INVALID_REQUEST")),
        ({"shared": True}, (403, "FORBIDDEN")),
    ],
    ids=str,
)
async def test_what_cannot_be_kept_is_refused(
    ada: Person, new_person: NewPerson, wanted: dict[str, Any], told: tuple[int, str]
) -> None:
    eve = await new_person("eve")
    await eve.http.post("/api/prompts", json=WANTED | {"name": "mine"})
    refused(await eve.http.post("/api/prompts", json=WANTED | wanted), *told)
    assert len(await prompts_of(eve)) == 1
    assert await prompts_of(ada) == []
