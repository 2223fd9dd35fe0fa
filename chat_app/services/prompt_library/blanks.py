"""Blanks in a prompt, as `{{language}}`: which there are, and what stands there in the end.

The browser fills them in as well, see `ui/chat/blanks.js`.
"""

import re
from collections.abc import Mapping

_BLANK = re.compile(r"\{\{\s*([^{}\n]{1,60}?)\s*\}\}")


def blanks_of(content: str) -> list[str]:
    """Return the names of the blanks in a prompt, each once, in their order."""
    return list(dict.fromkeys(found[1] for found in _BLANK.finditer(content) if found[1].strip()))


def filled(content: str, values: Mapping[str, str]) -> str:
    """Return a prompt with values in its blanks; a blank without one stays as it is.

    A value is no prompt: blanks in it are left alone.
    """
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), content)
