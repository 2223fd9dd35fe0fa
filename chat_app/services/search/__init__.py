"""The index that searches ask: what it holds, how it is asked, and what keeps it up to date."""

from chat_app.errors import InvalidRequest

QUOTES = '"“”„«»'
"""What a phrase stands between: phones put those of their language for what is typed."""
MOST_CHARACTERS = 500
"""Of what is looked for, filters among it; each part of it costs a look into the index."""


def checked(words: str) -> str:
    """Return what is to be looked for.

    Raises:
        InvalidRequest: It is too long.
    """
    if len(words) > MOST_CHARACTERS:
        raise InvalidRequest(f"A search may have {MOST_CHARACTERS} characters at most")
    return words
