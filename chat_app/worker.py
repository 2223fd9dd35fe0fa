"""What a worker of the server makes when it starts: the API alone, or the pages around it.

The modules are imported in here, so that Python's garbage collector can be kept out of it. It walks
through all objects again and again while they are made, a quarter of the time of a start, and finds
nothing, as modules stay. Nor does it afterwards: without being told that they stay, it stops
the process for 130 ms with each full round. See ADR 0019 for the figures.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

_THRESHOLDS = (5_000, 4, 5)
"""New objects that stay before the collector looks at them, and so on by age. A hundred streams
hold thousands that are in use: looking at every 700, as it comes, finds the same ones each time.
What tabs and cut connections leave behind is older than that, and waits for the next two."""


def create_api() -> "FastAPI":
    """Return the API with all that a server keeps open, for `make api`."""
    with _making_what_stays():
        from chat_app.api.app import create_app
        from chat_app.lifespan import lifespan

        return create_app(lifespan)


def create_app() -> "ASGIApp":
    """Return pages and API, for `make run`."""
    with _making_what_stays():
        from chat_app.chat_app import app

        return app()


@contextmanager
def _making_what_stays() -> Generator[None, None, None]:
    """Look for garbage once at the end, and never again among what is there then."""
    gc.disable()
    try:
        yield
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()
        gc.set_threshold(*_THRESHOLDS)
