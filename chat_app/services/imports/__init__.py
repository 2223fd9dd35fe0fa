"""Brings chats from other apps: all of a file or none, and nobody's budget knows of it."""

from chat_app.services.imports.conversations import LeftOut, Source
from chat_app.services.imports.imports import bring, get, give_up_all, give_up_lost, latest, wait

__all__ = ["LeftOut", "Source", "bring", "get", "give_up_all", "give_up_lost", "latest", "wait"]
