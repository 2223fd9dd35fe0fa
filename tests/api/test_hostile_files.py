"""Whatever somebody sends as a file, the server says what is wrong with it and goes on."""

import asyncio
import re

from tests.api.conftest import Person, refused
from tests.api.test_files import kept, send
from tests.pictures import picture
from tests.samples.hostile import HOSTILE


async def test_hostile_files_sent_at_once_leave_nothing_and_hold_nobody_up(ada: Person) -> None:
    ada.http.timeout = 120
    sending = [asyncio.create_task(send(ada, made(), name)) for name, (made, _) in HOSTILE.items()]
    sound = await send(ada, picture(), "sea.png")
    answers = await asyncio.gather(*sending)

    for answer, (name, (_, (kind, words))) in zip(answers, HOSTILE.items(), strict=True):
        assert re.search(words, refused(answer, kind.status, kind.code)), name
    listed = (await ada.http.get("/api/files")).json()
    assert [each["name"] for each in listed["files"]] == ["sea.png"] == [sound.json()["name"]]
    assert len(kept()) == 2, "the picture and its small one"
