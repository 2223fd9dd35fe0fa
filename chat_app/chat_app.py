"""Composition root: puts API and pages together; no logic."""

from chat_app.api.app import create_app
from chat_app.lifespan import lifespan
from chat_app.ui import not_found, session, tabs, theme
from chat_app.ui.admin import page as admin
from chat_app.ui.auth import page as auth
from chat_app.ui.chat import page as chat
from chat_app.ui.components import connection
from chat_app.ui.middleware import PageMiddleware
from chat_app.ui.served import App
from chat_app.ui.settings import page as settings
from chat_app.ui.usage import page as usage

app = App(
    html_lang="en",
    stylesheets=theme.STYLESHEETS,
    head_components=theme.head(),
    toaster=theme.toaster(),
    backend_exception_handler=session.explain,
    frontend_exception_handler=session.note_fault_of_page,
    api_transformer=[PageMiddleware, create_app()],
)
app.app_wraps[5, "Overlay"] = connection.overlay
app.register_lifespan_task(lifespan)
app.register_lifespan_task(tabs.watching)
for feature in (auth, chat, usage, settings, admin, not_found):
    feature.add_pages(app)
