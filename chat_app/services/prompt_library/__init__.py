"""What stands behind `/` in a message: the app's commands, and prompts that people keep."""

from chat_app.services.prompt_library.blanks import blanks_of, filled
from chat_app.services.prompt_library.commands import COMMANDS, CommandWords, help_table
from chat_app.services.prompt_library.prompts import (
    PromptChanges,
    change,
    create,
    delete,
    find,
    prompts_of,
)

__all__ = [
    "COMMANDS",
    "CommandWords",
    "PromptChanges",
    "blanks_of",
    "change",
    "create",
    "delete",
    "filled",
    "find",
    "help_table",
    "prompts_of",
]
