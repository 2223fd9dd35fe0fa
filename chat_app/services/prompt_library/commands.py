"""Which commands the app has, and what each is for; `turns/commands.py` carries them out."""

from dataclasses import dataclass

from chat_app.words import Words


@dataclass(frozen=True, slots=True)
class CommandWords:
    """A command as people are told of it."""

    name: str
    """Without the slash."""
    _takes: str = ""

    def does(self, words: Words) -> str:
        """Say what it does, as in "`/help` shows this list"."""
        return words.say(f"command-does-{self.name}")

    def takes(self, words: Words) -> str:
        """Say what is written behind it; nothing where nothing is."""
        return self._takes and words.say(f"command-takes-{self._takes}")


COMMANDS = (
    CommandWords("help"),
    CommandWords("usage"),
    CommandWords("image", "text"),
    CommandWords("model", "name"),
    CommandWords("title", "text"),
    CommandWords("system", "text"),
    CommandWords("export"),
)
NAMES = frozenset(each.name for each in COMMANDS)


def help_table(words: Words) -> str:
    """Return the commands as a table in Markdown."""
    rows = [
        f"| `/{' '.join((each.name, each.takes(words))).strip()}` | {each.does(words)} |"
        for each in COMMANDS
    ]
    heads = f"| {words.say('command-command')} | {words.say('command-does')} |"
    return "\n".join([heads, "| --- | --- |", *rows])
