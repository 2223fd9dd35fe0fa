"""The API alone, for a server process of its own."""

from fastapi import FastAPI

from chat_app.api.app import create_app
from chat_app.lifespan import lifespan


def app() -> FastAPI:
    """Return the app as `make api` serves it."""
    return create_app(lifespan)
