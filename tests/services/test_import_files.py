"""Files of chats as they are opened: cut into conversations, and refused where that cannot be."""

import json
import struct
import tracemalloc
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidImport
from chat_app.services.imports import deep, files
from chat_app.services.imports.files import entries_of
from chat_app.services.imports.reading import survey
from tests.services.exported import as_json, chatgpt_chat, chatgpt_node, packed

MIB = 1024 * 1024
CHAT = chatgpt_chat(chatgpt_node("q", None, "user", "Hi"))

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)


def opened(content: bytes, max_bytes: int = 10 * MIB) -> list[Any]:
    return [entry.value for entry in entries_of(BytesIO(content), max_bytes)]


@given(st.lists(values), st.sampled_from([None, 1, "\t"]), st.booleans())
def test_a_list_is_cut_into_what_stands_in_it(
    listed: list[Any], indent: Any, is_ascii: bool
) -> None:
    text = json.dumps(listed, indent=indent, ensure_ascii=is_ascii)
    assert opened(text.encode()) == listed


@given(st.lists(values, min_size=1))
def test_it_is_the_same_in_however_many_pieces_it_is_read(listed: list[Any]) -> None:
    class Drop(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size, 3) if size and size > 0 else size)

    text = json.dumps(listed, ensure_ascii=False).encode()
    assert [each.value for each in entries_of(Drop(text), MIB)] == listed


@given(values)
def test_the_reader_of_deep_json_reads_what_pythons_own_does(value: Any) -> None:
    for indent in (None, 2):
        assert deep.parse(json.dumps(value, indent=indent), "it") == value


@given(st.text(alphabet='[]{},:"\\ 1eE.-+trufalsn', max_size=30))
def test_the_reader_of_deep_json_takes_no_more_than_pythons_own(text: str) -> None:
    try:
        expected = json.loads(text, parse_int=float, parse_constant=lambda _: 1 / 0)
    except (ValueError, ZeroDivisionError):
        with pytest.raises(InvalidImport):
            deep.parse(text, "it")
    else:
        assert deep.parse(text, "it") == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"Hi", "not JSON"),
        (b"<html>", "not JSON"),
        (b"[", "cut off"),
        (b'[{"a": 1}', "cut off"),
        (b'[{"a": "b', "cut off"),
        (b'[{"a": 1}]]', "goes on"),
        (b"[1] [2]", "goes on"),
        (b"[1,]", "not valid JSON"),
        (b"[1}", "not JSON"),
        (b"[1,,2]", "not valid JSON"),
        (b"[,1]", "not valid JSON"),
        (b"[NaN]", "not valid JSON"),
        (b"[{'a': 1}]", "not valid JSON"),
        (b"[}", "not JSON"),
        (b'["\xff"]', "UTF-8"),
        ('["Grüße"]'.encode("utf-16"), "not JSON"),
        (b'{"a": 1', "not valid JSON"),
        (b'{"a": 1} {"b": 2}', "not valid JSON"),
        (b"[" * 200_000, "too deep"),
        (b"PK\3\4 and no more", "broken"),
        (packed({"a.txt": b"Hi"}), "no conversations.json"),
        (packed({"export.zip": packed({"conversations.json": []})}), "a zip in this zip"),
        (packed({"conversations.json": [CHAT]})[:-30], "broken"),
        (packed({"conversations.json": b"Hi"}), "conversations.json: this is not JSON"),
    ],
    # A zip says when it was made; each process is to have the same tests.
    ids=lambda case: "" if isinstance(case, bytes) else case,
)
def test_what_is_no_export_is_told_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(InvalidImport, match=words):
        opened(content)


def test_numbers_of_any_length_are_read() -> None:
    assert opened(b"[1e400, -1e400, 12345678901234567890, " + b"9" * 5000 + b", 1.5]") == [
        float("inf"),
        float("-inf"),
        12345678901234567890,
        float("inf"),
        1.5,
    ]


def test_deep_lists_are_read_and_let_go() -> None:
    for depth in (900, 30_000):
        (value,) = opened(b"[" + b"[" * depth + b"]" * depth + b"]")
        levels = 1
        while value:
            (value,) = value
            levels += 1
        assert levels == depth


def test_a_zip_is_read_by_the_names_of_its_files() -> None:
    exported = {
        "chat.html": b"<html>",
        "user.json": {"id": 1},
        "export_manifest.json": {},
        "conversations-001.json": [2],
        "conversations-000.json": [0, 1],
        "__MACOSX/conversations-000.json": b"junk",
    }
    assert opened(packed(exported)) == [0, 1, 2]
    assert opened(packed({"data-2026/conversations.json": [3], "projects.json": [4]})) == [3]
    assert opened(packed({"one.json": [1], "two.json": [2], "readme.txt": b"?"})) == [1, 2]


def test_a_broken_zip_is_refused_wherever_it_is_broken() -> None:
    whole = packed({"conversations.json": [CHAT] * 50})
    for place in range(30, len(whole) - 30, 7):
        broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            entries = opened(broken)
        except InvalidImport:
            continue
        assert entries == [CHAT] * 50


def test_a_locked_zip_is_refused() -> None:
    content = bytearray(packed({"conversations.json": [CHAT]}))
    for head in (b"PK\3\4", b"PK\1\2"):
        at = content.find(head) + (6 if head == b"PK\3\4" else 8)
        content[at] |= 1
    with pytest.raises(InvalidImport, match="password"):
        opened(bytes(content))


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("conversations.json", "w") as member,
    ):
        member.write(b'["')
        for _ in range(400):
            member.write(b" " * MIB)
        member.write(b'"]')
    assert len(bomb.getvalue()) < MIB
    tracemalloc.start()
    with pytest.raises(InvalidImport, match="larger than may be read"):
        opened(bomb.getvalue(), 20 * MIB)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < 100 * MIB


def test_a_zip_of_countless_files_is_refused_by_what_it_says_of_itself() -> None:
    small = packed({"conversations.json": [CHAT]})
    at = small.rfind(b"PK\5\6")
    claimed = small[: at + 12] + struct.pack("<I", 2**31) + small[at + 16 :]
    with pytest.raises(InvalidImport, match="too many files"):
        opened(claimed)


def test_one_conversation_may_be_large_and_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    text = as_json(["x" * 3 * MIB, "y"])
    assert [len(each) for each in opened(text)] == [3 * MIB, 1]
    monkeypatch.setattr(files, "_MAX_CHAT_BYTES", MIB)
    with pytest.raises(InvalidImport, match="larger than 1 MiB"):
        opened(text)
    with pytest.raises(InvalidImport, match="file: this is larger than 1 MiB"):
        opened(as_json({"a": "x" * 3 * MIB}))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "no chat in this file"),
        ([chatgpt_chat()], "no chat in this file"),
        ([{"title": "?"}], "no export of"),
        ([1], "no export of"),
        ({"a": 1}, "no export of"),
    ],
    ids=str,
)
def test_a_file_without_chats_is_refused(content: Any, words: str) -> None:
    with pytest.raises(InvalidImport, match=words):
        survey(BytesIO(as_json(content)), 1)


def test_a_survey_counts_chats_and_what_is_left_out() -> None:
    picture = {"content_type": "image_asset_pointer"}
    pictured = chatgpt_chat(
        chatgpt_node("q", None, "user", picture, "Look", kind="multimodal_text")
    )
    told = survey(BytesIO(as_json([CHAT, pictured, {"title": "Corrupted"}, chatgpt_chat()])), 1)
    assert (told.source, told.chats) == ("chatgpt", 2)
    assert {kind.value: n for kind, n in told.left_out.items()} == {"pictures": 1, "empty_chats": 2}
