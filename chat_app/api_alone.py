"""The API as a server of its own, which `make api` serves: no pages, no command line."""

from fastapi import FastAPI

from chat_app.api.app import create_app
from chat_app.lifespan import lifespan


def create_api() -> FastAPI:
    """Return the API with all that a server keeps open."""
    return create_app(lifespan)
