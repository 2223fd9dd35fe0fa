"""`chat`, as it is called from a shell; it needs a server's address and none of its settings."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from chat_app.terminal.conversation import Conversation

_REFUSED, _USAGE, _INTERRUPTED = 1, 2, 130


def _web_address(url: str) -> str:
    from httpx2 import URL, InvalidURL

    wanted = "must be an address such as https://chat.example.org"
    try:
        address = URL(url)
    except InvalidURL as fault:
        raise typer.BadParameter(wanted) from fault
    if address.scheme not in {"http", "https"} or not address.host:
        raise typer.BadParameter(wanted)
    return url.rstrip("/")


def chat(
    message: Annotated[
        list[str] | None, typer.Argument(help="Send this, print the reply and leave.")
    ] = None,
    url: Annotated[
        str, typer.Option(envvar="TALLY_URL", callback=_web_address, help="The server.")
    ] = "http://localhost:3000",
    email: Annotated[
        str | None, typer.Option(envvar="TALLY_EMAIL", help="Whom to sign in.")
    ] = None,
    chat_id: Annotated[str | None, typer.Option("--chat", help="Go on with this chat.")] = None,
    go_on: Annotated[
        bool, typer.Option("--continue", "-c", help="Go on with the latest chat.")
    ] = False,
    model: Annotated[str | None, typer.Option("--model", "-m", help="Talk to this model.")] = None,
    attach: Annotated[
        list[Path] | None, typer.Option("--attach", "-a", help="Send this file along.")
    ] = None,
    temporary: Annotated[
        bool, typer.Option("--temporary", help="Delete the chat on leaving.")
    ] = False,
    sign_out: Annotated[
        bool, typer.Option("--sign-out", help="Drop the kept token and leave.")
    ] = False,
) -> None:
    """Talk to a server from the terminal.

    Without MESSAGE it asks for one after another; what is piped in comes before it.
    Ctrl+C stops a reply, and leaves where none is coming.
    A script brings an API key in the variable TALLY_KEY, or signs in with --email and
    TALLY_PASSWORD.

    Exit status: 0 all went well, 1 the server refused or is away, 2 wrong usage,
    130 interrupted.
    """
    import httpx2

    from chat_app.terminal.access import Access
    from chat_app.terminal.conversation import Conversation
    from chat_app.terminal.screen import Screen
    from chat_app.terminal.server import Refused, Server, SignIn

    screen = Screen(url)
    try:
        access = Access(url, email)
        if sign_out:
            access.sign_out()
            return
        with Server(url, access) as server:
            conversation = Conversation(server, screen, model)
            if chat_id:
                conversation.open(server.chat(chat_id))
            elif go_on and (latest := server.latest_chat()):
                conversation.open(latest)
            text = _given(message)
            if not (text or screen.is_interactive):
                raise typer.BadParameter("Say something: as MESSAGE, or piped in")
            try:
                _talk(conversation, text, attach or [])
            finally:
                conversation.close(delete=temporary)
    except SignIn as missing:
        screen.note(str(missing), "red")
        raise typer.Exit(_USAGE) from missing
    except Refused as refused:
        screen.note(refused.message, "red")
        raise typer.Exit(_REFUSED) from refused
    except httpx2.TransportError as fault:
        screen.note(f"Cannot reach {url}: {fault}", "red")
        raise typer.Exit(_REFUSED) from fault
    except (KeyboardInterrupt, EOFError, typer.Abort) as interrupt:
        raise typer.Exit(_INTERRUPTED) from interrupt
    except BrokenPipeError as unread:
        # Python would stumble over it once more, on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_REFUSED) from unread


def _talk(conversation: "Conversation", text: str, attached: list[Path]) -> None:
    for path in attached:
        conversation.attach(path)
    if not text:
        conversation.introduce()
        conversation.run()
    elif not conversation.say(text):
        raise typer.Exit(_REFUSED)


def _given(message: list[str] | None) -> str:
    words = " ".join(message or [])
    if sys.stdin.isatty():
        return words
    piped = sys.stdin.buffer.read().decode(errors="replace")
    return f"{piped}\n\n{words}".strip()
