"""What the product says, in each of its languages; figures and times as their reader has them."""

from chat_app.words.catalogue import DIRECTIONS, LANGUAGES, SOURCE, file_of, variables_of
from chat_app.words.language import (
    LANGUAGE_COOKIE,
    LOCALE_COOKIE,
    ZONE_COOKIE,
    chosen_language,
    language_of,
)
from chat_app.words.reader import NOTHING, Words, words_for, words_of_browser

__all__ = [
    "DIRECTIONS",
    "LANGUAGES",
    "LANGUAGE_COOKIE",
    "LOCALE_COOKIE",
    "NOTHING",
    "SOURCE",
    "ZONE_COOKIE",
    "Words",
    "chosen_language",
    "file_of",
    "language_of",
    "variables_of",
    "words_for",
    "words_of_browser",
]
