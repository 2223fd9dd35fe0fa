"""The pages in languages other than English.

Reflex draws the pages once, when they are built, in English. For each other language this writes
a page that is empty until its script draws it, and a script with the catalogue that runs before:
so nothing flashes in English, and nothing drawn before differs from what is drawn then. It writes
the page as well, in each language, that is shown where the server cannot be reached.
"""

import gzip
import hashlib
import json
from html import escape
from pathlib import Path

from chat_app.ui.theme import DARK, LIGHT, PRODUCT
from chat_app.words import DIRECTIONS, SOURCE, file_of, words_for

_FOLDER = "in"
_EMPTY_PAGE = "__spa-fallback.html"
_ROOT = f'<html lang="{SOURCE}">'
_HEAD = "<head>"


def write_pages(client: Path) -> None:
    """Write what each language needs into the build.

    Args:
        client: The folder of the build that is served.

    Raises:
        RuntimeError: The build is not what this version of Reflex was seen to make.
    """
    empty = (client / _EMPTY_PAGE).read_text()
    if empty.count(_ROOT) != 1 or empty.count(_HEAD) != 1:
        raise RuntimeError(f"{_EMPTY_PAGE} of this version of Reflex is not the one known")
    (client / _FOLDER).mkdir(exist_ok=True)
    for language, direction in DIRECTIONS.items():
        _write(client / _FOLDER / f"offline.{language}.html", _offline(language, direction))
        if language == SOURCE:
            continue
        given = json.dumps({"language": language, "text": file_of(language).read_text()})
        # React would take the element for one of its own and find another text in it.
        script = f"globalThis.tallyWords = {given}; document.currentScript.remove();"
        name = f"{_FOLDER}/{language}.{hashlib.sha256(script.encode()).hexdigest()[:12]}.js"
        page = empty.replace(_ROOT, f'<html lang="{language}" dir="{direction}">')
        page = page.replace(_HEAD, f'{_HEAD}<script src="/{name}"></script>')
        _write(client / name, script)
        _write(client / _FOLDER / f"{language}.html", page)


def page_in(language: str) -> str:
    """Return the address of the empty page of a language other than English."""
    return f"/{_FOLDER}/{language}.html"


def _offline(language: str, direction: str) -> str:
    """Return the page that `assets/service-worker.js` keeps; it stands by itself."""
    words = words_for(language)
    title, text, retry = (
        escape(words.say(f"offline-{part}")) for part in ("title", "text", "retry")
    )
    return f"""<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {PRODUCT}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 ui-sans-serif, system-ui, sans-serif; }}
body {{
  display: grid; place-content: center; justify-items: center; gap: 16px;
  min-height: 100dvh; margin: 0; padding: 24px; box-sizing: border-box; text-align: center;
  background: light-dark({LIGHT["bg"]}, {DARK["bg"]});
  color: light-dark({LIGHT["text"]}, {DARK["text"]});
}}
h1 {{ margin: 0; font-size: 1.25rem; }}
p {{ margin: 0; max-width: 44ch; color: light-dark({LIGHT["muted"]}, {DARK["muted"]}); }}
a {{
  padding: 8px 16px; border-radius: 10px; text-decoration: none; font-weight: 600;
  background: light-dark({LIGHT["accent"]}, {DARK["accent"]});
  color: light-dark({LIGHT["on-accent"]}, {DARK["on-accent"]});
}}
</style>
</head>
<body>
<main style="display: contents">
<h1>{title}</h1>
<p>{text}</p>
<a href="">{retry}</a>
</main>
</body>
</html>
"""


def _write(file: Path, text: str) -> None:
    file.write_text(text)
    # Reflex 0.10 serves this one to whoever takes it (`PrecompressedStaticFiles`, read 2026-11-29).
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(text.encode()))
