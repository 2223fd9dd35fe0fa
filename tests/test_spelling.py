"""When two spellings are the same, and when they are not."""

from unicodedata import category, normalize

import idna
import pytest
from email_validator import EmailNotValidError
from hypothesis import assume, given
from hypothesis import strategies as st

from chat_app.spelling import _LOOKALIKES, fold, mailbox, tidy_email

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
RESPELLINGS = {
    "upper": str.upper,
    "lower": str.lower,
    "swapped": str.swapcase,
    "composed": lambda text: normalize("NFC", text),
    "decomposed": lambda text: normalize("NFD", text),
    "full width": lambda text: text.translate(_WIDE),
    "invisible": lambda text: "\ufeff" + "\u200b".join(text),
}


@pytest.mark.parametrize("respell", RESPELLINGS.values(), ids=RESPELLINGS)
@given(text=st.text(max_size=30))
def test_no_respelling_changes_what_is_compared(respell, text):
    assert fold(respell(text)) == fold(text)
    assert fold(fold(text)) == fold(text)


def test_every_letter_is_compared_alike_in_every_case():
    letters = [chr(code) for code in range(0x110000) if category(chr(code))[0] in "LM"]
    apart = [
        each
        for each in letters
        if len({fold(each), fold(each.upper()), fold(each.lower()), fold(each.title())}) > 1
    ]
    assert apart == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("İstanbul", "istanbul"),
        ("ışık", "IŞIK"),
        ("ｅｘａｍｐｌｅ", "example"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("한국", normalize("NFD", "한국")),
        ("می‌خواهم", "میخواهم"),
        ("❤️", "❤"),
    ],
)
def test_what_people_take_for_the_same_is_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("é", "e"), ("ม้า", "มา"), ("กิน", "กน"), ("か", "が"), ("🇩🇪", "🇫🇷"), ("a b", "ab")],
)
def test_marks_tell_words_apart(one, other):
    assert fold(one) != fold(other)


# Letters of scripts in which addresses are given out, with all that upper case does to some.
_LETTERS = st.sampled_from("aikosuz19ßẞİıäñøœσςάжйґեպあガ한中क")
_DOMAINS = st.sampled_from(
    [
        "example.com",
        "bücher.example",
        "straße.de",
        "παράδειγμα.gr",
        "пример.рф",
        "例え.jp",
        "한국.kr",
    ]
)


@given(local=st.text(_LETTERS, min_size=1, max_size=12), domain=_DOMAINS)
def test_who_can_sign_up_can_sign_in_with_every_spelling(local, domain):
    email = f"{local}@{domain}"
    try:
        stored = tidy_email(email)
    except EmailNotValidError:
        assume(False)
    ascii_domain = idna.encode(domain).decode()
    spellings = [respell(email) for respell in RESPELLINGS.values()]
    spellings += [stored, f"{local}@{ascii_domain}", f"{local}@{ascii_domain}".upper()]
    spellings += [f" \u2003{email}\u00a0\n"]

    assert {mailbox(each) for each in spellings} == {mailbox(stored)}
    assert tidy_email(stored) == stored


@pytest.mark.parametrize(
    ("ours", "theirs"), [(o, t) for o, row in _LOOKALIKES.items() for t in row]
)
def test_a_letter_that_passes_for_ours_makes_no_other_mailbox(ours, theirs):
    assert mailbox(f"x{theirs}y@example.com") == mailbox(f"x{ours}y@example.com")
    assert mailbox(f"x{theirs}y@example.com".upper()) == mailbox(f"x{ours}y@example.com")
    assert fold(theirs) == theirs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada+work@example.com", "ada@example.com"),
        ("a.da@example.com", "ada@example.com"),
        ("ada1@example.com", "adal@example.com"),
        ("adá@example.com", "ada@example.com"),
        ("ada@example.com", "ada@example.org"),
    ],
)
def test_other_mailboxes_stay_apart(one, other):
    assert mailbox(one) != mailbox(other)


@pytest.mark.parametrize("text", ["", "@", "a@", "@b.c", "a@@b", "ada@xn--zz-.de", "\0", "a" * 400])
def test_what_is_no_address_is_compared_all_the_same(text):
    assert mailbox(text) == fold(text.strip())
