"""Which language a reader gets."""

from chat_app.words.catalogue import LANGUAGES, SOURCE

LANGUAGE_COOKIE = "language"
"""Cookie with the language that was chosen; no secret, as the next two."""
LOCALE_COOKIE = "locale"
"""Cookie in which the browser says what its reader's country writes like, as `de-CH`."""
ZONE_COOKIE = "time_zone"
"""Cookie in which the browser names its time zone, as `Europe/Berlin`."""


def language_of(tag: str) -> str:
    """Return the language of ours that a tag such as `de-CH` names, or nothing."""
    language = tag.strip().partition("-")[0].lower()
    return language if language in LANGUAGES else ""


def chosen_language(chosen: str, accepted: str) -> str:
    """Return the language for a reader.

    Args:
        chosen: The one that was chosen; empty, or none of ours, where nothing was.
        accepted: What the browser asks for, as `Accept-Language` (RFC 9110, 12.5.4) says it.
    """
    if chosen in LANGUAGES:
        return chosen
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.partition(";")
        if language := language_of(tag):
            wanted.append((_quality(weight), language))
    # A browser lists its languages in order, and `sorted` keeps that among equals.
    best = sorted((one for one in wanted if one[0] > 0), key=lambda one: -one[0])
    return best[0][1] if best else SOURCE


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
