"""Streams one call with the package `openai` from a running server: `make demo-client`.

`TALLY_KEY` holds an API key, `TALLY_URL` the server's address where it is not this machine's, and
`TALLY_MODEL` who is to answer.
"""

import os
import sys

from openai import APIConnectionError, APIError, APIStatusError, OpenAI

_URL = "http://localhost:3000"
_MODEL = "simulated"


def main() -> None:
    """Ask, and print the reply as it comes.

    Raises:
        SystemExit: There is no key or no server, or it refused; the words say what to do.
    """
    url = os.environ.get("TALLY_URL", _URL).rstrip("/")
    key = os.environ.get("TALLY_KEY")
    if not key:
        sys.exit("Put an API key into TALLY_KEY: Settings, API keys, New key shows one, once")
    try:
        _ask(OpenAI(base_url=f"{url}/v1", api_key=key), os.environ.get("TALLY_MODEL", _MODEL))
    except APIConnectionError:
        sys.exit(f"Nobody answers at {url}: start a server with `make run`, or set TALLY_URL")
    except APIStatusError as refusal:
        told = refusal.body if isinstance(refusal.body, dict) else {}
        sys.exit(f"{url} refused ({refusal.status_code}): {told.get('message', refusal.message)}")
    except APIError as fault:
        sys.exit(f"\nThe reply broke off: {fault.message}")


def _ask(client: OpenAI, model: str) -> None:
    chunks = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": "What is an event stream? Answer in a paragraph."}],
        stream=True,
        stream_options={"include_usage": True},
    )
    for chunk in chunks:
        for choice in chunk.choices:
            print(choice.delta.content or "", end="", flush=True)
        if chunk.usage:
            print(f"\n\n{model} charged {chunk.usage.total_tokens} tokens")


if __name__ == "__main__":
    main()
