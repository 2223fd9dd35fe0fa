"""A vendor's figures are testimony: here they become ours, or are refused by name.

A figure counts only if it is a whole number (JSON's 42.0 is one, RFC 8259, 6; `true` and "42" are
none), not negative, within the model's window and at one with the others: cached and heard ≤
prompt, thinking and drawn ≤ output, total ≥ its parts; no part is known of what is not. Figures of
a stream are cumulative: one that shrinks is refused, one that is empty takes nothing back. What
counts a reply must have been told after the last of its text. What is refused is logged as
`usage.untrue` and left out, for our own count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import structlog

from chat_app.errors import ProviderError
from chat_app.llm.catalogue import catalogue
from chat_app.llm.types import Usage

_UNKNOWN_WINDOW_TOKENS = 2_000_000
"""For a model that an operator took out of the catalogue meanwhile."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Terms:
    """What a vendor calls its figures; a dot leads into a group of them."""

    prompt: tuple[str, ...]
    """Those that make up the prompt together; without the first it is not known."""
    cached: str
    """The part of the prompt that the vendor had cached."""
    output: str
    thinking: str
    total: str | None
    """`None` where the vendor leaves adding up to others."""
    thinking_is_output: bool
    """Whether `output` has thinking in it by the vendor's word; a total may show otherwise."""
    audio: str | None = None
    """The part of the prompt that was heard; `None` where the vendor does not tell it apart."""
    picture: str | None = None
    """The part of the output that was drawn; likewise."""

    @cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """Every figure of a report, and the fields that lead to it."""
        told = (self.cached, self.output, self.thinking, self.total, self.audio, self.picture)
        names = (*self.prompt, *told)
        return {name: tuple(name.split(".")) for name in names if name}


class Testimony:
    """What a vendor reports of one reply, as it comes in; whatever that is, nothing raises."""

    def __init__(self, model_id: str, terms: Terms, prompts: int = 1) -> None:
        """Begin to listen.

        Args:
            model_id: Whose figures they are.
            terms: What they are called.
            prompts: How many prompts are reported together, each of which may fill the window.
        """
        self._model_id = model_id
        self._terms = terms
        self._most_tokens = _most_tokens(model_id) * prompts
        self._told: dict[str, int] = {}
        self._refused: set[str] = set()
        self._since_text: set[str] = set()
        self._has_text = False
        self.has_ended = False
        """Whether the vendor has said why the reply ended: then no more than a bill is to come."""

    def text_came(self) -> None:
        """Take note of a piece of text: what was told of the reply until now is out of date."""
        self._has_text = True
        self._since_text.clear()

    def hear(self, report: Any, only: Iterable[str] = ()) -> None:
        """Take in a report.

        Args:
            report: JSON of any shape, where the vendor's documents promise figures.
            only: The figures to take from it, where it is too early for the others.
        """
        if report is None:
            return
        if not isinstance(report, dict):
            self._refuse("usage", "not an object")
            return
        figures = cast("dict[str, Any]", report)
        for name in only or self._terms.paths:
            figure = self._read(figures, name)
            if figure is None:
                continue
            known = self._told.get(name, 0)
            if 0 < figure < known:
                self._refuse(name, "shrank")
            elif figure or not known:
                self._told[name] = figure
                self._since_text.add(name)

    def usage(self) -> Usage | None:
        """Return what can be true of all that was told; `None` where nothing is left."""
        terms = self._terms
        prompt = self._prompt()
        cached = self._part(terms.cached, prompt, "prompt")
        audio = self._part(terms.audio, prompt, "prompt")
        output, thinking = self._latest(terms.output), self._latest(terms.thinking)
        total = self._total((prompt or 0) + (output or 0))
        output, thinking = self._apart(prompt, output, thinking, total)
        if output == 0 and self._has_text:
            output = self._refuse(terms.output, "none for a text")
        if prompt is not None and output is not None:
            parts = prompt + output + (thinking or 0)
            if total is None:
                total = parts
            elif total > parts:
                # What the vendor bills and names no part for was made and not shown.
                thinking = total - prompt - output
        if prompt is output is total is None:
            return None
        picture = self._part(terms.picture, output, "output")
        return Usage(prompt, cached, output, thinking, total, audio or None, picture or None)

    def _read(self, figures: dict[str, Any], name: str) -> int | None:
        *groups, field = self._terms.paths[name]
        for group in groups:
            inner = figures.get(group)
            if inner is None:
                return None
            if not isinstance(inner, dict):
                return self._refuse(group, "not an object")
            figures = cast("dict[str, Any]", inner)
        value = figures.get(field)
        if value is None:
            return None
        # The sum of prompt and reply may be longer than either.
        most_tokens = self._most_tokens * (2 if name == self._terms.total else 1)
        if type(value) is int and 0 <= value <= most_tokens:
            return value
        fault = _fault(value, most_tokens)
        return self._refuse(name, fault) if fault else int(value)

    def _latest(self, name: str) -> int | None:
        """Return a figure of the reply, if it was told when all of the text had come."""
        return self._told.get(name) if name in self._since_text or not self._has_text else None

    def _prompt(self) -> int | None:
        first, *more = self._terms.prompt
        if first not in self._told or self._refused.difference(self._told).intersection(more):
            return None
        tokens = sum(self._told.get(name, 0) for name in self._terms.prompt)
        if tokens == 0:
            return self._refuse(first, "none for a prompt")
        if tokens > self._most_tokens:
            return self._refuse(first, "beyond the window")
        return tokens

    def _total(self, least_tokens: int) -> int | None:
        name = self._terms.total
        total = self._latest(name) if name else None
        if name and total is not None and total < max(least_tokens, 1):
            return self._refuse(name, "less than its parts")
        return total

    def _apart(
        self, prompt: int | None, output: int | None, thinking: int | None, total: int | None
    ) -> tuple[int | None, int | None]:
        """Return the reply's text and its thinking, each by itself.

        The total decides whether the vendor told thinking inside the output or beside it, where it
        can be only one of them; else the vendor's word does.
        """
        if not thinking:
            return output, thinking
        if output is None:
            return None, self._refuse(self._terms.thinking, "of an unknown output")
        room = None if total is None else total - (prompt or 0) - output
        spare = None if prompt is None else room
        may_be_inside = thinking <= output
        may_be_beside = room is None or thinking <= room
        is_inside = self._terms.thinking_is_output if spare not in {0, thinking} else spare == 0
        if may_be_inside and (is_inside or not may_be_beside):
            return output - thinking, thinking
        if may_be_beside and (spare is not None or not is_inside):
            return output, thinking
        return output, self._refuse(self._terms.thinking, "more than the output")

    def _part(self, name: str | None, whole: int | None, of: str) -> int | None:
        """Return a figure that is part of another, if it can be."""
        part = self._told.get(name) if name else None
        if name and part and (whole is None or part > whole):
            because = f"of an unknown {of}" if whole is None else f"more than the {of}"
            return self._refuse(name, because)
        return part

    def _refuse(self, name: str, because: str) -> None:
        self._refused.add(name)
        log.warning("usage.untrue", model=self._model_id, figure=name, because=because)


def require_count(model_id: str, name: str, figure: Any) -> int:
    """Return a vendor's count of a text.

    Args:
        model_id: Whose tokens were counted.
        name: What the vendor calls the figure.
        figure: JSON of any shape.

    Raises:
        ProviderError: It cannot be true.
    """
    fault = _fault(figure, _most_tokens(model_id))
    if fault or not figure:
        log.warning("usage.untrue", model=model_id, figure=name, because=fault or "none for a text")
        raise ProviderError
    return int(figure)


def _most_tokens(model_id: str) -> int:
    """Return the most that a prompt, or a reply, can have."""
    model = catalogue().get(model_id)
    if model is None:
        return _UNKNOWN_WINDOW_TOKENS
    return max(model.context_window_tokens, model.max_output_tokens)


def _fault(value: Any, most_tokens: int) -> str | None:
    """Say why a value can be no count."""
    is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if not is_whole or isinstance(value, bool):
        return "not a whole number"
    if value < 0:
        return "negative"
    return "beyond the window" if value > most_tokens else None
