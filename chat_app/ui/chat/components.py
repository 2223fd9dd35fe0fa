"""The conversation as a component of the page: React of our own, see `talk.jsx`."""

from typing import Any

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.ui.chat.composer_state import ComposerState
from chat_app.ui.chat.state import ChatState
from chat_app.ui.parts import part
from chat_app.ui.session import SessionState


class Talk(rx.Component):
    """Conversation and composer; its props are described in `talk.jsx`."""

    library = part("chat/talk.jsx")
    tag = "Talk"
    lib_dependencies: list[str] = [
        "unified@11.0.5",
        "mdast-util-from-markdown@2.1.0",
        "mdast-util-to-hast@13.2.2",
        "hast-util-to-jsx-runtime@2.3.7",
        "remark-gfm@4.0.1",
        "remark-math@6.0.0",
        "remark-cjk-friendly@2.3.3",
        "remark-cjk-friendly-gfm-strikethrough@2.3.2",
        "micromark-core-commonmark@2.0.3",
        "micromark-extension-gfm-autolink-literal@2.1.0",
        "micromark-extension-math@3.1.0",
        "micromark-util-normalize-identifier@2.0.1",
        "rehype-katex@7.0.1",
        "rehype-highlight@7.0.2",
        "katex@0.16.47",
        LUCIDE_LIBRARY,
    ]

    opened: rx.Var[dict[str, Any]]
    earlier: rx.Var[dict[str, Any]]
    change: rx.Var[dict[str, Any]]
    piece: rx.Var[list[Any]]
    quote: rx.Var[dict[str, Any]]
    models: rx.Var[list[dict[str, Any]]]
    name: rx.Var[str]
    simulated_only: rx.Var[bool]

    on_taken: rx.EventHandler[lambda step: [step]]
    on_reopen: rx.EventHandler[lambda chat: [chat]]
    on_resync: rx.EventHandler[lambda chat, message, have: [chat, message, have]]
    on_unarchive: rx.EventHandler[lambda chat: [chat]]
    on_earlier: rx.EventHandler[lambda chat, before: [chat, before]]
    on_send: rx.EventHandler[lambda chat, text, model: [chat, text, model]]
    on_edit: rx.EventHandler[lambda chat, message, text: [chat, message, text]]
    on_regenerate: rx.EventHandler[lambda chat, message: [chat, message]]
    on_stop: rx.EventHandler[lambda chat: [chat]]
    on_react: rx.EventHandler[lambda chat, message, reaction: [chat, message, reaction]]
    on_branch: rx.EventHandler[lambda chat, message: [chat, message]]
    on_model: rx.EventHandler[lambda chat, model: [chat, model]]
    on_quote: rx.EventHandler[lambda question, chat, text, model: [question, chat, text, model]]


def talk() -> rx.Component:
    """Place the conversation of `ChatState`."""
    return Talk.create(
        opened=ChatState.opened,
        earlier=ChatState.earlier,
        change=ChatState.change,
        piece=ChatState.piece,
        quote=ComposerState.quote,
        models=ComposerState.models,
        name=SessionState.name,
        simulated_only=SessionState.simulated_only,
        on_taken=ChatState.taken,
        on_reopen=ChatState.reopen,
        on_resync=ChatState.resync,
        on_unarchive=ChatState.unarchive,
        on_earlier=ChatState.load_earlier,
        on_send=ChatState.send,
        on_edit=ChatState.edit,
        on_regenerate=ChatState.regenerate,
        on_stop=ChatState.stop,
        on_react=ChatState.react,
        on_branch=ChatState.choose_branch,
        on_model=ComposerState.choose_model,
        on_quote=ComposerState.price,
    )
