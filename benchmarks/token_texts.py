"""Texts of many kinds that token estimates are measured on, each 50 tokens or more.

They stand in `texts/`, each after a line `=== name`. They were written for this project, with a
few sentences that belong to everybody (the Universal Declaration of Human Rights, old books); the
lists are names of countries and months from Unicode's CLDR 47 (Unicode License v3), drawn by lot.
No text was left out for the error it has.
"""

import base64
import json
import random
import re
import zlib
from pathlib import Path

_TEXTS = Path(__file__).with_name("texts")
_GROUPS = {
    "Latin letters with accents": "latin",
    "Cyrillic, Greek, Armenian, Georgian": "cyrillic_greek_caucasus",
    "Hebrew to Ethiopic": "semitic_africa",
    "scripts of India": "indic",
    "East Asia": "east_asia",
    "rare scripts": "rare",
    "lists in 97 languages": "lists",
    "code": "code",
    "emoji, symbols, mixtures": "mixed",
}
_DRAWN = 2026


def prose() -> dict[str, str]:
    """Return plain ASCII prose, for which the product's formula stands, and what passes for it."""
    return _read("prose") | {
        name: text
        for texts in _all_groups().values()
        for name, text in texts.items()
        if is_plain_prose(text)
    }


def is_plain_prose(text: str) -> bool:
    """Say whether a text is plain ASCII prose, as the product has it."""
    specials, digits = len(re.findall(r"[^\w\s]", text)), len(re.findall("[0-9]", text))
    return text.isascii() and max(specials, digits) <= 0.1 * len(text)


def groups() -> dict[str, dict[str, str]]:
    """Return all other texts by what they are: scripts, code, data, emoji."""
    return {
        group: {name: text for name, text in texts.items() if not is_plain_prose(text)}
        for group, texts in _all_groups().items()
    }


def other() -> dict[str, str]:
    """Return all texts that are not plain prose."""
    return {name: text for texts in groups().values() for name, text in texts.items()}


def made_texts() -> dict[str, str]:
    """Return data that is made rather than written; the same at every run."""
    chance = random.Random(_DRAWN)
    rows = [{"id": index, "name": f"user-{index}", "score": chance.random()} for index in range(12)]
    figures = (f"{row['id']},{row['score']:.4f},2026-11-{row['id'] + 1:02d}" for row in rows)
    greek = ["alpha", "beta", "gamma", "delta", "epsilon"]
    words = " ".join(chance.choice(greek) for _ in range(200))
    return {
        "JSON": json.dumps(rows),
        "JSON, indented": json.dumps(rows, indent=2),
        "JSON, escaped": json.dumps({"text": "Größe «日本» 👍 naïve " * 8}),
        "CSV": "\n".join(figures),
        "base64": base64.b64encode(chance.randbytes(400)).decode(),
        "base64, lines": base64.encodebytes(chance.randbytes(400)).decode(),
        "base64 of packed text": base64.b64encode(zlib.compress(words.encode())).decode(),
        "base32": base64.b32encode(chance.randbytes(120)).decode(),
        "base85": base64.b85encode(chance.randbytes(200)).decode(),
        "URL-safe tokens": "\n".join(
            base64.urlsafe_b64encode(chance.randbytes(24)).decode() for _ in range(6)
        ),
        "hexadecimal": chance.randbytes(300).hex(),
        "hexadecimal, upper case": chance.randbytes(150).hex(":").upper(),
        "hex dump": "\n".join(
            f"{at:08x}: {chance.randbytes(16).hex(' ', 2)}  |{chance.randbytes(8).hex()}|"
            for at in range(0, 96, 16)
        ),
        "UUIDs": "\n".join(chance.randbytes(16).hex("-", 4) for _ in range(8)),
        "digits": "".join(chance.choice("0123456789") for _ in range(400)),
        "figures in columns": "\n".join(
            " ".join(f"{chance.uniform(-999, 999):9.3f}" for _ in range(5)) for _ in range(8)
        ),
        "bits": " ".join(f"{chance.randrange(256):08b}" for _ in range(24)),
        "emoji": "".join(chr(0x1F600 + chance.randrange(0x44)) for _ in range(60)),
        "random capitals": "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(200)),
        "random characters of ASCII": "".join(chr(chance.randrange(33, 127)) for _ in range(200)),
        "random characters of Unicode": "".join(
            chr(chance.choice([chance.randrange(0xA1, 0xD7FF), chance.randrange(0x10000, 0x1FFFF)]))
            for _ in range(60)
        ),
        "random Chinese characters": "".join(
            chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(60)
        ),
        "random hangul": "".join(chr(chance.randrange(0xAC00, 0xD7A3)) for _ in range(60)),
    }


def hostile() -> dict[str, str]:
    """Return what nobody writes: one character over and over, letters drawn by lot."""
    chance = random.Random(_DRAWN)
    repeated = {
        f"{name}, repeated": characters * 200
        for name, characters in {
            "a letter with accent": "é",
            "a letter and an accent": "e\u0301",
            "a Cyrillic letter": "ж",
            "a Hebrew letter": "א",
            "an Arabic letter": "ه",
            "a Devanagari letter": "क",
            "a Thai letter": "ก",
            "a Tibetan letter": "ཀ",
            "an Ethiopic letter": "ሀ",
            "a Chinese character": "哈",
            "a Korean letter": "ㅋ",
            "a wide letter": "ａ",
            "a smile": "😀",
            "a flag": "🇫🇷",
            "a heart": "❤️",
            "a joiner": "\u200d",
            "a dash": "—",
            "dots": "…",
            "a bullet": "•",
            "a space that does not break": "\u00a0",
            "an East Asian space": "\u3000",
            "letters and line ends of Windows": "é\r\n",
        }.items()
    }
    drawn = {
        f"{name}, by lot": " ".join(
            "".join(chance.choice(letters) for _ in range(6)) for _ in range(50)
        )
        for name, letters in {
            "letters with accents": "àáâãäåæçèéêëìíîïñòóôõöùúûüý",
            "Vietnamese letters": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
            "Greek letters": "αβγδεζηθικλμνξοπρστυφχψω",
            "Russian letters": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
            "Hebrew letters": "אבגדהוזחטיכלמנסעפצקרשת",
            "Arabic letters": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
            "Devanagari letters": "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौ",
            "Thai letters": "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
            "Georgian letters": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
            "Armenian letters": "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
            "hiragana": "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ",
        }.items()
    }
    blanks = {
        "line ends": "é" + "\n" * 3000,
        "tabs": "é" + "\t" * 3000,
        "spaces": "é" + " " * 9000,
        "single letters": "é " + "a b " * 100,
        "assignments": "é\n" + "x = y; " * 60,
        "empty JSON": '{"a":null},' * 60,
        "control characters": "\x00\x01\x02\x1b[31m" * 40,
        "Chinese characters nobody reads": "".join(
            chr(chance.randrange(0x20000, 0x2A6DF)) for _ in range(100)
        ),
        "private characters": "".join(chr(chance.randrange(0xE000, 0xF8FF)) for _ in range(100)),
    }
    return repeated | drawn | blanks


def _all_groups() -> dict[str, dict[str, str]]:
    return {group: _read(name) for group, name in _GROUPS.items()} | {"made data": made_texts()}


def _read(name: str) -> dict[str, str]:
    parts = re.split(r"(?m)^=== (.+)\n", (_TEXTS / f"{name}.txt").read_text())[1:]
    return {title: text.strip("\n") for title, text in zip(parts[::2], parts[1::2], strict=True)}
