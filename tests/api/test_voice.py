"""Dictation and reading aloud over HTTP."""

import math

import httpx
import pytest

from chat_app.config import get_settings
from tests.api.conftest import NewPerson, Person, refused
from tests.sounds import wav

TWO_SECONDS = wav((440, 2))


async def transcribe(person: Person, content: bytes, **fields: str) -> httpx.Response:
    files = {"file": ("recording.wav", content, "audio/wav")}
    return await person.http.post("/api/transcriptions", files=files, data=fields)


async def used(person: Person) -> int:
    return (await person.http.get("/api/user/token-usage")).json()["total_tokens_used"]


async def test_a_recording_becomes_words_and_is_charged(ada: Person) -> None:
    answer = await transcribe(ada, TWO_SECONDS, language="en")

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told.keys() == {"text", "tokens_used", "method", "duration_s"}
    assert "440 Hz" in told["text"]
    assert (told["method"], told["duration_s"]) == ("usage", pytest.approx(2, abs=0.05))
    assert told["tokens_used"] == math.ceil(32 * 2) + math.ceil(len(told["text"]) / 4)
    assert await used(ada) == told["tokens_used"]
    assert (await ada.http.get("/api/files")).json()["files"] == []


async def test_an_api_key_dictates_within_its_cap(ada: Person) -> None:
    made = await ada.http.post("/api/keys", json={"name": "CI", "token_limit": 300})
    assert made.status_code == 201, made.text
    bearer = {"Authorization": f"Bearer {made.json()['key']}"}

    answer = await ada.http.post(
        "/api/transcriptions", files={"file": ("a.wav", TWO_SECONDS)}, headers=bearer
    )

    refused(answer, 403, "TOKEN_LIMIT_EXCEEDED")
    assert await used(ada) == 0


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"no sound at all", 415, "UNSUPPORTED_FILE"),
        (wav((0, 1)), 415, "UNSUPPORTED_FILE"),
        (TWO_SECONDS[:50], 415, "UNSUPPORTED_FILE"),
        (wav((440, 303), rate_hz=2000), 413, "FILE_TOO_LARGE"),
    ],
    ids=["text", "silent", "broken", "long"],
)
async def test_what_cannot_be_written_down_costs_nothing(
    ada: Person, content: bytes, status: int, code: str
) -> None:
    refused(await transcribe(ada, content), status, code)
    assert await used(ada) == 0


async def test_what_is_too_large_is_refused_before_it_is_read(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "MAX_FILE_MIB", 1)

    answer = await transcribe(ada, b"\0" * (2 * 1024 * 1024))

    refused(answer, 413, "FILE_TOO_LARGE")


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"language": "deutsch!"}, "INVALID_REQUEST"), ({"model": "simulated"}, "INVALID_REQUEST")],
)
async def test_a_form_is_strict(ada: Person, fields: dict[str, str], code: str) -> None:
    refused(await transcribe(ada, TWO_SECONDS, **fields), 400, code)
    bare = await ada.http.post("/api/transcriptions", json={})
    refused(bare, 400, "INVALID_REQUEST")


async def test_nobody_dictates_without_signing_in(server: str) -> None:
    async with httpx.AsyncClient(base_url=server, timeout=60) as nobody:
        files = {"file": ("a.wav", TWO_SECONDS)}
        assert (await nobody.post("/api/transcriptions", files=files)).status_code == 401
        assert (await nobody.post("/api/speech", json={})).status_code == 401


async def test_a_reply_is_read_aloud_and_heard_again_for_nothing(
    ada: Person, new_person: NewPerson
) -> None:
    reply_id = await ada.say(await ada.new_chat(), "write 5 words")
    before = await used(ada)

    first = await ada.http.post("/api/speech", json={"message_id": reply_id})
    again = await ada.http.post("/api/speech", json={"message_id": reply_id})

    assert first.status_code == 200, first.text
    assert (first.headers["content-type"], first.content[:4]) == ("audio/wav", b"RIFF")
    assert again.content == first.content
    assert int(first.headers["x-tokens-used"]) == await used(ada) - before > 0
    assert again.headers["x-tokens-used"] == "0"
    kept = await ada.http.get(f"/api/files/{first.headers['x-file-id']}")
    assert kept.content == first.content
    other = await new_person("grace")
    stolen = await other.http.post("/api/speech", json={"message_id": reply_id})
    refused(stolen, 404, "MESSAGE_NOT_FOUND")


async def test_what_is_spoken_can_be_written_down(ada: Person) -> None:
    reply_id = await ada.say(await ada.new_chat(), "write 5 words")
    speech = await ada.http.post("/api/speech", json={"message_id": reply_id})

    told = (await transcribe(ada, speech.content)).json()

    assert "5 tones" in told["text"]
