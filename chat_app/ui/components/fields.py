"""Fields of forms: one look, a name above, and what is wrong said below instead of in a bubble."""

from collections.abc import Iterable

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from chat_app.ui.parts import part


class _Field(rx.Component):
    library = part("components/field.jsx")
    tag = "Field"
    label: rx.Var[str]
    is_bare: rx.Var[bool]
    hint: rx.Var[str]
    fault: rx.Var[str]


class _DayInput(rx.Component):
    library = part("components/day_input.jsx")
    tag = "DayInput"
    lib_dependencies: list[str] = [
        "@radix-ui/react-popover@1.3.1",
        "react-day-picker@10.0.2",
        LUCIDE_LIBRARY,
    ]
    name: rx.Var[str]
    value: rx.Var[str]
    first: rx.Var[str]
    last: rx.Var[str]
    required: rx.Var[bool]
    label: rx.Var[str]


def field(label: str | rx.Var, control: rx.Component, *more: rx.Component, **props) -> rx.Component:
    """Return a control under its name.

    What the control itself asks for (`required`, `type="email"`, `min` …) is checked by the browser
    when its form is sent, and told in words below it.

    Args:
        label: Its name.
        control: Made by the functions below.
        more: What stands beside it.
        props: `hint`, what it is for; `fault`, what the server says is wrong with it; `is_bare`,
            where its name is for screen readers alone.
    """
    return _Field.create(control, *more, label=label, **props)


def text_input(**props) -> rx.Component:
    """Return a control for a line of text, or for what `type` says."""
    return rx.el.input(class_name="input", **props)


def choice(
    *options: rx.Component, of: Iterable[tuple[str, str | rx.Var]] = (), **props
) -> rx.Component:
    """Return a control to choose one of several.

    Args:
        options: Each an `rx.el.option`.
        of: More of them: the value of each, and what people see.
    """
    more = [rx.el.option(words, value=value) for value, words in of]
    return rx.el.select(*options, *more, class_name="input", **props)


def day_input(**props) -> rx.Component:
    """Return a control for a day; its props are described in `day_input.jsx`."""
    return _DayInput.create(**props)
