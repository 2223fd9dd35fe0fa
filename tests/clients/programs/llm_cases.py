"""Cases of the command `llm`, with a model in its `extra-openai-models.yaml`."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cases import MODEL, QUESTION, WORDS, Gateway, case, main
from click.testing import CliRunner
from llm.cli import cli

FUNCTION = """
def weather(city: str, days: int) -> str:
    "Tell the weather"
    return f"{city}: 21 degrees for {days} days"
"""


class Llm:
    """The command, with settings and a log of its own."""

    def __init__(self, gateway: Gateway, folder: Path):
        self._runner = CliRunner(env={"LLM_USER_PATH": str(folder)})
        common = {
            "model_name": MODEL,
            "api_base": gateway.url,
            "api_key_name": "tally",
            "supports_tools": True,
            "supports_schema": True,
        }
        models = [
            {"model_id": "tally", **common},
            {"model_id": "tally-responses", "responses": True, **common},
        ]
        # What it reads is YAML, and JSON is that too.
        (folder / "extra-openai-models.yaml").write_text(json.dumps(models))
        self.run("keys", "set", "tally", "--value", gateway.key)

    def run(self, *words: str) -> str:
        """Run it and return what it printed.

        It starts within this process: to start another takes a second, and there are many.
        """
        done = self._runner.invoke(cli, words)
        if done.exit_code:
            raise RuntimeError(done.output)
        return done.stdout.strip()

    def logged(self) -> list[dict[str, Any]]:
        """Return what it wrote down of all calls."""
        return json.loads(self.run("logs", "--json", "-n", "0"))

    def tokens(self) -> int:
        """Return what it was told in all calls."""
        return sum(each["input_tokens"] + each["output_tokens"] for each in self.logged())


@contextmanager
def llm(gateway: Gateway) -> Iterator[Llm]:
    """Lend one that nobody has used."""
    with tempfile.TemporaryDirectory() as folder:
        yield Llm(gateway, Path(folder))


@case
def models(gateway: Gateway) -> int:
    with llm(gateway) as here:
        listed = here.run("openai", "endpoint", gateway.url, "--models", "--key", "tally")
    assert MODEL in listed.split()
    return 0


@case
def text(gateway: Gateway) -> int:
    with llm(gateway) as here:
        said = here.run("-m", "tally", "--no-stream", "-o", "temperature", "0.5", QUESTION)
        assert said == WORDS
        return here.tokens()


@case
def stream(gateway: Gateway) -> int:
    with llm(gateway) as here:
        assert here.run("-m", "tally", "-s", "Be brief.", QUESTION) == WORDS
        return here.tokens()


@case
def conversation(gateway: Gateway) -> int:
    with llm(gateway) as here:
        here.run("-m", "tally", QUESTION)
        assert here.run("-c", "write 3 words") == "The river takes"
        return here.tokens()


@case
def tools(gateway: Gateway) -> int:
    with llm(gateway) as here:
        assert "21 degrees" in here.run("-m", "tally", "--functions", FUNCTION, "How is it?")
        assert len(here.logged()) == 2
        return here.tokens()


@case
def structured(gateway: Gateway) -> int:
    with llm(gateway) as here:
        said = json.loads(here.run("-m", "tally", "--schema", "city, degrees int", "A city"))
        assert isinstance(said["degrees"], int)
        return here.tokens()


@case
def responses(gateway: Gateway) -> int:
    with llm(gateway) as here:
        assert here.run("-m", "tally-responses", QUESTION) == WORDS
        return here.tokens()


@case
def spent(gateway: Gateway) -> int:
    with llm(gateway) as here:
        try:
            here.run("-m", "tally", QUESTION)
        except RuntimeError as refusal:
            assert "403" in str(refusal)
            assert "budget has 20 left" in str(refusal)
            return 0
    raise AssertionError("not refused")


if __name__ == "__main__":
    main()
