"""What somebody sees: Markdown that grows on a terminal, plain text anywhere else.

All that a server says is foreign: control characters in it are shown, never obeyed.
"""

import sys
import termios
import threading
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import pairwise

from markdown_it import MarkdownIt
from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.markdown import Markdown
from rich.segment import Segment
from rich.text import Text

_PAUSE_SECONDS = 0.04
"""Between two paintings of a reply that grows."""
_READER = MarkdownIt(options_update={"html": False}).enable(["table", "strikethrough"])
"""Markup stays the text it is: Rich would leave it out, and with it what stands in its lines."""
_BLOCKS = MarkdownIt(options_update={"html": False}).enable("table").disable("inline")
_SHOWN = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | dict.fromkeys(range(0x80, 0xA0), "\N{REPLACEMENT CHARACTER}")
    | dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"), "\N{REPLACEMENT CHARACTER}")
    | {0x7F: "\N{SYMBOL FOR DELETE}", ord("\t"): "\t", ord("\n"): "\n", ord("\r"): None}
)
"""Characters that make a terminal do things or write backwards, and what is shown instead."""


def harmless(text: str) -> str:
    """Return a text that a terminal only shows."""
    return text.translate(_SHOWN)


class Screen:
    """Where a conversation with a server is written."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.is_interactive = sys.stdin.isatty() and sys.stdout.isatty()
        if self.is_interactive:
            self._out = self._notes = Console(highlight=False)
        else:
            self._out = Console(force_terminal=False, color_system=None)
            self._notes = Console(stderr=True, force_terminal=False, color_system=None)

    def note(self, text: str, style: str = "dim") -> None:
        """Write a line beside the conversation: to stderr where stdout is for the reply alone."""
        self._notes.print(Text(harmless(text)), style=style, soft_wrap=not self.is_interactive)

    @contextmanager
    def reply(self) -> Iterator["Paper"]:
        """Give room for one reply."""
        if not self.is_interactive:
            paper = _Plain(self._out, self._notes)
            yield paper
            paper.finish()
            return
        paper = _Painted(self._out, self._url)
        try:
            with _no_echo():
                yield paper
        finally:
            paper.finish()


class Paper(ABC):
    """Room for one reply."""

    def __init__(self, console: Console):
        self._console = console
        self._taken = 0

    def show(self, text: str) -> None:
        """Show a reply as far as it has come, whose beginning was shown before."""
        new, self._taken = text[self._taken :], len(text)
        self._add(harmless(new))

    @abstractmethod
    def wait(self, why: str) -> None:
        """Say why nothing comes."""

    @abstractmethod
    def finish(self) -> None:
        """Leave it as it is."""

    @abstractmethod
    def _add(self, text: str) -> None: ...


class _Plain(Paper):
    """The reply as it is, for files and pipes."""

    def __init__(self, console: Console, notes: Console):
        super().__init__(console)
        self._notes = notes
        self._last = ""

    def wait(self, why: str) -> None:
        self._notes.print(why)

    def _add(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()
        self._last = text[-1:] or self._last

    def finish(self) -> None:
        if self._last not in {"", "\n"}:
            self._add("\n")


class _Painted(Paper):
    """The reply as Markdown: finished blocks are printed for good, only the last one is live.

    So a long reply scrolls like any other text, and what is painted anew stays small. A thread
    paints what has come, as often as it can without keeping the pieces waiting.
    """

    def __init__(self, console: Console, url: str):
        super().__init__(console)
        self._url = url
        self._lock = threading.Lock()
        self._tail = ""
        self._why = ""
        self._is_first = True
        self._has_changed = threading.Event()
        self._is_over = threading.Event()
        self._live = Live(
            console=console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._painter = threading.Thread(target=self._keep_painting, daemon=True)
        self._painter.start()

    def wait(self, why: str) -> None:
        self._why = why
        self._has_changed.set()

    def finish(self) -> None:
        self._is_over.set()
        self._has_changed.set()
        self._painter.join()
        with self._console:
            self._live.stop()
            self._print(blocks(self._tail))

    def _add(self, text: str) -> None:
        with self._lock:
            self._tail += text
        self._why = ""
        self._has_changed.set()

    def _keep_painting(self) -> None:
        while not self._is_over.wait(_PAUSE_SECONDS):
            self._has_changed.wait()
            self._has_changed.clear()
            with self._lock:
                self._paint()

    def _paint(self) -> None:
        *finished, self._tail = blocks(self._tail)
        # All at once: no block is seen twice, or not at all.
        with self._console:
            self._live.start()
            self._print(finished)
            why = self._why or ("" if self._tail else "…")
            self._live.update(
                _Last(self._block(self._tail), why, gap=not self._is_first), refresh=True
            )

    def _print(self, sources: list[str]) -> None:
        for block in filter(str.strip, sources):
            if not self._is_first:
                self._console.print()
            self._console.print(self._block(block), end="")
            self._is_first = False

    def _block(self, markdown: str) -> "_Block":
        # Where a link of the server's own leads, such as one of `/export`.
        return _Block(markdown.replace("](/", f"]({self._url}/"))


class _Block:
    """Markdown whose links show where they lead, without the blank lines around it."""

    def __init__(self, markdown: str):
        self._markdown = Markdown(markdown, hyperlinks=False)
        self._markdown.parsed = _READER.parse(markdown)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self._markdown, options, pad=False)
        while lines and _is_blank(lines[0]):
            del lines[0]
        while lines and _is_blank(lines[-1]):
            del lines[-1]
        for line in lines:
            # Once more, for what Markdown itself may spell, such as `&#13;`.
            for text, style, control in line:
                yield Segment(harmless(text), style, control)
            yield Segment.line()


def _is_blank(line: list[Segment]) -> bool:
    return not any(segment.text.strip() for segment in line)


class _Last:
    """The block that still grows; of one that is taller than the screen, its end."""

    def __init__(self, block: _Block, why: str, gap: bool):
        self._block, self._why, self._gap = block, why, gap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = console.render_lines(self._block, options, pad=False)
        if lines and self._gap:
            lines.insert(0, [])
        if self._why:
            lines.append([Segment(self._why, console.get_style("dim"))])
        for number, line in enumerate(lines[-(console.height - 1) :]):
            if number:
                yield Segment.line()
            yield from line


def blocks(text: str) -> list[str]:
    """Cut Markdown into its blocks; no later line can change any but the last."""
    whole, end, _growing = text.rpartition("\n")
    starts = [
        token.map[0]
        for token in _BLOCKS.parse(whole + end)
        if token.level == 0 and token.nesting >= 0 and token.map
    ]
    lines = text.split("\n")
    edges = [0, *starts[1:], len(lines)]
    return ["\n".join(lines[begin:end]) for begin, end in pairwise(edges)]


@contextmanager
def _no_echo() -> Generator[None, None, None]:
    """Keep what is typed meanwhile from being written into the reply."""
    before = termios.tcgetattr(sys.stdin)
    quiet = [*before]
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
