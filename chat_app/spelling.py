"""When two spellings are the same: letters in any case and code points, e-mails, lookalikes.

What people wrote is kept as they wrote it, but for what no text has (`readable`); the others are
the forms in which it is compared.
"""

import re
from unicodedata import normalize

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

# Names such as corp.local mean something where this app lives, if not in the wide world.
SPECIAL_USE_DOMAIN_NAMES.clear()

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0100-\U000e01ef]"
)
"""Unicode's Default_Ignorable_Code_Point without tags and notation marks, which tell flags and
music apart. Source: DerivedCoreProperties.txt of Unicode 14, read 2026-11-29."""

_LOOKALIKES = {
    "a": "ɑαаᎪᗅᴀꓮ",
    "b": "ʙβвᏏᏴᑲᖯᗷꓐꞵ",
    "c": "сᏟᴄⲥꓚ",
    "d": "ԁᎠᏧᑯᗞᗪᴅꓒꓓ",
    "e": "εеҽᎬᴇⴹꓰꬲ",
    "f": "քᖴẝꓝꜰꞙꬵ",
    "g": "ƍɡɢցᏀᏳᶃꓖ",
    "h": "ʜнһհᎻᏂᕼꓧ",
    "i": "ɩɪιіᎥꙇ",
    "j": "ϳјյᎫᒍᴊꓙ",
    "k": "κкᏦᛕᴋꓗ",
    "l": "ǀʟӏᏞᒪᛁⵏꓡꓲ",
    "m": "мᎷᗰᛖᴍꓟ",
    "n": "ɴηոռꓠ",
    "o": "οσоօଠഠဝჿዐᴏᴑⲟⵔꓳꬽ",
    "p": "ρрᏢᑭᴘⲣꓑ",
    "q": "ԛգզⵕ",
    "r": "ʀгᎡᏒᖇᴦⲅꓣꭇꭈ",
    "s": "ƽѕᏕᏚꓢꜱ",
    "t": "τтᎢᴛꓔ",
    "u": "ʋυսሀᑌᴜꓴꞟꭎꭒ",
    "v": "νѵᏙᐯᴠⴸꓦꛟ",
    "w": "ɯѡԝաᎳᏔᴡꓪ",
    "x": "χхᕁᕽᚷⵝꓫ",
    "y": "ɣʏγуүყᎩᎽᶌỿꓬꭚ",
    "z": "ζᏃᴢꓜ",
}
"""Letters that pass for one of ours, in lower case or in capitals.

Digits and letters of ASCII stay apart, as do `rn` and `m`: plenty of real addresses differ in
nothing else. Source: confusables.txt of UTS 39, as packed in confusable_homoglyphs 3.3.1, read
2026-11-29; and the capitals that Cyrillic and Greek share with Latin."""
_TO_LATIN = str.maketrans({each: ours for ours, row in _LOOKALIKES.items() for each in row})


def readable(text: str) -> str:
    """Return a text that every database and every reader takes.

    NUL is left out, which PostgreSQL cannot keep. The halves of a surrogate pair become its
    character, and a half by itself U+FFFD: it is text to Python and JSON, and no Unicode.
    """
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def fold(text: str) -> str:
    """Return a text as it is compared: without case, composed, without width and invisible marks.

    Two texts that only differ in these fold to the same: Unicode's NFKC_Casefold, and all i of
    Turkish are one, for which "i" its capital is depends on the language.
    """
    text = readable(text)
    if text.isascii():
        return text.lower()
    text = _INVISIBLE.sub("", text)
    text = normalize("NFKC", normalize("NFD", text).casefold())
    text = normalize("NFKC", text.casefold())
    return text.replace("ı", "i").replace("i\u0307", "i")


def tidy_email(email: str) -> str:
    """Return an address as it is stored and shown: tidy, lower case, its domain in letters.

    Raises:
        email_validator.EmailNotValidError: It is no e-mail address; says why.
    """
    text = normalize("NFKC", _INVISIBLE.sub("", readable(email))).strip()
    found = validate_email(text, check_deliverability=False)
    return normalize("NFC", found.normalized.lower())


def mailbox(email: str) -> str:
    """Return what all spellings of an address have in common, lookalikes from other scripts too.

    Dots and what follows a plus sign count: not every server takes them for the same mailbox.
    Text that is no address has such a form as well.
    """
    try:
        email = tidy_email(email)
    except EmailNotValidError:
        email = email.strip()
    return fold(email).translate(_TO_LATIN)
