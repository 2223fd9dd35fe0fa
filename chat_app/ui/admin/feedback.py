"""The page of feedback: which models people like, and why they did not like a reply."""

from typing import TypedDict

import reflex as rx

from chat_app.errors import Unavailable
from chat_app.llm import catalogue
from chat_app.services.admin import feedback as said
from chat_app.services.admin.feedback import FeedbackLine, ModelReactions
from chat_app.ui.admin.frame import frame
from chat_app.ui.components.buttons import button
from chat_app.ui.components.notices import empty, notice, skeleton
from chat_app.ui.components.page import section
from chat_app.ui.components.paging import Paged, turn_pages
from chat_app.ui.components.tables import Column, table
from chat_app.ui.session import require_admin
from chat_app.ui.words import say, words_of
from chat_app.words import Words

_ROWS = 50


class FeedbackRow(TypedDict):
    """Why somebody did not like a reply, in words."""

    when: str
    who: str
    model: str
    complaints: list[str]
    words: str


class ModelRow(TypedDict):
    """How a model fared, in words."""

    model: str
    likes: str
    dislikes: str
    liked: str
    """Share of those who said anything."""


class FeedbackState(Paged, rx.State):
    """A page of feedback, and all models beside it."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[str] = rx.field("")
    rows: rx.Field[list[FeedbackRow]] = rx.field(default_factory=list)
    models: rx.Field[list[ModelRow]] = rx.field(default_factory=list)

    @rx.event
    async def load(self):
        """Show the newest page; called when the page loads."""
        await self.show_first_page()

    async def show_page(self) -> None:
        """Read the page at the cursor and show it."""
        await require_admin(self)
        words = words_of(self)
        try:
            page = await said.page(_ROWS, self.page_cursor)
            fared = await said.by_model()
        except Unavailable as fault:
            self.failed = words.translated(fault.message)
            return
        self.rows = [feedback_row(line, words) for line in page.lines]
        self.models = [model_row(each, words) for each in fared]
        self.page_shown(page.next_cursor)
        self.failed, self.loaded = "", True


def feedback_row(line: FeedbackLine, words: Words) -> FeedbackRow:
    """Write in words why somebody did not like a reply."""
    return FeedbackRow(
        when=words.moment(line.feedback.created_at),
        who=line.email,
        model=catalogue.name_of(line.model),
        complaints=[
            words.say(f"feedback-{one.replace('_', '-')}") for one in line.feedback.complaints
        ],
        words=line.feedback.words,
    )


def model_row(fared: ModelReactions, words: Words) -> ModelRow:
    """Write in words how a model fared."""
    return ModelRow(
        model=catalogue.name_of(fared.model),
        likes=words.number(fared.likes),
        dislikes=words.number(fared.dislikes),
        liked=words.percent(fared.likes / (fared.likes + fared.dislikes)),
    )


def feedback() -> rx.Component:
    """Return the page."""
    return frame(
        "admin-feedback",
        rx.cond(
            FeedbackState.failed != "",
            rx.el.div(
                notice(FeedbackState.failed, "danger"),
                button(say("frame-retry"), on_click=FeedbackState.load),
                class_name="stacked",
            ),
        ),
        section(
            say("feedback-models"),
            _once_loaded(
                FeedbackState.models.length() > 0,
                table(
                    say("feedback-models"),
                    FeedbackState.models,
                    Column(name=say("feedback-model"), content="model", is_header=True),
                    Column(name=say("feedback-likes"), content="likes", is_number=True),
                    Column(name=say("feedback-dislikes"), content="dislikes", is_number=True),
                    Column(name=say("feedback-liked"), content="liked", is_number=True),
                ),
                empty("thumbs-up", say("feedback-nothing")),
            ),
            subtitle=say("feedback-models-hint"),
        ),
        section(
            say("feedback-said"),
            _once_loaded(
                FeedbackState.rows.length() > 0,
                table(
                    say("admin-feedback"),
                    FeedbackState.rows,
                    Column(name=say("feedback-when"), content="when"),
                    Column(name=say("feedback-who"), content="who", is_header=True),
                    Column(name=say("feedback-model"), content="model"),
                    Column(name=say("feedback-why"), content=_complaints, is_wrapped=True),
                    Column(name=say("feedback-own-words"), content="words", is_wrapped=True),
                ),
                empty("message-square", say("feedback-nothing-said")),
            ),
            turn_pages(FeedbackState),
            subtitle=say("feedback-said-hint"),
        ),
        subtitle=say("feedback-subtitle"),
    )


def _once_loaded(is_any: rx.Var[bool], shown: rx.Component, nothing: rx.Component) -> rx.Component:
    return rx.cond(FeedbackState.loaded, rx.cond(is_any, shown, nothing), skeleton(6))


def _complaints(row: FeedbackRow) -> rx.Component:
    return rx.el.ul(rx.foreach(row["complaints"], rx.el.li))
