"""What is in a file is read in a process of its own, whatever somebody put into it."""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import ChatAppError, FileTooLarge, UnsupportedFile
from chat_app.models import FileKind
from chat_app.readers import __main__ as reader
from chat_app.readers.kinds import SHEET, SLIDES, WORD
from chat_app.readers.texts import LEFT_OUT, MAX_CHARACTERS
from chat_app.services import files
from chat_app.services.files import reading
from tests.callers import by
from tests.conftest import NewUser
from tests.pictures import chunks
from tests.samples import office, pdfs, sounds
from tests.samples.hostile import HOSTILE

MIB = 1024 * 1024
GERMAN = "Die Straße führt über die Brücke, sagt Jürgen. Schön!\n"
RUSSIAN = "Привет, это русский текст для проверки.\n"
JAPANESE = "これは日本語の文章です。文字コードを当ててください。\n"
CHINESE = "这是一个中文文本,用来检查编码。\n"
KOREAN = "이것은 한국어 문장입니다. 인코딩을 맞춰 보세요.\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (JAPANESE, "utf-32"),
        (GERMAN, "cp1252"),
        ("Größe", "latin-1"),
        ("naïve café", "cp1252"),
        ("Ça va? Très bien, merci. À bientôt", "cp1252"),
        ("Prix: 5 €\n" * 5, "cp1252"),
        ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250"),
        ("Καλημέρα κόσμε", "cp1253"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (JAPANESE, "shift_jis"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
async def test_text_is_read_in_whatever_encoding(content: str, encoding: str) -> None:
    read = await reading.read(content.encode(encoding))
    assert (read.kind, read.media_type) == (FileKind.TEXT, "text/plain")
    assert read.text == content.strip("\n")


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg onload='x()'/>"])
async def test_what_is_active_is_plain_text(content: bytes) -> None:
    read = await reading.read(content)
    assert (read.media_type, read.text) == ("text/plain", content.decode())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\x1b[32mok\x1b[0m built\n" * 3, "ok built\nok built\nok built"),
        (b"N\bNA\bAM\bME\bE\n", "NAME"),
        (b"one\n\x0ctwo\n", "one\n\ntwo"),
        (b"DIR\r\n\x1a", "DIR\r"),
        (b"a slip\0 of a pen", "a slip of a pen"),
    ],
    ids=["colours", "overstriking", "pages", "DOS", "a slip"],
)
async def test_signs_to_machines_are_no_part_of_a_text(content: bytes, text: str) -> None:
    assert (await reading.read(content)).text == text


@pytest.mark.parametrize("letter", ["0", "漢", "😀", '"'], ids=["digit", "kanji", "emoji", "quote"])
async def test_a_long_text_is_cut_and_says_so(letter: str) -> None:
    read = await reading.read((letter * (MAX_CHARACTERS + 1)).encode())
    assert read.is_cut
    assert len(read.text) == MAX_CHARACTERS + len(f"\n\n{LEFT_OUT}")
    assert read.text.endswith(LEFT_OUT)


async def test_pages_of_a_pdf_are_numbered() -> None:
    read = await reading.read(pdfs.written("One", "Two"))
    assert (read.kind, read.media_type) == (FileKind.DOCUMENT, "application/pdf")
    assert (read.text, read.pages) == ("[Page 1]\nOne\n\n[Page 2]\nTwo", 2)


async def test_a_pdf_of_pictures_says_that_there_is_no_text_in_it() -> None:
    read = await reading.read(pdfs.written("", ""))
    assert "no text" in read.text
    assert read.pages == 2


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
async def test_a_pdf_is_locked_only_for_whom_it_wants_a_password(algorithm: str) -> None:
    pdf = pdfs.written("Open")
    assert "Open" in (await reading.read(pdfs.locked(pdf, "", algorithm))).text
    with pytest.raises(UnsupportedFile, match="locked with a password"):
        await reading.read(pdfs.locked(pdf, "secret", algorithm))


async def test_the_text_of_word_has_its_structure() -> None:
    read = await reading.read(office.word("Grüße aus 東京"))
    assert (read.kind, read.media_type) == (FileKind.DOCUMENT, WORD)
    assert read.text.startswith("# Report\n\nGrüße aus 東京")
    assert "| left | right |" in read.text


async def test_each_sheet_is_a_table() -> None:
    read = await reading.read(office.sheet(Costs=[["Name", "Price"], ["Tea", 1.5]], Two=[["x"]]))
    assert read.media_type == SHEET
    assert "## Costs" in read.text
    assert "| Tea | 1.5 |" in read.text
    assert "## Two" in read.text


async def test_slides_are_counted_and_have_their_notes() -> None:
    read = await reading.read(office.slides("First", "Second"))
    assert (read.media_type, read.pages) == (SLIDES, 2)
    assert "First" in read.text
    assert "Say Second slowly" in read.text


@pytest.mark.parametrize(
    ("container", "codec", "media_type"),
    [
        ("wav", "pcm_s16le", "audio/wav"),
        ("mp3", "libmp3lame", "audio/mpeg"),
        ("ogg", "libopus", "audio/ogg"),
        ("flac", "flac", "audio/flac"),
        ("webm", "libopus", "audio/webm"),
    ],
)
async def test_a_recording_is_as_long_as_it_plays(
    container: str, codec: str, media_type: str
) -> None:
    read = await reading.read(sounds.encoded(container, codec, 1.5))
    assert (read.kind, read.media_type) == (FileKind.AUDIO, media_type)
    assert read.duration_ms == pytest.approx(1500, abs=60)
    with pytest.raises(UnsupportedFile, match="nothing to hear"):
        await reading.read(sounds.encoded(container, codec, 1.5, loudness=0))


@pytest.mark.parametrize("says_bytes", [0, 0xFFFFFFFF - 36, 0x7FFFFFDB])
async def test_a_wav_may_not_know_how_long_it_became(says_bytes: int) -> None:
    tone = sounds.tone(0, 8000, 8000, 8000)
    read = await reading.read(sounds.wav(tone, says_bytes=says_bytes))
    assert read.duration_ms == 1000


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
async def test_of_a_picture_only_its_kind_is_told(content: bytes, media_type: str) -> None:
    assert await reading.read(content) == reading.Read(FileKind.IMAGE, media_type)
    assert reader.contents_of(content).media_type == media_type


async def test_a_file_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes(GERMAN.encode() * 10_000)
    assert (await reading.read(path)).text == (await reading.read(path.read_bytes())).text


SOUND = [
    pdfs.written("One", "Two"),
    pdfs.locked(pdfs.written("One"), "", "AES-256"),
    office.word("One"),
    office.sheet(One=[[1, "two"]]),
    office.slides("One"),
    *(
        sounds.encoded(container, codec, 0.2)
        for container, codec in (("wav", "pcm_s16le"), ("mp3", "libmp3lame"), ("flac", "flac"))
    ),
    *(sounds.encoded(container, "libopus", 0.2) for container in ("ogg", "webm")),
]


@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), st.binary(max_size=20)), min_size=1),
)
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(
    content: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    changed = bytearray(content)
    for where, taken_away, put_in in changes:
        at = round(where * len(changed))
        changed[at : at + taken_away] = put_in
    with suppress(UnsupportedFile, FileTooLarge):
        assert reader.contents_of(bytes(changed)).media_type


@pytest.mark.parametrize(("made", "refusal"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(
    made: Callable[[], bytes],
    refusal: tuple[type[ChatAppError], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = made()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kind, words = refusal

    with pytest.raises(kind, match=words):
        await reading.read(content)

    assert not any(tmp_path.iterdir())  # noqa: ASYNC240 - nothing else runs
    await all_ended()


def readers() -> list[psutil.Process]:
    """Return the processes that read for this one now."""
    found: list[psutil.Process] = []
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "chat_app.readers" in child.cmdline():
                found.append(child)
    return found


async def all_ended() -> None:
    # A process that was killed is there until the system has taken notice.
    with anyio.fail_after(60):
        while readers():
            await anyio.sleep(0.01)


@pytest.mark.parametrize(
    "made",
    [
        lambda: office.sheet_with_a_cell_at(1_048_575, 16_383),
        lambda: office.by_hand(
            b"<w:tbl><w:tr><w:tc>" * 50_000 + b"</w:tc></w:tr></w:tbl>" * 50_000
        ),
        lambda: office.by_hand(
            office.paragraph(b"small"), **{"word/media/a.png": bytes(100 * MIB)}
        ),
    ],
    ids=["a cell at the far end", "50 000 tables in one another", "a picture of 100 MB"],
)
async def test_what_is_only_odd_is_read_in_little(made: Callable[[], bytes]) -> None:
    read = await reading.read(made())
    assert len(read.text) < MIB


async def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_MAX_SECONDS", 0.01)
    with pytest.raises(FileTooLarge, match="more time or memory"):
        await reading.read(GERMAN.encode())
    await all_ended()


async def test_who_gives_up_ends_the_process() -> None:
    content = pdfs.of_pages(b"3 0 R " * 900, 900, pdfs.PAGE)
    with anyio.move_on_after(0.1):
        await reading.read(content)
    await all_ended()


async def test_a_file_that_takes_too_much_memory_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filling = (
        "from chat_app.readers import __main__ as reader;"
        "reader.contents_of = lambda _: bytearray(reader.MAX_MEMORY_BYTES); reader.main()"
    )
    monkeypatch.setattr(reading, "_COMMAND", (*reading._COMMAND[:-2], "-c", filling))
    with pytest.raises(FileTooLarge, match="The file is too large"):
        await reading.read(GERMAN.encode())


async def test_a_process_that_breaks_down_is_one_broken_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    crashing = (*reading._COMMAND[:-2], "-c", "import os; os.kill(os.getpid(), 11)")
    monkeypatch.setattr(reading, "_COMMAND", crashing)
    with pytest.raises(UnsupportedFile, match="This file is broken"):
        await reading.read(GERMAN.encode())


async def test_a_reader_has_nothing_of_the_servers_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JWT_SECRET", "not for readers")
    telling = (
        "import json, os; print(json.dumps({'media_type': 'text/plain', 'text': str(os.environ)}))"
    )
    monkeypatch.setattr(reading, "_COMMAND", (*reading._COMMAND[:-2], "-c", telling))
    read = await reading.read(GERMAN.encode())
    assert "PYTHONPATH" in read.text
    assert "not for readers" not in read.text


@asynccontextmanager
async def watched() -> AsyncIterator[Counter[str]]:
    """Count how many processes read at the same time at most, under `most`."""
    seen = Counter(most=0)

    async def watch() -> None:
        while True:
            seen["most"] = max(seen["most"], len(readers()))
            await anyio.sleep(0.005)

    async with anyio.create_task_group() as group:
        group.start_soon(watch)
        yield seen
        group.cancel_scope.cancel()


async def test_files_are_read_beside_each_other_and_others_wait() -> None:
    async with watched() as seen, anyio.create_task_group() as asked:
        for _ in range(6):
            asked.start_soon(reading.read, GERMAN.encode())
    assert 1 <= seen["most"] <= 2


async def test_nobodys_files_hold_up_those_of_others(database: None, new_user: NewUser) -> None:
    caller = by(await new_user())
    async with watched() as seen, anyio.create_task_group() as asked:
        for number in range(4):
            asked.start_soon(files.save, caller, "a", chunks(f"{GERMAN}{number}".encode()))
    assert seen["most"] == 1
