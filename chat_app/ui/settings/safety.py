"""The sections about what one signs in with beside a password: codes and passkeys."""

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.ui.components.page import section
from chat_app.ui.parts import part
from chat_app.ui.words import say

_DIALOG = "@radix-ui/react-dialog@1.3.1"


class _SecondFactor(rx.Component):
    library = part("settings/second_factor.jsx")
    tag = "SecondFactor"
    lib_dependencies: list[str] = [_DIALOG, LUCIDE_LIBRARY]


class _Passkeys(rx.Component):
    library = part("settings/passkeys.jsx")
    tag = "Passkeys"
    lib_dependencies: list[str] = [_DIALOG, LUCIDE_LIBRARY]


def second_factor() -> rx.Component:
    """Return the section of the authenticator app."""
    return section(
        say("second-factor-title"), _SecondFactor.create(), subtitle=say("second-factor-hint")
    )


def passkeys() -> rx.Component:
    """Return the section of passkeys."""
    return section(say("passkeys-title"), _Passkeys.create(), subtitle=say("passkeys-hint"))
