"""Files over HTTP: sent, shown, listed, deleted, and what is refused."""

import asyncio
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from httpx import Response

from chat_app.config import get_settings
from tests.api.conftest import NewPerson, Person, refused
from tests.pictures import opened, picture

MIB = 1024 * 1024
UNKNOWN = "01939d64-0000-7000-8000-000000000000"
TEXT = "Grüße, 世界".encode()


async def send(person: Person, content: bytes, name: str = "a.png", kind: str = "") -> Response:
    return await person.http.post("/api/files", files={"file": (name, content, kind)})


async def sent(person: Person, content: bytes, name: str = "a.png") -> str:
    answer = await send(person, content, name)
    assert answer.status_code == 201, answer.text
    return answer.json()["file_id"]


def kept() -> list[Path]:
    folder = get_settings().files_folder
    assert folder
    return [each for each in folder.rglob("*") if each.is_file()]


async def test_a_picture_is_sent_listed_and_shown(ada: Person) -> None:
    answer = await send(ada, picture(size=(900, 600)), "sea.png", "application/x-msdownload")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["name"], told["kind"], told["media_type"]) == ("sea.png", "image", "image/png")
    assert (told["width"], told["height"], told["pages"], told["duration_s"]) == (
        *(900, 600),
        *(None, None),
    )
    whole = await ada.http.get(f"/api/files/{told['file_id']}")
    assert (whole.headers["content-type"], len(whole.content)) == ("image/png", told["size_bytes"])
    small = await ada.http.get(f"/api/files/{told['file_id']}?thumb=1")
    assert small.headers["content-type"] == "image/webp"
    assert opened(small.content).size == (512, 341)
    listed = (await ada.http.get("/api/files")).json()
    assert listed == {
        "files": [told],
        "next_cursor": None,
        "used_bytes": told["size_bytes"],
        "limit_bytes": 500 * MIB,
    }


@pytest.mark.parametrize(
    ("content", "name", "media_type", "shown"),
    [
        (picture(), "a.png", "image/png", "inline"),
        (picture("JPEG"), 'q"uote;\\.jpg', "image/jpeg", "inline"),
        (TEXT, "Grüße.txt", "text/plain", "attachment"),
        (b"<script>alert(1)</script>", "a.html", "text/plain", "attachment"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "text/plain", "attachment"),
    ],
    ids=["png", "jpeg", "text", "html", "svg"],
)
async def test_a_file_can_do_nothing_where_it_is_shown(
    ada: Person, content: bytes, name: str, media_type: str, shown: str
) -> None:
    answer = await ada.http.get(f"/api/files/{await sent(ada, content, name)}")
    headers = answer.headers
    assert answer.status_code == 200
    assert headers["content-type"] == media_type
    assert headers["content-disposition"].startswith(f'{shown}; filename="')
    assert headers["content-disposition"].count('"') == 2
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("name", ["Grüße.png", "海.png", 'a "b".png', "a;b.png", "a\\b.png"])
async def test_a_file_is_called_as_its_owner_calls_it(ada: Person, name: str) -> None:
    said = name.replace('"', "%22")
    body = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{said}"\r\n\r\n'.encode()
        + picture()
        + b"\r\n--b--\r\n"
    )
    kind = "multipart/form-data; boundary=b"
    answer = await ada.http.post("/api/files", content=body, headers={"Content-Type": kind})
    assert answer.json()["name"] == name.rpartition("\\")[2]
    shown = await ada.http.get(f"/api/files/{answer.json()['file_id']}")
    told = shown.headers["content-disposition"].partition("filename*=UTF-8''")[2]
    assert unquote(told) == answer.json()["name"]


async def test_what_a_browser_has_is_not_sent_again(ada: Person) -> None:
    path = f"/api/files/{await sent(ada, picture())}"
    for address in (path, f"{path}?thumb=1", f"{path}?text=1"):
        first = await ada.http.get(address)
        assert "immutable" in first.headers["cache-control"]
        assert first.headers["cache-control"].startswith("private")
        # Another account in the same browser is not shown what is in its cache.
        assert "cookie" in first.headers["vary"].lower()
        again = await ada.http.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = await ada.http.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == first.headers["etag"]
        assert head.headers["content-length"] == first.headers["content-length"]


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=3-", 206, slice(3, None)),
        ("bytes=-4", 206, slice(-4, None)),
        ("bytes=2-999", 206, slice(2, None)),
        ("bytes=-999", 206, slice(None)),
        ("bytes=999-", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
        ("bytes=3-1", 200, slice(None)),
        ("bytes=-0", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
async def test_a_part_is_given_where_it_makes_sense(
    ada: Person, asked: str, status: int, part: slice
) -> None:
    path = f"/api/files/{await sent(ada, TEXT, 'a.txt')}"
    answer = await ada.http.get(path, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, TEXT[part])
    if status == 206:
        start = TEXT.index(answer.content)
        end = start + len(answer.content) - 1
        assert answer.headers["content-range"] == f"bytes {start}-{end}/{len(TEXT)}"


async def test_who_has_the_beginning_of_something_else_gets_all_of_it(ada: Person) -> None:
    path = f"/api/files/{await sent(ada, TEXT, 'a.txt')}"
    version = (await ada.http.head(path)).headers["etag"]
    for begun, status in ((version, 206), ('"other"', 200), ("Sun, 29 Nov 2026 00:00:00 GMT", 200)):
        asked = {"Range": "bytes=2-", "If-Range": begun}
        assert (await ada.http.get(path, headers=asked)).status_code == status


async def test_the_text_of_a_document_is_read_beside_it(ada: Person) -> None:
    path = f"/api/files/{await sent(ada, 'Grüße'.encode('utf-16'), 'a.txt')}"
    answer = await ada.http.get(f"{path}?text=1")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.strip() == "Grüße"


async def test_others_find_nothing(ada: Person, eve: Person, nobody: httpx.AsyncClient) -> None:
    path = f"/api/files/{await sent(ada, picture())}"
    for address in (path, f"{path}?thumb=1", f"{path}?text=1", "/api/files/x"):
        refused(await eve.http.get(address), 404, "FILE_NOT_FOUND")
        refused(await nobody.get(address), 401, "UNAUTHENTICATED")
    refused(await eve.http.delete(path), 404, "FILE_NOT_FOUND")
    refused(await ada.http.get(f"/api/files/{UNKNOWN}"), 404, "FILE_NOT_FOUND")
    assert (await eve.http.get("/api/files")).json()["files"] == []


async def test_a_deleted_file_is_gone(ada: Person) -> None:
    path = f"/api/files/{await sent(ada, picture())}"
    assert (await ada.http.delete(path)).json() == {"status": "success"}
    refused(await ada.http.get(path), 404, "FILE_NOT_FOUND")
    refused(await ada.http.delete(path), 404, "FILE_NOT_FOUND")
    listed = (await ada.http.get("/api/files")).json()
    assert (listed["files"], listed["used_bytes"]) == ([], 0)
    assert kept() == []


async def test_a_list_goes_on(ada: Person) -> None:
    made = [await sent(ada, str(number).encode()) for number in range(3)]
    first = (await ada.http.get("/api/files?limit=2")).json()
    rest = (await ada.http.get(f"/api/files?limit=2&cursor={first['next_cursor']}")).json()
    found = [each["file_id"] for each in (*first["files"], *rest["files"])]
    assert (found, rest["next_cursor"]) == (made[::-1], None)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({}, "as `file` of a form"),
        ({"content": picture()}, "as `file` of a form"),
        ({"json": {"file": "x"}}, "as `file` of a form"),
        ({"files": {"picture": ("a.png", picture())}}, "`picture`"),
        ({"files": {"file": (None, "text")}}, "no file in the form"),
        ({"files": [("file", ("a", b"1")), ("file", ("b", b"2"))]}, "one file"),
        ({"files": {"file": ("a", b"1")}, "data": {"nme": "x"}}, "`nme`"),
        (
            {"content": b"--", "headers": {"Content-Type": "multipart/form-data"}},
            "as `file` of a form",
        ),
    ],
    ids=["nothing", "bare", "json", "other name", "no file", "two", "field", "broken"],
)
async def test_what_is_no_form_with_a_file_is_refused(
    ada: Person, request_: dict[str, object], words: str
) -> None:
    answer = await ada.http.post("/api/files", **request_)  # type: ignore[arg-type]
    assert words in refused(answer, 400, "INVALID_REQUEST")
    assert kept() == []


@pytest.mark.parametrize(
    "kind",
    [
        "Multipart/Form-Data; Boundary=b",
        'multipart/form-data; boundary="b"',
        "multipart/form-data; charset=undefined; boundary=b",
        "multipart/form-data; charset=utf-16; boundary=b",
    ],
)
async def test_a_form_is_known_however_its_kind_is_written(ada: Person, kind: str) -> None:
    named = b'Content-Disposition: form-data; name="file"; filename="\xff.txt"'
    form = b"--b\r\n" + named + b"\r\n\r\nyes\r\n--b--"
    answer = await ada.http.post("/api/files", content=form, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["name"]) == (201, "ÿ.txt"), answer.text


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "UNSUPPORTED_FILE"),
        (picture()[:50], 415, "UNSUPPORTED_FILE"),
        (b"PK\x03\x04" + bytes(99), 415, "UNSUPPORTED_FILE"),
        (b"x" * (MIB + 1), 413, "FILE_TOO_LARGE"),
        (b"x" * (3 * MIB), 413, "FILE_TOO_LARGE"),
    ],
    ids=["empty", "cut", "zip", "a byte too large", "far too large"],
)
@pytest.mark.settings(MAX_FILE_MIB=1)
async def test_a_file_that_will_not_do_is_refused_in_words(
    ada: Person, content: bytes, status: int, code: str
) -> None:
    refused(await send(ada, content), status, code)
    assert kept() == []
    assert (await ada.http.get("/api/files")).json()["files"] == []


@pytest.mark.settings(MAX_FILE_MIB=1)
async def test_a_body_that_says_it_is_too_large_is_not_waited_for(ada: Person, server: str) -> None:
    """Half of it never comes, and the answer is there all the same."""
    host, port = server.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /api/files HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\n"
        b"Authorization: Bearer " + ada.token.encode() + b"\r\n\r\n"
    )
    assert (await reader.readline()).startswith(b"HTTP/1.1 413")
    writer.close()


@pytest.mark.settings(MAX_FILE_MIB=1, MAX_STORAGE_MIB_PER_USER=1)
async def test_there_is_no_more_room_than_there_is(ada: Person) -> None:
    await sent(ada, b"a" * (MIB - 1000), "a.txt")
    words = refused(await send(ada, b"b" * 2000, "b.txt"), 403, "STORAGE_FULL")
    assert "of 1 MiB" in words


async def test_an_upload_that_is_cut_off_leaves_nothing(ada: Person, server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /api/files HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\n"
        b"Authorization: Bearer " + ada.token.encode() + b"\r\n\r\n"
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        + bytes(2 * MIB)
    )
    await writer.drain()
    writer.close()
    assert (await ada.http.get("/api/files")).json()["files"] == []
    assert kept() == []


@pytest.mark.settings(RATE_LIMIT_PER_MINUTE=3)
async def test_looking_at_files_has_a_limit_of_its_own(new_person: NewPerson) -> None:
    """A chat with fifty pictures is opened without using up what there is for requests."""
    ada = await new_person("ada")
    path = f"/api/files/{await sent(ada, picture())}?thumb=1"
    answers = [await ada.http.get(path) for _ in range(31)]
    assert [each.status_code for each in answers] == [200] * 30 + [429]
    assert (await ada.http.get("/api/files")).status_code == 200
